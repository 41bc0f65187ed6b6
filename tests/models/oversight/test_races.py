"""Who comes at once, twice or before its time."""

import asyncio
from contextvars import Context
from datetime import UTC, datetime, timedelta

import jobs.oversight  # noqa: F401 - registers the consumer
from jobs.consumers import Reader
from models.conversations import Conversation
from models.database import transaction
from models.errors import Conflict, Interrupted
from models.events import Event
from models.events.consumers import CONSUMERS
from models.job import Job
from models.oversight import SlaClock, SlaMetric, SlaPolicy, SlaState
from models.oversight.sla_clock import CONSUMER
from models.tenancy import acting_for
from tests.histories import HOUR, History, at, promise
from tests.people import Cast

FIRST, NEXT, DONE = SlaMetric


async def test_a_breach_waits_for_what_the_log_has_and_its_reader_not_yet(
    acme: Cast, rival: Cast
) -> None:
    """The job comes at its time, but the answer was in time: only nobody has read of it."""
    reader = Reader({CONSUMER: CONSUMERS[CONSUMER]})

    async def read() -> None:
        while await reader.turn(acme.id):
            pass

    await promise(acme, resolution_seconds=None)
    await read()
    ours = await History.begin(acme)
    await read()
    (clock,) = await ours.clocks()
    with acting_for(acme.id):
        # As if it were due in a minute from now, and an answer comes before.
        later = datetime.now(UTC) + timedelta(minutes=1)
        await SlaClock.filter(id=clock.id).update(due_at=later)
        await ours.conversation.post("In time", author=acme.viewer)
        waits = await (await SlaClock.get(id=clock.id)).ring(later)
        (job,) = await Job.filter(unique_key=str(clock.id))
    assert waits.state is SlaState.PENDING
    assert job.run_at > later
    await read()

    (clock,) = await ours.clocks()
    assert clock.state is SlaState.MET
    with acting_for(rival.id):
        assert await SlaClock.all() == []


async def test_a_job_that_comes_twice_at_once_tells_of_one_breach(
    ours: History, rival: Cast
) -> None:
    await ours.hear(0)
    (clock,) = await ours.clocks()

    await asyncio.gather(*(ours.ring(clock.id, 2) for _ in range(4)))

    with acting_for(ours.company.id):
        assert len(await Event.filter(name="sla.breached")) == 1
    with acting_for(rival.id):
        assert not await Event.filter(name="sla.breached")


async def test_of_two_made_the_default_at_once_one_is(acme: Cast, rival: Cast) -> None:
    await promise(rival)
    with acting_for(acme.id):
        policies = [
            await SlaPolicy.add(name=name, resolution_seconds=HOUR, by=acme.viewer)
            for name in ("a", "b", "c")
        ]
    done = await asyncio.gather(
        *(make_default(acme, policy) for policy in policies), return_exceptions=True
    )

    assert {type(each) for each in done if isinstance(each, Exception)} <= {Conflict, Interrupted}
    for company in (acme, rival):
        with acting_for(company.id):
            assert len(await SlaPolicy.filter(is_default=True)) == 1


async def make_default(company: Cast, policy: SlaPolicy) -> None:
    with acting_for(company.id):
        await policy.make_default(by=company.viewer)


async def test_who_writes_meanwhile_does_not_wait_for_a_clock(ours: History, rival: Cast) -> None:
    company = ours.company

    async def write() -> None:
        with acting_for(company.id):
            await ours.conversation.post("Meanwhile", author=company.viewer)

    with acting_for(company.id):
        async with transaction():
            await ours.hear(0)
            await asyncio.wait_for(asyncio.create_task(write(), context=Context()), 3)

        after = await Conversation.get(id=ours.conversation.id)
    assert after.next_sla_due_at == at(1)
    assert after.message_count == 2
    with acting_for(rival.id):
        assert await Conversation.all() == []
