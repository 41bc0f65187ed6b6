"""Recurring work is done once a tick, whoever is there, and by the wall clock of its zone."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from structlog.testing import capture_logs

from jobs.clock import Clock, Missed, Recurring
from models.database import execute, fetch
from models.job import ticks
from models.tenancy import every_company
from tests.fleet import READY_WITHIN, start
from tests.following import log_of, write
from tests.models.events.past import RETENTION, age, day_ago, floor, make, partition, partitions
from tests.people import Cast

NOW = datetime(2026, 6, 15, 12, 0, 30, tzinfo=UTC)
Work = Callable[..., Awaitable[None]]


def minutely(work: Work, *, missed: Missed = "once") -> Recurring:
    return Recurring(f"test.{uuid4()}", work, "* * * * *", ZoneInfo("UTC"), missed)


async def look(*schedules: Recurring, at: datetime) -> None:
    """Until what is due at this time has been done."""
    clock = Clock({each.name: each for each in schedules})
    await clock.look(at)
    await clock.finish()


async def record(schedule: Recurring) -> dict[datetime, str]:
    with every_company():
        rows = await fetch("SELECT tick, outcome FROM ticks WHERE name = $1", schedule.name)
    return {row["tick"]: row["outcome"] for row in rows}


async def test_any_number_of_schedulers_do_a_tick_once(house: None) -> None:
    done: list[datetime] = []

    async def work(tick: datetime) -> None:
        done.append(tick)

    schedule = minutely(work)
    for minute in range(3):
        at = NOW + timedelta(minutes=minute)
        await asyncio.gather(*(look(schedule, at=at) for _ in range(6)))

    assert done == [datetime(2026, 6, 15, 12, minute, tzinfo=UTC) for minute in range(3)]
    assert set((await record(schedule)).values()) == {"done"}


@pytest.mark.parametrize(
    ("missed", "minutes"), [("skip", []), ("once", [5]), ("all", [1, 2, 3, 4, 5])]
)
async def test_missed_ticks_are_skipped_or_done_once_or_all(
    house: None, missed: Missed, minutes: list[int]
) -> None:
    done: list[int] = []

    async def work(tick: datetime) -> None:
        done.append(tick.minute)

    schedule = minutely(work, missed=missed)
    await look(schedule, at=NOW)
    done.clear()

    with capture_logs() as lines:
        late = NOW.replace(second=0) + timedelta(minutes=5, seconds=59)
        await look(schedule, at=late + timedelta(seconds=120 if missed == "skip" else 0))

    if missed == "skip":  # the last is on time
        assert done == [7]
        minutes = [7]
    assert done == minutes
    told = [line["ticks"] for line in lines if line["event"] == "tick.missed"]
    assert told == {"skip": [6], "once": [4], "all": []}[missed]


async def test_a_clock_that_goes_back_does_nothing_twice(house: None) -> None:
    done: list[datetime] = []

    async def work(tick: datetime) -> None:
        done.append(tick)

    schedule = minutely(work, missed="all")
    for minutes in (0, 1, -60, 0, 1, 2):
        await look(schedule, at=NOW + timedelta(minutes=minutes))

    assert [tick.minute for tick in done] == [0, 1, 2]


async def test_what_a_dead_scheduler_began_is_done_by_another(house: None) -> None:
    done: list[datetime] = []

    async def work(tick: datetime) -> None:
        done.append(tick)

    schedule = minutely(work)
    tick = NOW.replace(second=0)
    assert await ticks.claim(schedule.name, tick, seconds=30)
    await look(schedule, at=NOW)
    too_early = list(done)
    with every_company():
        await execute("UPDATE ticks SET lease_until = now() WHERE name = $1", schedule.name)

    await asyncio.gather(*(look(schedule, at=NOW) for _ in range(4)))

    assert (too_early, done) == ([], [tick])


async def test_a_tick_that_ends_its_schedulers_is_let_go(house: None) -> None:
    async def work() -> None: ...

    schedule = minutely(work)
    for _ in range(ticks.MAX_STARTS):
        assert await ticks.claim(schedule.name, NOW, seconds=0)

    assert not await ticks.claim(schedule.name, NOW, seconds=0)


async def test_what_fails_is_logged_and_hinders_nothing_else(house: None) -> None:
    done = []

    async def fail() -> None:
        raise RuntimeError("out of order")

    async def work() -> None:
        done.append("work")

    first, second = minutely(fail), minutely(work)
    with capture_logs() as lines:
        await look(first, second, at=NOW)

    assert done == ["work"]
    told: dict[str, Any] = {line["action"]: line for line in lines}
    assert told[first.name]["event"] == "upkeep.failed"
    assert told[second.name]["event"] == "upkeep.done"
    assert told[second.name]["duration_ms"] >= 0
    assert list((await record(first)).values()) == ["failed"]


def ticks_of(cron: str, zone: str, start: str, end: str) -> list[str]:
    """In the zone, with its offset from UTC."""

    async def work() -> None: ...

    local = ZoneInfo(zone)
    schedule = Recurring("test", work, cron, local, "all")
    first, last = (datetime.fromisoformat(at).replace(tzinfo=local) for at in (start, end))
    due = schedule.due(first.astimezone(UTC), last.astimezone(UTC))
    return [f"{tick.astimezone(local):%d %H:%M %z}" for tick in due]


def test_work_at_nine_is_at_nine_in_winter_and_in_summer() -> None:
    assert ticks_of("0 9 * * *", "Europe/Berlin", "2026-03-27T12:00", "2026-03-30T12:00") == [
        "28 09:00 +0100",
        "29 09:00 +0200",
        "30 09:00 +0200",
    ]


def test_work_in_the_hour_that_is_left_out_is_done_right_after_it() -> None:
    assert ticks_of("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", "2026-03-30T12:00") == [
        "29 03:00 +0200",
        "30 02:30 +0200",
    ]


def test_work_in_the_hour_that_comes_twice_is_done_once() -> None:
    assert ticks_of("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", "2026-10-26T12:00") == [
        "25 02:30 +0200",
        "26 02:30 +0100",
    ]


def test_hourly_work_is_done_every_hour_that_passes() -> None:
    assert ticks_of("0 * * * *", "America/New_York", "2026-11-01T00:00", "2026-11-01T03:00") == [
        "01 01:00 -0400",
        "01 01:00 -0500",
        "01 02:00 -0500",
        "01 03:00 -0500",
    ]


async def test_workers_that_start_at_once_keep_the_log_once(
    acme: Cast, rival: Cast, database: str
) -> None:
    over, ahead = await day_ago(RETENTION + 1), partition(await day_ago(-3))
    await make(over)
    await write(acme, 5)
    await age(acme, 4, to=over)
    owner = await asyncpg.connect(database)
    await owner.execute(f"DROP TABLE {ahead}")
    await owner.execute("DELETE FROM ticks")
    await owner.close()

    workers = [await start("worker") for _ in range(3)]
    try:
        async with asyncio.timeout(READY_WITHIN):
            while ahead not in (there := await partitions()) or partition(over) in there:
                await asyncio.sleep(0.05)
    finally:
        for worker in workers:
            await worker.stop()

    assert [worker.child.returncode for worker in workers] == [0, 0, 0]
    assert (await floor(acme), await floor(rival)) == (4, 0)
    assert await log_of(acme) == [5, 6, 7]
