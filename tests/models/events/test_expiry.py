"""A follower gets all that is behind its cursor or is refused, whatever is dropped meanwhile."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.database import execute
from models.errors import CursorExpired
from models.events import Event
from models.live.hub import Hub, Hubs
from models.live.marks import DAYS, Marks
from models.tenancy import acting_for, every_company
from tests.following import SMALL, SOON, begun, log_of, seen, write
from tests.models.events.past import RETENTION, age, day_ago, floor, keep, make
from tests.people import Cast

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


async def old_log(company: Cast, number: int, *, upto: int) -> None:
    """So many events, those up to a seq on a day that is over."""
    over = await day_ago(RETENTION + 1)
    await make(over)
    await write(company, number - 2)
    await age(company, upto, to=over)


async def test_a_cursor_from_before_the_floor_is_refused_and_one_at_it_misses_nothing(
    acme: Cast, rival: Cast
) -> None:
    await old_log(acme, 80, upto=30)
    await keep()
    await write(rival, 10)

    async with Hubs(SMALL).of(acme.id) as ours, Hubs(SMALL).of(rival.id) as theirs:
        for gone in (0, 1, 29):
            with pytest.raises(CursorExpired):
                await seen(ours, after=gone, until=80)
        assert await seen(ours, after=30, until=80) == list(range(31, 81))
        assert await seen(theirs, after=0, until=12) == list(range(1, 13))


@pytest.mark.parametrize(("at", "is_refused"), [(1, True), (10, True), (20, True), (21, False)])
async def test_a_replay_whose_day_is_dropped_is_refused_unless_it_has_the_day_whole(
    acme: Cast, rival: Cast, at: int, is_refused: bool
) -> None:
    await old_log(acme, 80, upto=30)
    history: list[int] = []

    async def replay(hub: Hub) -> None:
        async with asyncio.timeout(SOON), aclosing(hub.follow(0)) as events:
            async for event in events:
                history.append(event.seq)
                if event.seq == at:
                    assert (await keep()).dropped
                if event.seq == 80:
                    return

    async with Hubs(SMALL).of(acme.id) as hub:
        if is_refused:
            with pytest.raises(CursorExpired):
                await replay(hub)
        else:
            await replay(hub)

    assert history == list(range(1, (20 if at > 10 else 10) + 1 if is_refused else 81))
    assert await floor(acme) == 30


async def test_replays_of_many_while_days_are_dropped_are_whole_or_refused(
    acme: Cast, rival: Cast
) -> None:
    for company in (acme, rival):
        await old_log(company, 120, upto=90)
    finished = 0

    async def follower(hub: Hub, after: int) -> Any:
        nonlocal finished
        seqs: list[int] = []
        try:
            async with asyncio.timeout(SOON), aclosing(hub.follow(after)) as events:
                async for event in events:
                    seqs.append(event.seq)
                    await asyncio.sleep(0.001)
                    if event.seq == 120:
                        break
            finished += 1
        except CursorExpired:
            assert after + len(seqs) < 90
        assert seqs == list(range(after + 1, after + len(seqs) + 1))

    async with Hubs(SMALL).of(acme.id) as ours, Hubs(SMALL).of(rival.id) as theirs:
        await asyncio.gather(
            *(follower(hub, after) for hub in (ours, theirs) for after in range(0, 120, 5)), keep()
        )

    assert finished >= 2 * 6  # those from the floor on, at least
    assert await log_of(acme) == await log_of(rival) == list(range(91, 121))


async def test_a_log_with_a_hole_is_refused_and_never_jumped_over(acme: Cast, rival: Cast) -> None:
    await write(acme, 60)
    with every_company():
        await execute("DELETE FROM events WHERE company_id = $1 AND seq = 15", acme.id)

    async with Hubs(SMALL).of(acme.id) as hub:
        with pytest.raises(CursorExpired):
            await seen(hub, after=0, until=62)
        assert await seen(hub, after=15, until=62) == list(range(16, 63))


async def test_a_company_whose_every_event_is_gone_goes_on_where_it_was(
    acme: Cast, rival: Cast
) -> None:
    await old_log(acme, 10, upto=10)
    await keep()
    assert await log_of(acme) == []

    async with Hubs(SMALL).of(acme.id) as hub:
        following = asyncio.create_task(seen(hub, after=10, until=12))
        await begun_empty(hub)
        await write(acme, 2)

        assert await following == [11, 12]
        with pytest.raises(CursorExpired):
            await seen(hub, after=9, until=12)


async def begun_empty(hub: Hub) -> None:
    async with asyncio.timeout(SOON):
        while hub.head != 10:
            await asyncio.sleep(0)


async def test_a_hub_reads_its_whole_log_over_many_days_as_if_it_were_one(
    acme: Cast, rival: Cast
) -> None:
    await write(acme, 58)
    for number in range(1, 6):
        day = await day_ago(RETENTION - 10 + number)
        await make(day)
        await age(acme, 60 - 10 * number, to=day)

    async with Hubs(SMALL).of(acme.id) as hub:
        await begun(hub)
        for after in (41, 0, 25, 10, 9, 50, 0):
            assert await seen(hub, after=after, until=60) == list(range(after + 1, 61))
        await write(acme, 3)
        assert await seen(hub, after=5, until=63) == list(range(6, 64))


def test_marks_know_the_last_days_they_came_across_and_never_too_late_a_time() -> None:
    log = {seq: NOON + seq * DAY / 4 for seq in range(1, 101)}  # four a day
    marks = Marks()
    assert marks.since(0) is None

    for seq in (70, 80, 81, 79, 90, 70, 100, 99, 98, 3, 83):
        marks.note(seq, log[seq])

    assert (marks.since(1), marks.since(69), marks.newest) == (None, log[70], log[98])
    for seq in reversed(log):
        marks.note(seq, log[seq])
        sinces = [(after, marks.since(after)) for after in range(100)]
        assert all(since is None or since <= log[after + 1] for after, since in sinces)
    assert len(marks) == DAYS
    assert (marks.since(60), marks.since(80)) == (None, log[78])


def test_what_is_known_of_a_log_that_is_silent_grows_with_the_days() -> None:
    marks = Marks()
    for day in range(400):
        marks.note(8, NOON + DAY * day)

    assert (len(marks), marks.since(7)) == (1, NOON + DAY * 399)
    assert marks.since(6) is None


async def test_the_head_says_how_old_the_next_event_can_be(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        seq, since = await Event.reach()
    await write(acme)
    with acting_for(acme.id):
        [event] = await Event.page(seq, limit=2)
    assert timedelta(0) < event.occurred_at - since < timedelta(hours=2)
