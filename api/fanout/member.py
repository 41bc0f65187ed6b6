"""One subscription of one socket: it holds a cursor, and reads at its own pace until it is live."""

import asyncio
from contextlib import aclosing
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING

import orjson
from graphql import GraphQLError

from api.fanout import limits
from api.fanout.executing import Over, Subscription
from api.fanout.figures import FROM_MEMO, REPLAYS
from api.fanout.mailbox import Mailbox, Stalled
from api.fanout.memo import Entry
from models.events import cursor
from models.viewer import Viewer
from schema.context import Context
from schema.journal import DELIVERIES, Told

if TYPE_CHECKING:
    from api.fanout.group import Group

_replays = asyncio.Semaphore(limits.LIMITS.replays)


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
        self.prefix = b'{"id":' + orjson.dumps(id) + b',"type":"next","payload":'
        self.group = group
        self.mailbox = mailbox
        self.cursor = -1 if after is None else after
        self.overflown = False
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
            elif not await group.reached(self.cursor):
                return Outcome.ALONE  # of another log: it is told so there
            return await self._follow()
        except Over as over:
            return await self._over(over)

    async def _follow(self) -> Outcome:
        group, mailbox, chunk = self.group, self.mailbox, limits.LIMITS.chunk_bytes
        while True:
            news = group.news  # taken before the look
            self._require_pace()
            if group.memo.covers(self.cursor):
                if entries := group.memo.after(self.cursor, size=chunk):
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
        self.overflown = False
        self._roused = asyncio.get_running_loop().create_future()
        self.group.live[self] = None
        try:
            await self._roused
        finally:
            self.group.live.pop(self, None)
        if not self.overflown:
            self.cursor = max(self.cursor, self.group.handed)

    async def _replay(self, *, until: int) -> None:
        """Execute for this one only. Raises Over."""
        REPLAYS.inc()
        context = replace(
            self._context, resume_cursor=self.resume_cursor, until_seq=until, quiet=True
        )
        async with _replays, aclosing(self._subscription.results(context)) as results:
            async for entry in results:
                await self._send([entry])
        self.cursor = max(self.cursor, until)

    async def _send(self, entries: list[Entry]) -> None:
        await self.mailbox.send(entries, self.prefix)
        self.cursor = entries[-1].seq
        self.told.events += len(entries)
        DELIVERIES.inc(len(entries))

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
        if self.overflown and self.group.position - self.cursor > limits.LIMITS.lag_events:
            raise Stalled
