"""Days of the log come in time, and go only after every company was told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import asyncpg
import pytest

from models.database import execute, fetch
from models.events import Event, days
from models.tenancy import acting_for, every_company
from tests.following import log_of, write
from tests.models.events.past import (
    RETENTION,
    age,
    asked,
    day_ago,
    floor,
    keep,
    make,
    partition,
    partitions,
    places,
)
from tests.people import Cast


async def test_two_upkeeps_at_once_make_each_coming_day_once(owner: asyncpg.Connection) -> None:
    for number in (2, 3):
        await owner.execute(f"DROP TABLE {partition(await day_ago(-number))}")

    done = await asyncio.gather(*(keep() for _ in range(4)))

    made = sorted(day for each in done for day in each.made)
    assert made == [await day_ago(-2), await day_ago(-3)]
    assert {partition(await day_ago(-number)) for number in range(4)} < await partitions()
    assert (await keep()).made == []


async def test_what_has_no_partition_is_kept_in_order_and_moves_when_its_day_is_over(
    acme: Cast, rival: Cast
) -> None:
    past = await day_ago(9)
    await write(acme, 3)
    await age(acme, 4, to=past)
    await age(rival, 1, to=past)
    stray, kept = [(seq, "events_default") for seq in range(1, 5)], partition(await day_ago(0))
    assert await places(acme) == [*stray, (5, kept)]
    with acting_for(acme.id):
        before = await Event.page(0, limit=10)

    assert (await keep()).made == [past]

    assert await places(acme) == [*((seq, partition(past)) for seq, _ in stray), (5, kept)]
    assert await places(rival) == [(1, partition(past)), (2, kept)]
    with acting_for(acme.id):
        after = await Event.page(0, limit=10)
    assert [vars(event) for event in after] == [vars(event) for event in before]
    assert (await floor(acme), await floor(rival)) == (0, 0)


async def test_what_a_clock_far_ahead_wrote_is_kept_and_hinders_nothing(
    acme: Cast, rival: Cast
) -> None:
    over = await day_ago(RETENTION + 4)
    await make(over)
    await age(rival, 1, to=over)
    await age(acme, 2, to=await day_ago(-800))

    assert (await keep()).dropped == [over]

    assert await places(acme) == [(1, "events_default"), (2, "events_default")]
    assert await floor(rival) == 1


async def test_a_day_that_has_begun_without_a_partition_is_let_be(
    acme: Cast, rival: Cast, owner: asyncpg.Connection
) -> None:
    today = await day_ago(0)
    async with _without(owner, today):
        await write(acme, 2)
        writing = asyncio.gather(*(write(rival) for _ in range(20)))

        assert today not in (await keep()).made

        await writing
        assert await places(acme) == [(3, "events_default"), (4, "events_default")]
        await asked("DELETE FROM events_default")


@asynccontextmanager
async def _without(owner: asyncpg.Connection, today: date) -> AsyncIterator[None]:
    """Today's partition is away, with all that is in it."""
    start, end = days._bounds(today)
    await owner.execute(f"ALTER TABLE events DETACH PARTITION {partition(today)}")
    yield
    await owner.execute(
        f"ALTER TABLE events ATTACH PARTITION {partition(today)} FOR VALUES FROM ('{start}') "
        f"TO ('{end}')"
    )


async def test_a_day_goes_when_it_ended_so_long_ago_and_floors_rise_to_its_last(
    acme: Cast, rival: Cast
) -> None:
    over, last = await day_ago(RETENTION + 1), await day_ago(RETENTION)
    await make(over)
    await make(last)
    await write(acme, 8)
    await age(acme, 7, to=last)
    await age(acme, 4, to=over)
    heads = await asked("SELECT floor FROM event_heads WHERE company_id <> $1", acme.id)

    kept = await keep()

    assert kept.dropped == [over]
    assert partition(over) not in await partitions()
    today = partition(await day_ago(0))
    assert await places(acme) == [
        *((seq, partition(last)) for seq in (5, 6, 7)),
        *((seq, today) for seq in (8, 9, 10)),
    ]
    assert await floor(acme) == 4
    assert await places(rival) == [(1, today), (2, today)]
    assert await asked("SELECT floor FROM event_heads WHERE company_id <> $1", acme.id) == heads
    assert (await keep()).dropped == []


async def test_what_expires_without_a_partition_goes_too(acme: Cast, rival: Cast) -> None:
    over = await day_ago(RETENTION + 5)
    await write(acme, 3)
    await age(acme, 3, to=over)

    assert (await keep()).dropped == [over]

    assert [seq for seq, _ in await places(acme)] == [4, 5]
    assert (await floor(acme), await floor(rival)) == (3, 0)
    assert len(await places(rival)) == 2


