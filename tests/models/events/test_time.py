"""A company's log is in the order of time, and its time never goes back."""

import asyncio
from datetime import timedelta

from models.database import execute, transaction
from models.events import Event
from models.tenancy import acting_for
from tests.following import write
from tests.models.events.past import asked, day_ago, partition, places
from tests.people import Cast


async def test_an_event_is_kept_where_its_day_is(acme: Cast, rival: Cast) -> None:
    today = partition(await day_ago(0))

    await write(acme, 3)

    assert await places(acme) == [(seq, today) for seq in range(1, 6)]
    assert await places(rival) == [(1, today), (2, today)]


async def test_later_in_the_log_is_never_earlier_in_time_however_writers_overlap(
    acme: Cast, rival: Cast
) -> None:
    async def writer(company: Cast) -> None:
        for _ in range(20):
            with acting_for(company.id):
                async with transaction():
                    await Event.record("member.updated", company.owner)
                    await asyncio.sleep(0)
                    await Event.record("member.updated", company.owner)

    await asyncio.gather(*(writer(company) for company in (acme, rival) for _ in range(6)))

    for company in (acme, rival):
        with acting_for(company.id):
            log = await Event.page(0, limit=1000)
        assert [event.seq for event in log] == list(range(1, 2 + 6 * 20 * 2 + 1))
        assert [event.occurred_at for event in log] == sorted(event.occurred_at for event in log)


async def test_the_log_waits_for_a_clock_that_was_put_back(acme: Cast, rival: Cast) -> None:
    [(ahead,)] = await asked("SELECT now() + interval '5 minutes'")
    with acting_for(acme.id):
        await execute("UPDATE event_heads SET occurred_at = $1", ahead)

    await write(acme)
    await write(rival)

    with acting_for(acme.id):
        assert (await Event.page(2, limit=1))[0].occurred_at == ahead
        assert [event.seq for event in await Event.page(0, since=ahead, limit=9)] == [3]
    with acting_for(rival.id):
        assert (await Event.page(2, limit=1))[0].occurred_at < ahead - timedelta(minutes=4)
