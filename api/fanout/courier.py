"""Carries results to sockets: companies in turn, so many sockets each.

A company with 10,000 sockets delays one with a single socket by a slice, not by 10,000 writes
(deficit round-robin: Shreedhar and Varghese, 1995).
"""

import asyncio
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog

from api.fanout.figures import OVERFLOWS, lags
from api.fanout.memo import Entry
from schema.journal import DELIVERIES

if TYPE_CHECKING:
    from api.fanout.group import Group
    from api.fanout.mailbox import Mailbox
    from api.fanout.member import Member

QUANTUM: Final = 64  # sockets of one company at a time
SLICE: Final = 256  # sockets until everything else in the process has its turn

log = structlog.get_logger()


class Round:
    """All that a group had to tell when it began, to all who were live then."""

    def __init__(self, group: "Group", entries: list[Entry]) -> None:
        self.group = group
        self.entries = entries
        self._members = list(group.live)
        self._place = 0
        self._last: tuple[bytes, bytes] = (b"", b"")

    @property
    def over(self) -> bool:
        return self._place >= len(self._members)

    def carry(self, limit: int, dirty: "list[Mailbox]") -> int:
        """Hand it to so many more; how many that were."""
        end = min(self._place + limit, len(self._members))
        handed = end - self._place
        frames = 0
        for member in self._members[self._place : end]:
            if member in self.group.live:
                frames += self._hand(member, dirty)
        self._place = end
        if frames:
            DELIVERIES.inc(frames)
            lags.note(self.entries, frames // len(self.entries))
        return handed

    def _hand(self, member: "Member", dirty: "list[Mailbox]") -> int:
        """How many frames it was told."""
        entries, first = self.entries, self.entries[0].seq
        if member.cursor >= first:  # it came with a cursor further on than the group was
            entries = [entry for entry in entries if entry.seq > member.cursor]
            if not entries:
                return 0
            data = b"".join([entry.frame(member.prefix) for entry in entries])
        elif self._last[0] == member.prefix:
            data = self._last[1]
        else:
            data = b"".join([entry.frame(member.prefix) for entry in entries])
            self._last = member.prefix, data
        mailbox = member.mailbox
        if not mailbox.open:
            return 0
        if mailbox.post(data, len(entries), dirty=dirty.append):
            member.cursor = entries[-1].seq
            member.told.events += len(entries)
            mailbox.sent += len(entries)
            return len(entries)
        OVERFLOWS.inc()
        member.cursor = max(member.cursor, first - 1)  # live, it had all that came before
        member.overflown = True
        member.rouse()
        return 0


class Courier:
    """One per process; works in callbacks, so that it is nothing while there is nothing to do."""

    def __init__(self) -> None:
        self._lanes: OrderedDict[UUID, deque[Round]] = OrderedDict()
        self._running = False

    def carry(self, group: "Group") -> None:
        """`group.pending` has something for its members."""
        if group.underway:
            return
        group.underway = True
        self._lanes.setdefault(group.company_id, deque()).append(Round(group, group.take()))
        if not self._running:
            self._running = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        dirty: list[Mailbox] = []
        left = SLICE
        while self._lanes and left > 0:
            company_id, lane = self._lanes.popitem(last=False)
            left -= self._serve(lane, dirty)
            if lane:
                self._lanes[company_id] = lane
        for mailbox in dirty:
            mailbox.flush()
        self._running = bool(self._lanes)
        if self._running:
            asyncio.get_running_loop().call_soon(self._turn)

    def _serve(self, lane: deque[Round], dirty: "list[Mailbox]") -> int:
        """One company's turn: every round costs something, even one without sockets."""
        left = QUANTUM
        while lane and left > 0:
            round = lane.popleft()
            try:
                handed = round.carry(left, dirty)
            except Exception:
                log.exception("fanout.bug")
                handed = 0
                round.group.fail()
            left -= max(handed, 1)
            if handed and not round.over:
                lane.appendleft(round)
                continue
            group = round.group
            group.carried = round.entries[-1].seq
            if group.pending:
                lane.append(Round(group, group.take()))
            else:
                group.underway = False
        return QUANTUM - left


courier: Final = Courier()
