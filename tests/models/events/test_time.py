"""A company's log is in the order of time, and its time never goes back."""

import asyncio
import re
from datetime import timedelta

from models.database import execute, pinned, transaction
from models.events import Event
from models.tenancy import acting_for
from tests.following import write
from tests.models.events.past import asked, day_ago, make, partition, places
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


async def test_who_writes_beside_others_is_not_told_that_the_head_is_there(house: None) -> None:
    """A second unique index would say so, now and then: only one is looked into once more."""
    indexes = await asked("SELECT indexdef FROM pg_indexes WHERE tablename = 'event_heads'")

    assert [str(row[0]).rpartition("(")[2] for row in indexes] == ["company_id)"]


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


async def test_a_read_at_the_head_looks_by_index_into_the_days_it_can_need(
    acme: Cast, rival: Cast
) -> None:
    """As the runtime role, with its policies; what `Event.page` asks."""
    for number in range(1, 5):
        await make(await day_ago(number))
    with acting_for(acme.id):
        async with pinned(), transaction():
            seq, since = await Event.reach()
            await execute("SET LOCAL enable_seqscan = off")  # the tables of a test are tiny
            rows = Event.filter(seq__gt=seq, occurred_at__gte=since).order_by("seq").limit(200)
            plan = str(await rows.explain())

    coming = [partition(await day_ago(-number)) for number in range(4)]
    scanned = set(re.findall(r"Index Name\W+(events_[0-9a-z]+)_pkey", plan))
    assert scanned - {partition(await day_ago(1))} == {*coming, "events_default"}
    assert "Sort Key" in plan
    assert "Seq Scan" not in plan
