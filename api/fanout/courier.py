"""Carries results to sockets: companies in turn, by what it costs.

A company with 10,000 sockets delays one with a single socket by a quantum, not by 10,000 writes
(deficit round-robin: Shreedhar and Varghese, 1995).
"""

import asyncio
from collections import OrderedDict, deque
from time import monotonic
from typing import TYPE_CHECKING, Final
from uuid import UUID

import structlog

from api.costs import charge_events
from api.fanout import limits
from api.fanout.figures import OVERFLOWS, lags
from api.fanout.memo import Entry, latest, shown
from schema.journal import DELIVERIES

if TYPE_CHECKING:
    from api.fanout.group import Group
    from api.fanout.mailbox import Mailbox
    from api.fanout.member import Member

QUANTUM: Final = 16  # writes of one company at a time
SLICE: Final = 0.00025  # seconds until everything else in the process has its turn
# Turns of the loop that it then has, as long as it has something to do: what an event goes through
# until it is to be told takes some ten, each of which would wait for a slice otherwise.
PAUSE: Final = 20
IDLE: Final = 0.000005  # seconds that a turn takes in which there is nothing to do, at most
PAGE: Final = 4096  # bytes that cost as much as a write

log = structlog.get_logger()


class Round:
    """All that a group had to tell when it began, to all who were live then."""

    def __init__(self, group: "Group", entries: list[Entry]) -> None:
        self.group = group
        self.began = monotonic()
        self.told_to = entries[-1].seq
        self._entries = latest(entries) if group.coalesces else entries
        self._differ = any(entry.audience is not None for entry in self._entries)
        self._members = list(group.live)
        self._place = 0
        self._prefix: bytes | None = None
        self._data = b""
        self._framed: dict[tuple[bytes, tuple[int, ...]], bytes] = {}

    @property
    def over(self) -> bool:
        return self._place >= len(self._members)

    def carry(self, budget: int, dirty: "list[Mailbox]") -> int:
        """Hand it to those whom the budget is enough for; what it cost, at least one."""
        frames, spent, now = 0, 0, monotonic()
        live, members, first = self.group.live, self._members, self._entries[0].seq
        while spent < budget and self._place < len(members):
            member = members[self._place]
            self._place += 1
            spent += 1
            if member not in live:
                continue
            if self._differ:
                told = shown(self._entries, member.sight, member.actor_id)
                entries = [e for e in told if e.seq > member.cursor]
                data = self._of_some(entries, member.prefix)
                if not entries:
                    member.cursor = max(member.cursor, self.told_to)
            elif member.cursor < first:
                entries = self._entries
                if member.prefix is not self._prefix:
                    self._prefix, self._data = member.prefix, _framed(entries, member.prefix)
                data = self._data
            else:  # it came with a cursor further on than the group was
                entries = [entry for entry in self._entries if entry.seq > member.cursor]
                data = _framed(entries, member.prefix)
            if entries and self._hand(member, entries, data, now, dirty):
                frames += len(entries)
                spent += len(data) // PAGE
        if frames:
            DELIVERIES.inc(frames)
            charge_events(self.group.company_id, frames)
            lags.note(self._entries, frames // len(self._entries))
        return max(spent, 1)

    def _of_some(self, entries: list[Entry], prefix: bytes) -> bytes:
        """Made once for all who are told of the same of it."""
        key = (prefix, tuple(entry.seq for entry in entries))
        if key not in self._framed:
            self._framed[key] = _framed(entries, prefix)
        return self._framed[key]

    def _hand(
        self,
        member: "Member",
        entries: list[Entry],
        data: bytes,
        now: float,
        dirty: "list[Mailbox]",
    ) -> bool:
        """Was it told?"""
        mailbox, number = member.mailbox, len(entries)
        if not mailbox.open:
            return False
        member.too_fast = member.allowance.spend(number, now)
        if member.too_fast is None and mailbox.post(data, number, dirty=dirty):
            member.cursor = self.told_to  # what is behind the last of these is not told to it
            member.told.events += number
            mailbox.sent += number
            return True
        if member.too_fast is None:
            OVERFLOWS.inc()
            member.overflown = True
        # Live, it had all that came before.
        member.cursor = max(member.cursor, self._entries[0].seq - 1)
        member.rouse()
        return False


class Lane:
    """What waits of one company."""

    def __init__(self) -> None:
        self.rounds: deque[Round] = deque()
        self.deficit = 0  # what it may still spend; below zero, has spent before


class Courier:
    """One per process; works in callbacks, so that it is nothing while there is nothing to do."""

    def __init__(self) -> None:
        self._lanes: OrderedDict[UUID, Lane] = OrderedDict()
        self._running = False

    def carry(self, group: "Group") -> None:
        """`group.pending` has something for its members."""
        if not group.underway:
            group.underway = True
            self._begin(group)

    def _begin(self, group: "Group") -> None:
        self._lanes.setdefault(group.company_id, Lane()).rounds.append(Round(group, group.take()))
        if not self._running:
            self._running = True
            asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        until = monotonic() + SLICE
        while self._lanes:
            dirty: list[Mailbox] = []
            company_id, lane = next(iter(self._lanes.items()))
            self._serve(lane, dirty)  # more may come into it meanwhile
            if lane.rounds:
                self._lanes.move_to_end(company_id)
            else:
                del self._lanes[company_id]
            for mailbox in dirty:
                try:
                    mailbox.flush()
                except Exception:  # of one socket, on which the others do not depend
                    log.exception("fanout.bug")
            if monotonic() > until:
                break
        self._running = bool(self._lanes)
        if self._running:
            asyncio.get_running_loop().call_soon(self._pause, monotonic(), PAUSE)

    def _pause(self, since: float, turns: int) -> None:
        """Others are at it as long as their turns of the loop take any time."""
        now = monotonic()
        if turns and now - since > IDLE:
            asyncio.get_running_loop().call_soon(self._pause, now, turns - 1)
        else:
            self._turn()

    def _serve(self, lane: Lane, dirty: "list[Mailbox]") -> None:
        """One company's turn."""
        lane.deficit += QUANTUM
        while lane.rounds and lane.deficit > 0:
            round = lane.rounds[0]
            try:
                lane.deficit -= round.carry(lane.deficit, dirty)
            except Exception:
                log.exception("fanout.bug")
                round.group.fail()
                lane.deficit -= 1
            else:
                if not round.over:
                    continue
            lane.rounds.popleft()
            self._ended(round)

    def _ended(self, round: Round) -> None:
        """What has come in the meantime begins a new one, together, after a rest as long again.

        Many sockets that are told often are so told more at a time, which costs them a write less.
        """
        group = round.group
        group.carried = round.told_to
        rest = min(monotonic() - round.began, limits.LIMITS.rest)
        if rest > limits.LIMITS.least_rest:
            asyncio.get_running_loop().call_later(rest, self._go_on, group)
        else:
            self._go_on(group)

    def _go_on(self, group: "Group") -> None:
        if group.pending:
            self._begin(group)
        else:
            group.underway = False


def _framed(entries: list[Entry], prefix: bytes) -> bytes:
    return b"".join([entry.frame(prefix) for entry in entries])


courier: Final = Courier()
