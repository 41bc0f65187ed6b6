"""The clock: what the installation as a whole wants done again and again, whoever is first.

No rows of the jobs table: those are a company's, count against its share and stand in its list.
Each tick is a row of its own, claimed by its name and time, so any number of schedulers do it once;
one that dies over it leaves it to another. Work for a company is a job, enqueued with the tick in
its unique key.
"""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import uniform
from time import perf_counter
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

import structlog
from cronsim import CronSim

from models.job import ticks
from models.job.turns import database_time
from models.logs import failed

Missed = Literal["skip", "once", "all"]
Work = Callable[..., Awaitable[None]]
LEASE: Final = 30.0  # seconds; renewed while the work goes on
ON_TIME: Final = timedelta(seconds=60)
MOST_MISSED: Final = 1_000
LOOK: Final = 15.0  # seconds between two looks, at most: for ticks that others left behind
log = structlog.get_logger()


@dataclass(frozen=True)
class Recurring:
    """Work and its times, read by the wall clock of `zone`.

    In the hour that a zone leaves out, work of a fixed time is done right after it; in the hour
    that it has twice, once.
    """

    name: str
    work: Work
    cron: str
    zone: ZoneInfo
    missed: Missed

    def due(self, last: datetime | None, now: datetime) -> list[datetime]:
        """The ticks behind `last` up to now; of work that never was done, the latest."""
        if last is None:
            return [next(CronSim(self.cron, self._local(now) + timedelta(seconds=1), reverse=True))]
        found: list[datetime] = []
        coming = CronSim(self.cron, self._local(last))
        while (tick := next(coming)) <= now:
            found.append(tick)
        return [tick.astimezone(UTC) for tick in found[-MOST_MISSED:]]

    def next(self, now: datetime) -> datetime:
        return next(CronSim(self.cron, self._local(now))).astimezone(UTC)

    def chosen(self, due: Sequence[datetime], now: datetime) -> list[datetime]:
        """Those of the due ticks that are done; the others have been missed."""
        if self.missed == "all":
            return list(due)
        if self.missed == "once":
            return list(due[-1:])
        return [tick for tick in due if now - tick <= ON_TIME]

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


RECURRING: Final[dict[str, Recurring]] = {}


def recurring(
    name: str, cron: str, *, zone: str = "UTC", missed: Missed = "once"
) -> Callable[[Work], Work]:
    """Register work for the ticks of a cron expression; it is given its tick if it takes one.

    `missed` is for ticks that no worker was there for: skip them, do the last one once, or do all.
    It is tried once a tick, and by another worker if its own dies over it, three times at most.
    """

    def register(work: Work) -> Work:
        if name in RECURRING:
            raise ValueError(f"Two schedules for {name}.")
        RECURRING[name] = Recurring(name, work, cron, ZoneInfo(zone), missed)
        return work

    return register


@asynccontextmanager
async def ticking(schedules: Mapping[str, Recurring] = RECURRING) -> AsyncIterator[None]:
    """The clock runs to the end of the block."""
    clock = Clock(schedules)
    running = asyncio.create_task(clock.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])
        await clock.stop()


class Clock:
    """One scheduler of any number; by the database's clock, whatever its own says."""

    def __init__(self, schedules: Mapping[str, Recurring] = RECURRING) -> None:
        self._schedules = schedules
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        while True:
            pause = LOOK
            try:
                now = await database_time()
                await self.look(now)
                coming = [each.next(now) for each in self._schedules.values()]
                pause = min([LOOK, *((tick - now).total_seconds() for tick in coming)])
            except Exception as error:  # noqa: BLE001 - it goes on
                failed("clock.failed", error)
            await asyncio.sleep(max(pause, 0) + uniform(0, 0.05))  # noqa: S311 - not all at once

    async def look(self, now: datetime) -> None:
        """Begin what is due and nobody has begun."""
        last = await ticks.last(list(self._schedules))
        for schedule in self._schedules.values():
            due = schedule.due(last.get(schedule.name), now)
            chosen = schedule.chosen(due, now)
            missed = [tick for tick in due if tick not in chosen]
            if missed:
                await ticks.pass_over(schedule.name, missed)
                log.warning("tick.missed", action=schedule.name, ticks=len(missed))
            self._begin(schedule, chosen)
        for name, tick in await ticks.abandoned():
            if name in self._schedules:
                self._begin(self._schedules[name], [tick])

    async def finish(self) -> None:
        """Wait for what has begun."""
        while self._running:
            await asyncio.wait(self._running)

    async def stop(self) -> None:
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)

    def _begin(self, schedule: Recurring, due: Sequence[datetime]) -> None:
        if due:
            task = asyncio.create_task(self._do(schedule, due), context=Context())
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def _do(self, schedule: Recurring, due: Sequence[datetime]) -> None:
        for tick in due:
            with suppress(Exception):
                if await ticks.claim(schedule.name, tick, seconds=LEASE):
                    await self._do_one(schedule, tick)

    async def _do_one(self, schedule: Recurring, tick: datetime) -> None:
        started, outcome = perf_counter(), "done"
        beating = asyncio.create_task(_beat(schedule.name, tick))
        try:
            await schedule.work(*_arguments(schedule.work, tick))
        except Exception as error:  # noqa: BLE001 - the next tick tries again
            outcome = "failed"
            failed("upkeep.failed", error, action=schedule.name)
        else:
            duration = round((perf_counter() - started) * 1000, 1)
            log.info("upkeep.done", action=schedule.name, duration_ms=duration)
        finally:
            beating.cancel()
        await ticks.settle(schedule.name, tick, "done" if outcome == "done" else "failed")


async def _beat(name: str, tick: datetime) -> None:
    while True:
        await asyncio.sleep(LEASE / 3)
        with suppress(Exception):
            await ticks.renew(name, tick, seconds=LEASE)


def _arguments(work: Work, tick: datetime) -> tuple[Any, ...]:
    return (tick,) if inspect.signature(work).parameters else ()
