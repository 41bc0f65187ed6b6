"""One subscription of one socket: it holds a cursor, and reads at its own pace until it is live."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

import orjson
from graphql import GraphQLError

from api.fanout import limits
from api.fanout.executing import Over, Subscription
from api.fanout.figures import FROM_MEMO, REPLAYS
from api.fanout.mailbox import Mailbox, Stalled
from api.fanout.memo import Entry, latest, shown
from api.fanout.turns import Turn, executions
from api.rates import Meter, meters
from models.errors import CursorExpired
from models.events import cursor
from models.viewer import Viewer
from schema.context import Context
from schema.journal import DELIVERIES, Told

if TYPE_CHECKING:
    from api.fanout.group import Group


class Outcome(Enum):
    """How a subscription ended in its group."""

    COMPLETE = auto()
    REFUSED = auto()  # see `errors`
    ALONE = auto()  # it has to go on without one, behind `cursor`


class Loner:
    """A subscription that is executed for itself: only where it can go on is of interest here."""

    def __init__(self, context: Context) -> None:
        self._context = context

    @property
    def cursor(self) -> int:
        settled = self._context.settled_seq
        return -1 if settled is None else settled

    @property
    def resume_cursor(self) -> str:
        return cursor(self._context.viewer.company_id, self.cursor)


class Member:
    """Events behind `after` (None: from now on), each once and in order."""

    def __init__(
        self,
        id: str,
        group: "Group",
        subscription: Subscription,
        context: Context,
        mailbox: Mailbox,
        *,
        after: int | None,
    ) -> None:
        self.prefix = _shared_prefix(id) if len(id) < 50 else _prefix(id)
        self.group = group
        self.mailbox = mailbox
        self.cursor = -1 if after is None else after
        self.overflown = False
        self.too_fast: Meter | None = None  # the quota that it was taken from the live ones for
        self.sight, self.actor_id = context.viewer.sight, context.viewer.actor_id
        self.allowance = meters.of(context.viewer)
        self.told = Told(group.shape.name)
        self.errors: list[GraphQLError] = []
        self._from_now = after is None
        self._subscription = subscription
        self._context = context
        self._roused: asyncio.Future[None] | None = None

    @property
    def viewer(self) -> Viewer:
        return self._context.viewer

    @property
    def resume_cursor(self) -> str:
        return cursor(self.group.company_id, self.cursor)

    def rouse(self) -> None:
        """It is no longer live."""
        self.group.live.pop(self, None)
        if self._roused is not None and not self._roused.done():
            self._roused.set_result(None)

    async def run(self) -> Outcome:
        """To the end of the subscription. Raises Stalled, WebSocketDisconnected."""
        outcome = None
        try:
            outcome = await self._run()
        finally:
            self.told.over(goes_on=outcome is Outcome.ALONE)
        return outcome

    async def _run(self) -> Outcome:
        group = self.group
        await group.ready.wait()
        try:
            if group.ended:
                return self._outcome()
            if self._from_now:
                self.cursor = await group.now()
            elif not await group.reached(self.cursor) or await self._has_other_sight():
                return Outcome.ALONE  # of another log, or queues: it is told so there
            return await self._follow()
        except Over as over:
            return await self._over(over)

    async def _has_other_sight(self) -> bool:
        try:
            await self._context.require_same_sight(self.cursor)
        except CursorExpired:
            return True
        return False

    async def _follow(self) -> Outcome:
        group, mailbox, chunk = self.group, self.mailbox, limits.LIMITS.chunk_bytes
        while True:
            news = group.news  # taken before the look
            self._require_pace()
            if group.memo.covers(self.cursor):
                if entries := group.memo.after(self.cursor, size=chunk, coalesce=group.coalesces):
                    FROM_MEMO.inc(len(entries))
                    await self._send(entries)
                elif group.ended:
                    return self._outcome()
                elif mailbox.takes:
                    await self._live()
                elif mailbox.pipe is not None:
                    await mailbox.send((), self.prefix)
                else:
                    await news.wait()
            elif group.personal:
                return Outcome.ALONE
            elif not await group.backfill(self.cursor):
                await self._replay(until=group.memo.base)

    async def _live(self) -> None:
        """Be told by the courier; to be called with no wait since the look into the memo."""
        self.overflown, self.too_fast = False, None
        self._roused = asyncio.get_running_loop().create_future()
        self.group.live[self] = None
        try:
            await self._roused
        finally:
            self.group.live.pop(self, None)
        if not self.overflown and self.too_fast is None:
            self.cursor = max(self.cursor, self.group.handed)

    async def _replay(self, *, until: int) -> None:
        """Execute for this one only, some of it at a time. Raises Over, TooFast."""
        REPLAYS.inc()
        while self.cursor < until:
            entries: list[Entry] = []
            reached, over = self.cursor, None
            try:
                reached = await self._read(entries, until=until)
            except Over as told:
                over = told
            if entries:  # before the end, too
                await self._send(latest(entries) if self.group.coalesces else entries)
            if over is not None:
                raise over
            self.cursor = max(self.cursor, reached)
            await self.allowance.replay(sum(len(entry.payload) for entry in entries))

    async def _read(self, entries: list[Entry], *, until: int) -> int:
        """A chunk of what is behind the cursor; up to where it is all there is. Raises Over."""
        until = min(until, self.cursor + limits.LIMITS.backfill)
        turn = Turn(self.group.company_id, executions)
        context = replace(
            self._context,
            resume_cursor=self.resume_cursor,
            until_seq=until,
            turn=turn,
            quiet=True,
        )
        size = 0
        try:
            async with aclosing(self._subscription.results(context)) as results:
                async for entry in results:
                    entries.append(entry._replace(subject=context.event_subject))
                    size += len(entry.payload)
                    if size >= limits.LIMITS.chunk_bytes:
                        return entry.seq
        finally:
            turn.give()
        return until

    async def _send(self, entries: list[Entry]) -> None:
        """All they are told of, as fast as the socket takes it and the quotas allow."""
        place, last = 0, entries[-1].seq
        entries = shown(entries, self.sight, self.actor_id)
        while place < len(entries):
            some = entries[place : place + await self.allowance.share(len(entries) - place)]
            await self.mailbox.send(some, self.prefix)
            self.cursor = some[-1].seq
            self.told.events += len(some)
            DELIVERIES.inc(len(some))
            place += len(some)
        self.cursor = max(self.cursor, last)

    async def _over(self, over: Over) -> Outcome:
        if over.payload is not None:
            await self.mailbox.send([Entry(0, 0.0, over.payload)], self.prefix)
        if over.errors:
            self.errors = over.errors
            self.told.codes = [str((e.extensions or {}).get("code")) for e in over.errors]
            return Outcome.REFUSED
        return Outcome.COMPLETE

    def _outcome(self) -> Outcome:
        group = self.group
        if group.personal:
            return Outcome.ALONE
        raise Over(group.errors, group.payload)

    def _require_pace(self) -> None:
        if self.group.position - self.cursor <= limits.LIMITS.lag_events:
            return
        if self.too_fast is not None:
            raise self.too_fast.exceeded()
        if self.overflown:
            raise Stalled


def _prefix(id: str) -> bytes:
    return b'{"id":%b,"type":"next","payload":' % orjson.dumps(id)


# Clients count, so that most of their ids are the same.
_shared_prefix = lru_cache(1_000)(_prefix)
