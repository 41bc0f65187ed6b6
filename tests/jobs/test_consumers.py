"""What follows from events is done once, in order, for every company, whatever dies meanwhile."""

import asyncio
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from jobs.consumers import BATCH, TRIES, Reader, do_event
from jobs.metrics import lagging
from models.database import execute, fetch, transaction
from models.embedded.valkey import Valkey
from models.events import Event
from models.events.consumers import CONSUMERS, HANDED_OVER, Consumer, catch_up, consumer, lags
from models.job import Job, JobState
from models.live import connected
from models.tenancy import acting_for, every_company
from tests.consuming import begin_afresh, consume
from tests.people import Cast, found
from tests.work import until

EFFECT = "test.effect"


async def note(event: Event) -> None:
    await Job.enqueue(EFFECT, {"seq": event.seq})


NOTING = {"test": Consumer("test", {"member.updated": note})}


@pytest.fixture
def own_consumers() -> Iterator[None]:
    before = dict(CONSUMERS)
    yield
    CONSUMERS.clear()
    CONSUMERS.update(before)


@pytest.fixture
async def companies(acme: Cast, rival: Cast) -> list[Cast]:
    await begin_afresh([acme, rival], NOTING)
    return [acme, rival]


async def happen(company: Cast, times: int = 1, name: str = "member.updated") -> None:
    with acting_for(company.id):
        async with transaction():
            for _ in range(times):
                await Event.record(name, company.owner, changes={"fields": ["name"]})  # type: ignore[arg-type]


async def effects(company: Cast) -> list[int]:
    with acting_for(company.id):
        return [job.payload["seq"] for job in await Job.filter(kind=EFFECT).order_by("id")]


async def seqs(company: Cast) -> list[int]:
    with acting_for(company.id):
        return [event.seq for event in await Event.filter(name="member.updated").order_by("seq")]


async def place(company: Cast) -> tuple[int, int, str | None]:
    with acting_for(company.id):
        [row] = await fetch(
            "SELECT seq, attempts, last_error FROM event_consumers WHERE company_id = $1",
            company.id,
        )
    return row["seq"], row["attempts"], row["last_error"]


async def hasten(company: Cast) -> None:
    """As if the pause before the next attempt were over."""
    with acting_for(company.id):
        await execute(
            "UPDATE event_consumers SET retry_at = now() WHERE company_id = $1", company.id
        )


async def test_each_event_it_wants_is_done_once_in_order_and_only_its_own(
    companies: list[Cast],
) -> None:
    acme, rival = companies
    await happen(acme, 3)
    await happen(acme, 2, "session.started")
    await happen(acme, BATCH)
    await happen(rival)

    await consume(acme.id, NOTING)
    await consume(acme.id, NOTING)

    assert await effects(acme) == await seqs(acme)
    assert await effects(rival) == []
    with acting_for(acme.id):
        assert (await place(acme))[0] == await Event.head()


async def test_it_begins_at_the_end_of_a_log_but_reads_all_of_a_company_founded_since(
    companies: list[Cast],
) -> None:
    acme, _ = companies
    await happen(acme)
    with every_company():
        await execute("DELETE FROM event_consumers WHERE company_id = $1", acme.id)
    young = await found("Young")
    await happen(young)
    reader = Reader(NOTING)

    await reader.turn(acme.id)
    await reader.turn(young.id)

    assert await effects(acme) == []
    assert await effects(young) == await seqs(young)


async def test_the_first_company_of_an_installation_is_read_from_its_beginning(
    companies: list[Cast],
) -> None:
    with every_company():
        await execute("DELETE FROM event_consumers")
    reader = Reader({"first": Consumer("first", {"company.created": note})})
    await reader.turn(companies[0].id)
    first = await found("First")

    await reader.turn(first.id)

    assert await effects(companies[0]) == []
    assert len(await effects(first)) == 1


async def test_any_number_of_readers_at_once_do_nothing_twice(companies: list[Cast]) -> None:
    acme, rival = companies
    readers = [Reader(NOTING) for _ in range(6)]
    for _ in range(4):
        await happen(acme, 20)
        await happen(rival, 20)
        await asyncio.gather(
            *(reader.turn(company.id) for reader in readers for company in companies)
        )
    for company in companies:
        await consume(company.id, NOTING)
        assert await effects(company) == await seqs(company)


