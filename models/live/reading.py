"""The table as a hub reads it: for one company, outside any request, through any outage."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Context
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

from models.events import Event
from models.live.marks import Marks
from models.live.outage import Outage
from models.tenancy import acting_for

DAY: Final = timedelta(days=1)
Answer = TypeVar("Answer")


class Reading:
    """Every read waits for one of the `turns` and is tried until it succeeds."""

    def __init__(self, company_id: UUID, *, turns: asyncio.Semaphore, marks: Marks) -> None:
        self.count = 0
        self._company_id = company_id
        self._turns = turns
        self._marks = marks
        self._outage = Outage("events.reading", company_id=str(company_id))

    async def page(self, after: int, *, limit: int) -> list[Event]:
        return await self._page(after, since=self._marks.since(after), limit=limit)

    async def young(self, after: int, *, limit: int) -> list[Event]:
        """As `page`, without what is more than a day older than the newest we know of."""
        return await self._page(after, since=self._marks.newest - DAY, limit=limit)

    def note(self, events: Sequence[Event]) -> None:
        """How old these are tells how old what is behind them can be."""
        for event in (*events[:1], *events[-1:]):
            self._marks.note(event.seq, event.occurred_at)

    async def head(self) -> int:
        seq, since = await self._ask(Event.reach)
        self._marks.note(seq + 1, since)
        return seq

    async def floor(self) -> int:
        return await self._ask(Event.floor)

    async def _page(self, after: int, *, since: datetime | None, limit: int) -> list[Event]:
        events = await self._ask(lambda: Event.page(after, since=since, limit=limit))
        self.note(events)
        return events

    async def _ask(self, question: Callable[[], Awaitable[Answer]]) -> Answer:
        while True:
            try:
                async with self._turns:
                    answer = await self._apart(question)
            except Exception as error:  # noqa: BLE001 - followers outlive whatever fails here
                await self._outage.wait(error)
            else:
                self.count += 1
                self._outage.over()
                return answer

    async def _apart(self, question: Callable[[], Awaitable[Answer]]) -> Answer:
        # Who follows may be in the middle of a request: its company and connection are not ours.
        asking = asyncio.create_task(self._acting(question), context=Context())
        try:
            return await asyncio.shield(asking)
        finally:
            asking.cancel()

    async def _acting(self, question: Callable[[], Awaitable[Answer]]) -> Answer:
        with acting_for(self._company_id):
            return await question()
