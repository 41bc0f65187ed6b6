"""Work exists with its transaction and not without; people may retry and cancel what is theirs."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models import live
from models.database import transaction
from models.errors import NotFound
from models.events import Event
from models.job import BELL, Job, JobState
from models.job.job import JobFinished, JobNotDead, JobReplaced
from models.job.lease import Lease
from models.tenancy import acting_for, find
from tests.people import Cast
from tests.work import end, look, take, want


async def heard(company: Cast) -> list[str]:
    with acting_for(company.id):
        return [event.name for event in await Event.all().order_by("seq")]


async def test_work_is_wanted_with_its_transaction(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await Job.enqueue("test.work", {})
                raise ZeroDivisionError
        async with transaction():
            kept = await Job.enqueue("test.work", {"note": 1})

        jobs = await Job.all()

    assert [(job.id, job.payload, job.state) for job in jobs] == [
        (kept, {"note": 1}, JobState.PENDING)
    ]
    with acting_for(rival.id):
        assert await Job.all().count() == 0


async def test_work_cannot_be_wanted_outside_a_transaction(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id), pytest.raises(RuntimeError):
        await Job.enqueue("test.work", {})

    with acting_for(acme.id):
        assert await Job.all().count() == 0


async def test_the_bell_rings_at_the_commit_and_not_before(acme: Cast, rival: Cast) -> None:
    bell = live.listen(BELL, every=30)
    await anext(bell)
    ring = asyncio.ensure_future(anext(bell))

    with acting_for(acme.id):
        async with transaction():
            await Job.enqueue("test.work", {})
            early, _ = await asyncio.wait([ring], timeout=0.2)

    assert early == set()
    await asyncio.wait_for(ring, 2)
    await bell.aclose()


async def test_unfinished_work_with_the_same_key_is_enough(acme: Cast, rival: Cast) -> None:
    [first] = await want(acme, unique_key="one")

    again = await want(acme, unique_key="one")
    other_kind = await want(acme, "test.other", unique_key="one")
    theirs = await want(rival, unique_key="one")
    await end(acme, first, state=JobState.SUCCEEDED)
    later = await want(acme, unique_key="one")

    assert again == []
    assert [len(each) for each in (other_kind, theirs, later)] == [1, 1, 1]


async def test_work_is_due_by_the_clock_of_the_database(acme: Cast, rival: Cast) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)

    [now, later] = [*await want(acme), *await want(acme, run_at=tomorrow)]

    assert (await look(acme, now)).run_at == (await look(acme, now)).created_at
    assert (await look(acme, later)).run_at == tomorrow


@pytest.mark.parametrize("state", [JobState.DEAD, JobState.CANCELLED])
async def test_an_ended_job_is_retried_afresh(acme: Cast, rival: Cast, state: JobState) -> None:
    [id] = await want(acme)
    job = await end(acme, id, state=state)

    with acting_for(acme.id):
        await job.retry(by=acme.viewer)

    job = await look(acme, id)
    assert (job.state, job.attempts, job.deaths, job.finished_at) == (JobState.PENDING, 0, 0, None)
    assert "job.retried" in await heard(acme)
    assert "job.retried" not in await heard(rival)


@pytest.mark.parametrize(
    "state", [JobState.PENDING, JobState.RUNNING, JobState.RETRYING, JobState.SUCCEEDED]
)
async def test_only_a_dead_or_cancelled_job_is_retried(
    acme: Cast, rival: Cast, state: JobState
) -> None:
    [id] = await want(acme)
    job = await end(acme, id, state=state)

    with acting_for(acme.id), pytest.raises(JobNotDead):
        await job.retry(by=acme.viewer)

    assert (await look(acme, id)).state is state
    assert "job.retried" not in await heard(acme)


async def test_a_dead_job_is_not_retried_beside_its_replacement(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme, unique_key="one")
    job = await end(acme, id, state=JobState.DEAD)
    await want(acme, unique_key="one")

    with acting_for(acme.id), pytest.raises(JobReplaced):
        await job.retry(by=acme.viewer)

    assert (await look(acme, id)).state is JobState.DEAD


async def test_a_waiting_job_is_cancelled_once(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme)
    job = await look(acme, id)

    with acting_for(acme.id):
        await job.cancel(by=acme.viewer)
        await job.cancel(by=acme.viewer)

    job = await look(acme, id)
    assert job.state is JobState.CANCELLED
    assert job.finished_at is not None
    assert (await heard(acme)).count("job.cancelled") == 1
    assert "job.cancelled" not in await heard(rival)


async def test_a_running_job_is_asked_to_stop_once(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme)
    before = await look(acme, id)
    lease = await take(id)

    with acting_for(acme.id):
        await before.cancel(by=acme.viewer)
        await before.cancel(by=acme.viewer)

    asked = await look(acme, id)
    assert asked.state is JobState.RUNNING
    assert asked.cancel_requested_at is not None
    assert await Lease.renew([(lease, 20.0)]) == {lease.key: True}
    assert (await heard(acme)).count("job.cancel_requested") == 1
    assert "job.cancel_requested" not in await heard(rival)


@pytest.mark.parametrize("state", [JobState.SUCCEEDED, JobState.DEAD])
async def test_a_finished_job_is_not_cancelled(acme: Cast, rival: Cast, state: JobState) -> None:
    [id] = await want(acme)
    job = await end(acme, id, state=state)

    with acting_for(acme.id), pytest.raises(JobFinished):
        await job.cancel(by=acme.viewer)


async def test_a_rival_finds_none_of_our_jobs(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme)
    job = await end(acme, id, state=JobState.DEAD)

    with acting_for(rival.id):
        with pytest.raises(NotFound):
            await find(Job.all(), id)
        with pytest.raises(JobNotDead):
            await job.retry(by=rival.viewer)

    assert (await look(acme, id)).state is JobState.DEAD