async def test_an_event_that_fails_holds_nobody_up_and_dies_where_it_is_seen(
    companies: list[Cast], own_consumers: None
) -> None:
    acme, rival = companies
    broken = True

    @consumer("test", "member.updated")
    async def picky(event: Event) -> None:
        await note(event)
        if broken and event.seq == poison:
            await execute("SELECT 1 / 0")

    mine = {"test": CONSUMERS["test"]}
    await happen(acme, 5)
    await happen(rival, 2)
    ours = await seqs(acme)
    poison = ours[2]

    for attempt in range(1, TRIES):
        await consume(acme.id, mine)
        assert await effects(acme) == ours[:2]
        assert await place(acme) == (ours[1], attempt, "DivisionByZeroError")
        await hasten(acme)
    await consume(rival.id, mine)
    await consume(acme.id, mine)

    rest = [seq for seq in ours if seq != poison]
    assert await effects(acme) == rest
    assert await effects(rival) == await seqs(rival)
    with acting_for(acme.id):
        job = await Job.get(kind=HANDED_OVER)
    assert (job.payload, job.state) == ({"consumer": "test", "seq": poison}, JobState.PENDING)
    with acting_for(acme.id):
        with pytest.raises(Exception, match="division by zero"):
            await do_event(**job.payload)
        broken = False
        await do_event(**job.payload)
        await do_event(**job.payload)  # a worker may die before it has said that it was done
    assert sorted(await effects(acme)) == ours
    with acting_for(rival.id):
        await catch_up("test", poison)  # theirs has no such leftover
    assert await effects(rival) == await seqs(rival)


async def test_what_fails_when_it_is_written_is_blamed_on_its_event(
    companies: list[Cast],
) -> None:
    acme, _ = companies

    async def careless(event: Event) -> None:
        await note(event)
        if event.seq == bad:
            for _ in range(2):
                await Job.create(kind="test.twin", unique_key="same", run_at=event.occurred_at)

    await happen(acme, 3)
    ours = await seqs(acme)
    bad = ours[1]

    await consume(acme.id, {"test": Consumer("test", {"member.updated": careless})})

    assert await effects(acme) == ours[:1]
    assert await place(acme) == (ours[0], 1, "IntegrityError")


async def test_where_the_log_is_gone_it_goes_on_at_its_floor_and_says_so(
    companies: list[Cast],
) -> None:
    acme, rival = companies
    await happen(acme, 4)
    ours = await seqs(acme)
    with every_company():
        await execute("DELETE FROM events_default WHERE company_id = $1 AND seq <= $2", acme.id, 0)
        await execute(
            "UPDATE event_heads SET floor = $2 WHERE company_id = $1", acme.id, ours[-1] + 3
        )
        await execute(
            "UPDATE event_heads SET seq = $2 WHERE company_id = $1", acme.id, ours[-1] + 3
        )
    await happen(acme)

    with capture_logs() as lines:
        await consume(acme.id, NOTING)

    assert [line["event"] for line in lines] == ["consumer.missed"]
    assert (await effects(acme))[-1] == ours[-1] + 4
    assert await effects(rival) == []


async def test_a_wake_up_brings_it_at_once_and_a_scan_without_redis(
    companies: list[Cast], own_valkey: Valkey
) -> None:
    acme, rival = companies
    async with connected(own_valkey.url):
        running = asyncio.create_task(Reader(NOTING).run())
        try:
            await happen(rival)
            await until(lambda: all_done(rival), within=5)
            own_valkey.kill()
            await happen(acme)
            await until(lambda: all_done(acme), within=10)
            own_valkey.start()
            await happen(rival)
            await until(lambda: all_done(rival), within=10)
        finally:
            running.cancel()
            await asyncio.wait([running])


async def test_a_long_backlog_of_one_company_does_not_keep_another_waiting(
    companies: list[Cast],
) -> None:
    acme, rival = companies
    await happen(acme, 5 * BATCH)
    await happen(rival)
    reader = Reader(NOTING)

    assert await reader.turn(acme.id)
    await reader.turn(rival.id)

    assert await effects(rival) == await seqs(rival)
    assert len(await effects(acme)) == BATCH
    behind = [lag for lag in await lags(NOTING, most=100) if lag[0] == acme.id]
    assert [(name, events) for _, name, events, _ in behind] == [("test", 4 * BATCH)]
    assert all(0 <= seconds < 60 for *_, seconds in behind)
    lagging(NOTING, behind)
    told = REGISTRY.get_sample_value("chatia_consumer_lag_events", {"consumer": "test"})
    assert told == 4 * BATCH


async def all_done(company: Cast) -> bool:
    return await effects(company) == await seqs(company)


def test_of_one_consumer_no_event_has_two_handlers(own_consumers: None) -> None:
    consumer("test", "member.updated")(note)
    consumer("test", "member.added")(note)

    with pytest.raises(ValueError, match=r"member\.updated twice"):
        consumer("test", "member.updated", "session.started")(note)
    assert isinstance(CONSUMERS["test"], Consumer)
