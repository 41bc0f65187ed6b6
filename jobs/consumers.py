"""The readers of the log: what follows from events is done here, for every company in turn.

Beside dispatcher and clock in every worker; any number at once, of which only one moves a position.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from random import uniform
from typing import Final
from uuid import UUID

import structlog

from jobs.metrics import consumed, lagging
from jobs.task import task
from models.away import is_away
from models.database import flush, pinned, transaction
from models.events import Event
from models.events.consumers import (
    CONSUMERS,
    HANDED_OVER,
    Consumer,
    Position,
    catch_up,
    hand_over,
    hold,
    lags,
    meet,
    move,
    note_failure,
    pass_by,
    positions,
    read,
)
from models.job import PermanentFailure
from models.job.failures import explain
from models.job.turns import database_time
from models.live import Disconnected, reachable
from models.live.everywhere import all_wake_ups
from models.live.outage import Outage
from models.logs import about, failed
from models.tenancy import acting_for

AT_ONCE: Final = 4  # companies in this process
BATCH: Final = 200  # events of a company and turn
SCAN: Final = 15.0  # seconds between two looks at all companies: the net under the wake-ups
SCAN_UNHEARD: Final = 1.0  # the same while no wake-up can arrive
SCANNED: Final = 5_000
SPREAD: Final = 0.02  # seconds: of two workers that hear of the same, one finds it done
TRIES: Final = 3
PAUSES: Final = (0.5, 2.0)  # seconds between them
PATIENCE: Final = 30.0  # seconds that one event may take
STALLED: Final = 60.0  # seconds after which whoever was at an event may have died of it
log = structlog.get_logger()


@task(HANDED_OVER, base=2, announced=False)
async def do_event(consumer: str, seq: int) -> None:
    try:
        await catch_up(consumer, seq)
    except LookupError as gone:
        raise PermanentFailure(str(gone)) from None


@asynccontextmanager
async def consuming(consumers: Mapping[str, Consumer] = CONSUMERS) -> AsyncIterator[None]:
    """The log is read to the end of the block."""
    reader = Reader(consumers)
    running = asyncio.create_task(reader.run(), context=Context())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])


class Reader:
    """One of any number; companies whose log has grown take turns, a bounded batch each."""

    def __init__(
        self, consumers: Mapping[str, Consumer] = CONSUMERS, *, stalled: float = STALLED
    ) -> None:
        self._consumers = consumers
        self._stalled = stalled
        self._due: dict[UUID, None] = {}
        self._busy: set[UUID] = set()
        self._met: set[UUID] = set()
        self._since: datetime | None = None
        self._stirred = asyncio.Event()
        self._scan_now = asyncio.Event()
        self._outage = Outage("consumers.database")

    async def run(self) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            group.create_task(self._scan())
            for _ in range(AT_ONCE):
                group.create_task(self._work())

    async def turn(self, company_id: UUID) -> bool:
        """One batch for each consumer that is behind; is there more?"""
        await self._meet(company_id)
        more = False
        with acting_for(company_id), about(company=str(company_id)):
            async with pinned():
                for _, group in groupby(await self._behind(), attrgetter("seq")):
                    more |= await self._read(company_id, list(group))
        return more

    async def _behind(self) -> list[Position]:
        return sorted(await positions(self._consumers), key=attrgetter("seq"))

    async def _read(self, company_id: UUID, group: Sequence[Position]) -> bool:
        """Of consumers that stand at the same place."""
        at, names = group[0], [each.name for each in group]
        if at.seq < at.floor:
            log.warning("consumer.missed", consumers=names, events=at.floor - at.seq)
        wanted = {name for each in group for name in self._consumers[each.name].handlers}
        events = await read(at, wanted, limit=BATCH)
        is_all = len(events) < BATCH
        upto, since = (at.head, at.head_at) if is_all else (events[-1].seq, events[-1].occurred_at)
        idle, more = [], not is_all
        for each in group:
            mine = [event for event in events if self._consumers[each.name].wants(event)]
            if mine:
                more |= await self._advance(company_id, each, mine, upto, since)
            else:
                idle.append(each)
        await pass_by(idle, upto, since=since)
        return more

    async def _advance(
        self,
        company_id: UUID,
        at: Position,
        events: list[Event],
        upto: int,
        since: datetime,
    ) -> bool:
        """Do these; those before one that fails are done without it. Is there more to do now?"""
        whole = len(events)
        stalls = at.still > self._stalled and _age(events[0]) > self._stalled
        if stalls:
            if at.attempts >= TRIES:
                return await self._given_up(at, events[0])
            await note_failure(at, "WorkerLost", after=0)  # unless it is done now
        if at.attempts or stalls:
            events = events[:1]
        while True:
            is_whole = len(events) == whole
            progress = _Progress()
            to, time = (upto, since) if is_whole else (events[-1].seq, events[-1].occurred_at)
            try:
                if not await self._done(at, events, progress, to=to, since=time):
                    return False
            except Exception as error:
                if is_away(error):
                    raise
                if not progress.done or len(events) == 1:
                    return await self._failed(company_id, at, events[0], error)
                # Those before it; where it came with the commit nobody knows, so one by one.
                events = events[: progress.done if progress.done < len(events) else 1]
                continue
            consumed(at.name, "done", len(events))
            return not is_whole

    async def _done(
        self,
        at: Position,
        events: Sequence[Event],
        progress: "_Progress",
        *,
        to: int,
        since: datetime,
    ) -> bool:
        consumer = self._consumers[at.name]
        async with transaction():
            if not await hold(at):
                return False
            for event in events:
                async with asyncio.timeout(PATIENCE):
                    await consumer.take(event)
                    await flush()  # what was wrong with it shows now
                progress.done += 1
            await move(at, to, since=since)
        return True

    async def _failed(self, company_id: UUID, at: Position, event: Event, error: Exception) -> bool:
        attempt = at.attempts + 1
        told = {"consumer": at.name, "name": event.name, "seq": event.seq, "attempt": attempt}
        failed("consumer.failed", error, **told)
        if attempt < TRIES:
            name, message = explain(error)
            pause = PAUSES[at.attempts]
            await note_failure(at, ": ".join(filter(None, (name, message))), after=pause)
            consumed(at.name, "failed", 1)
            asyncio.get_running_loop().call_later(pause + SPREAD, self._add, company_id)
            return False
        return await self._given_up(at, event)

    async def _given_up(self, at: Position, event: Event) -> bool:
        if await hand_over(at, event):
            log.warning("consumer.handed_over", consumer=at.name, name=event.name, seq=event.seq)
            consumed(at.name, "handed_over", 1)
        return True

    async def _meet(self, company_id: UUID | None = None) -> None:
        """Of all, at first; then of each that is new."""
        if self._since is None:
            since = await database_time()
            await meet(self._consumers, since=since)
            self._since = since
        if company_id is not None and company_id not in self._met:
            await meet(self._consumers, [company_id], since=self._since)
            self._met.add(company_id)

    async def _listen(self) -> None:
        with suppress(Disconnected):
            async with all_wake_ups() as news:
                while True:
                    companies = await news.heard(within=60)
                    if companies is None:
                        self._scan_now.set()
                    for company_id in companies or ():
                        self._add(company_id)

    async def _scan(self) -> None:
        while True:
            try:
                await self._meet()
                behind = await lags(self._consumers, most=SCANNED)
                self._outage.over()
            except Exception as error:  # noqa: BLE001 - it goes on
                await self._outage.wait(error)
                continue
            lagging(self._consumers, behind)
            for company_id, *_ in behind:
                self._add(company_id)
            usual = SCAN if reachable() else SCAN_UNHEARD
            with suppress(TimeoutError):
                async with asyncio.timeout(usual * uniform(0.8, 1.2)):  # noqa: S311 - spreads
                    await self._scan_now.wait()
            self._scan_now.clear()

    async def _work(self) -> None:
        while True:
            company_id = await self._next()
            more = True
            try:
                await asyncio.sleep(uniform(0, SPREAD))  # noqa: S311
                more = await self.turn(company_id)
            except Exception as error:  # noqa: BLE001 - it goes on
                if is_away(error):
                    await self._outage.wait(error)
                else:
                    more = False  # until it is found again
                    failed("consumers.failed", error, company=str(company_id))
            finally:
                self._busy.discard(company_id)
            if more:
                self._add(company_id)  # behind all others
            elif company_id in self._due:
                self._stirred.set()

    async def _next(self) -> UUID:
        while True:
            company_id = next((each for each in self._due if each not in self._busy), None)
            if company_id is not None:
                del self._due[company_id]
                self._busy.add(company_id)
                return company_id
            self._stirred.clear()
            await self._stirred.wait()

    def _add(self, company_id: UUID) -> None:
        self._due[company_id] = None
        self._stirred.set()


def _age(event: Event) -> float:
    return (datetime.now(UTC) - event.occurred_at).total_seconds()


class _Progress:
    """How many of a batch were done before it failed."""

    def __init__(self) -> None:
        self.done = 0
