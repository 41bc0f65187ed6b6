"""The hub of a company in this process: one reader of its log, any number of followers."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing, asynccontextmanager
from contextvars import Context
from dataclasses import dataclass
from random import uniform
from typing import Final
from uuid import UUID

from models.errors import CursorExpired
from models.events import Event
from models.live.channels import Disconnected, Ear, reachable, wake_ups
from models.live.marks import Marks
from models.live.nearby import takers
from models.live.reading import Reading
from models.live.window import Window

LIVE_READS = 4  # at once in this process, so that an outage's end does not take the whole pool
REPLAY_READS = 2  # at once in one hub, so that one company's returning clients do not either


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, events and bytes of a hub."""

    pulse: float = 10.0  # looks at the table unasked
    pulse_unheard: float = 1.0  # the same while no wake-up can arrive
    linger: float = 30.0  # lives on after its last user, for all of them may come back at once
    page: int = 200
    warm: int = 100  # events behind the head read at the start, for clients that come back
    window_count: int = 1_000
    window_bytes: int = 2_000_000
    window_age: float = 120.0


@dataclass(frozen=True, slots=True)
class Figures:
    """What the hubs of this process hold and have done since they started."""

    hubs: int
    followers: int
    events: int
    reads: int
    replays: int


class Hub:
    """Reads what is new once for all its followers, who hold nothing but a cursor each."""

    def __init__(
        self,
        company_id: UUID,
        *,
        pace: Pace,
        turns: asyncio.Semaphore,
        ended: Callable[["Hub"], None],
    ) -> None:
        self.company_id = company_id
        self.users = 0
        self.followers = 0
        self.window = Window(count=pace.window_count, size=pace.window_bytes, age=pace.window_age)
        marks = Marks()
        self.live = Reading(company_id, turns=turns, marks=marks)
        self.replay = Reading(company_id, turns=asyncio.Semaphore(REPLAY_READS), marks=marks)
        self._pace = pace
        self._ended = ended
        self._begun = asyncio.Event()
        self._news = asyncio.Event()
        self._looking = asyncio.Lock()
        self._asked = self._answered = self._seen = 0
        self._ear: Ear | None = None
        self._task = asyncio.create_task(self._run(), context=Context())

    @property
    def head(self) -> int:
        """The seq of the last event this process knows of."""
        return self.window.head

    async def follow(self, after: int) -> AsyncGenerator[Event, None]:
        """Every event behind `after`, once and in order. Raises CursorExpired, Disconnected."""
        async with aclosing(self.batches(after)) as batches:
            async for events in batches:
                for event in events:
                    yield event

    async def batches(self, after: int) -> AsyncGenerator[list[Event], None]:
        """As `follow`, a list at a time. Raises Disconnected when this process leaves."""
        self.followers += 1
        try:
            await self._begun.wait()
            if after > self.head and after > await self.replay.head():
                raise CursorExpired  # of a log that was since restored from a backup
            while True:
                news = self._news  # taken before the look: what comes during it is not slept over
                if events := await self._behind(after):
                    after = events[-1].seq
                    yield events
                elif self._task.done():
                    self._task.result()
                    raise Disconnected
                else:
                    await news.wait()
        finally:
            self.followers -= 1

    def take(self, events: Sequence[Event]) -> Sequence[Event]:
        """What this process has just committed, if it is what comes next; else it will be read.

        Another process may have been before it, or another transaction of this one be told later.
        """
        if not self._begun.is_set() or events[0].seq != self.head + 1:
            return ()
        self.live.note(events)
        self._add(events)
        return events

    def stop(self) -> None:
        self._task.cancel()

    async def now(self) -> int:
        """The seq of the last event committed by now, whether this process knows of it or not.

        Those who ask while the table is read share the next look.
        """
        self._asked = asked = self._asked + 1
        async with self._looking:
            if self._answered < asked:
                upto = self._asked
                self._seen = await self.replay.head()
                self._answered = upto
                if self._ear is not None and self._seen > self.head:
                    self._ear.call(str(self._seen))  # its own wake-up may be late, or lost
        return self._seen

    async def _behind(self, after: int) -> list[Event]:
        if self.window.covers(after):
            return self.window.after(after, limit=self._pace.page)
        events = await self.replay.page(after, limit=self._pace.page)
        if events and events[-1].seq == after + len(events):
            return events
        if events or after < await self.replay.floor():
            raise CursorExpired  # days may be dropped at any time, also while we replay them
        return []

    async def _run(self) -> None:
        try:
            # Subscribed before the first look, so that nothing falls between the two.
            async with wake_ups(self.company_id) as ear:
                self._ear = ear
                await self._begin()
                while True:
                    heard = await ear.heard(within=self._pulse())
                    if heard is None or heard > self.head:
                        await self._pull()
        except (Disconnected, asyncio.CancelledError):
            pass  # kept by the task, the error would keep us, until Python looks for circles
        finally:
            self._ended(self)
            self._begun.set()
            self._news.set()

    async def _begin(self) -> None:
        head = await self.live.head()
        recent = await self.live.young(max(head - self._pace.warm, 0), limit=self._pace.page)
        self.window.restart(recent[0].seq - 1 if recent else head)
        self.window.append(recent)
        self._begun.set()

    async def _pull(self) -> None:
        full = True
        while full:
            events = await self.live.page(self.head, limit=self._pace.page)
            full = len(events) == self._pace.page
            self._add([event for event in events if event.seq > self.head])  # some may be taken
        self.window.trim()

    def _add(self, events: Sequence[Event]) -> None:
        if events:
            self.window.append(events)
            news, self._news = self._news, asyncio.Event()
            news.set()

    def _pulse(self) -> float:
        usual = self._pace.pulse if reachable() else self._pace.pulse_unheard
        return usual * uniform(0.8, 1.2)  # noqa: S311 - spreads the hubs