async def test_writers_and_two_upkeeps_at_once_lose_nothing_that_is_not_announced(
    acme: Cast, rival: Cast
) -> None:
    gone = [await day_ago(RETENTION + number) for number in (1, 2, 3)]
    for company in (acme, rival):
        await write(company, 40)
        for number, day in enumerate(gone, start=1):
            await make(day)
            await age(company, 40 - 10 * number, to=day)
    stop = asyncio.Event()

    async def writer(company: Cast) -> int:
        written = 0
        while not stop.is_set():
            await write(company, 2, undo=written % 5 == 4)
            written += 1
        return 2 * (written - written // 5)

    writers = [asyncio.create_task(writer(company)) for company in (acme, rival) for _ in range(4)]
    done = list(await asyncio.gather(keep(), keep()))
    while not await _are_gone(gone):
        done.append(await keep())
    stop.set()
    written = await asyncio.gather(*writers)

    assert sorted(day for each in done for day in each.dropped) == sorted(gone)
    for company, more in ((acme, sum(written[:4])), (rival, sum(written[4:]))):
        assert await floor(company) == 30
        assert await log_of(company) == list(range(31, 42 + more + 1))


async def _are_gone(these: list[date]) -> bool:
    return not {partition(day) for day in these} & await partitions()


async def test_a_day_that_is_being_read_stays_for_the_next_time_and_holds_up_no_writer(
    acme: Cast, rival: Cast, owner: asyncpg.Connection
) -> None:
    over = await day_ago(RETENTION + 2)
    await make(over)
    await write(acme, 5)
    await age(acme, 4, to=over)
    async with owner.transaction():
        await owner.execute("LOCK TABLE events IN ACCESS SHARE MODE")
        keeping = asyncio.create_task(keep())
        while not keeping.done():
            async with asyncio.timeout(1):
                await write(rival)

        assert (await keeping).left == [over]
        assert len(await places(acme)) == 7
        assert await floor(acme) == 4

    assert (await keep()).dropped == [over]
    assert [seq for seq, _ in await places(acme)] == [5, 6, 7]


async def test_what_came_into_an_old_day_at_the_last_moment_keeps_it(
    acme: Cast, rival: Cast
) -> None:
    over = await day_ago(RETENTION + 3)
    await make(over)
    await write(acme, 5)
    await age(acme, 4, to=over)

    with every_company():
        assert not await days._drop_unless_busy(over)

    assert partition(over) in await partitions()
    assert (await keep()).dropped == [over]
    assert await floor(acme) == 4


@pytest.mark.parametrize("function", ["make_events_partition", "drop_events_partition"])
async def test_days_are_made_and_dropped_by_the_role_of_upkeep_alone(
    acme: Cast, function: str
) -> None:
    with acting_for(acme.id), pytest.raises(asyncpg.InsufficientPrivilegeError):
        await fetch(f"SELECT {function}($1)", await day_ago(9))


@pytest.mark.parametrize(
    ("function", "day"),
    [
        ("make_events_partition", "NULL"),
        ("make_events_partition", "'infinity'"),
        ("make_events_partition", "now() + interval '2 years'"),
        ("drop_events_partition", "NULL"),
        ("drop_events_partition", "now()"),
        ("drop_events_partition", "now() - interval '1 day'"),
        ("drop_events_partition", "now() + interval '1 day'"),
    ],
)
async def test_days_that_make_no_sense_are_refused(house: None, function: str, day: str) -> None:
    before = await partitions()

    with pytest.raises(asyncpg.DataError):
        await asked(f"SELECT {function}(({day})::date)")

    assert await partitions() == before


async def test_a_partition_shows_a_company_nothing_even_if_somebody_opens_it(
    acme: Cast, rival: Cast, owner: asyncpg.Connection
) -> None:
    today = partition(await day_ago(0))
    await write(acme)
    with acting_for(rival.id):
        for sql in (f"SELECT * FROM {today}", f"DELETE FROM {today}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await execute(sql)
        [(role,)] = await fetch("SELECT current_user")
        await owner.execute(f'GRANT SELECT, DELETE ON {today} TO "{role}"')
        try:
            seen = await fetch(f"SELECT DISTINCT company_id FROM {today}")
            await execute(f"DELETE FROM {today} WHERE company_id = $1", acme.id)
        finally:
            await owner.execute(f'REVOKE SELECT, DELETE ON {today} FROM "{role}"')

    assert [row[0] for row in seen] == [rival.id]
    assert len(await places(acme)) == 3