class Hubs:
    """The hubs of this process: each begins with its first user and ends a while after its last."""

    def __init__(self, pace: Pace | None = None) -> None:
        self._pace = pace or Pace()
        self._turns = asyncio.Semaphore(LIVE_READS)
        self._hubs: dict[UUID, Hub] = {}
        self._past = (0, 0)  # reads and replays of hubs that have ended

    @asynccontextmanager
    async def of(self, company_id: UUID) -> AsyncIterator[Hub]:
        """The company's hub, kept alive to the end of the block."""
        hub = self._hubs.get(company_id)
        if hub is None:
            hub = Hub(company_id, pace=self._pace, turns=self._turns, ended=self._forget)
            self._hubs[company_id] = hub
        hub.users += 1
        try:
            yield hub
        finally:
            hub.users -= 1
            if not hub.users:
                asyncio.get_running_loop().call_later(self._pace.linger, self._retire, hub)

    def take(self, company_id: UUID, events: Callable[[], Sequence[Event]]) -> Sequence[Event]:
        """Committed by this process just now; which of it was not known yet."""
        hub = self._hubs.get(company_id)
        return () if hub is None else hub.take(events())

    def figures(self) -> Figures:
        hubs = self._hubs.values()
        return Figures(
            hubs=len(hubs),
            followers=sum(hub.followers for hub in hubs),
            events=sum(len(hub.window) for hub in hubs),
            reads=self._past[0] + sum(hub.live.count for hub in hubs),
            replays=self._past[1] + sum(hub.replay.count for hub in hubs),
        )

    def _retire(self, hub: Hub) -> None:
        if not hub.users:
            self._forget(hub)
            hub.stop()

    def _forget(self, hub: Hub) -> None:
        # By identity: the company may have a newer hub already.
        if self._hubs.get(hub.company_id) is hub:
            del self._hubs[hub.company_id]
            reads, replays = self._past
            self._past = (reads + hub.live.count, replays + hub.replay.count)


hubs: Final = Hubs()
takers.append(hubs.take)
