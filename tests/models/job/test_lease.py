"""A job is in one pair of hands, and only those may say how it ended."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models.events import Event
from models.job import JobState, PermanentFailure, RetryAfter
from models.job.lease import Lease
from models.job.turns import recover
from models.tenancy import acting_for, current_company
from tests.people import Cast
from tests.work import end, look, succeed, take, want


async def test_a_job_is_taken_once(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme, payload={"note": "7"})

    taken = await asyncio.gather(
        *(Lease.take([id, id], worker=f"w{n}", seconds={}) for n in range(8))
    )

    [lease] = [lease for leases in taken for lease in leases]
    assert (lease.company_id, lease.payload, lease.attempt, lease.fence) == (
        acme.id,
        {"note": "7"},
        1,
        1,
    )
    assert lease.waited >= 0
    job = await look(acme, id)
    assert job.state is JobState.RUNNING
    assert job.lease_until is not None
    assert job.lease_until - datetime.now(UTC) > timedelta(seconds=15)


@pytest.mark.parametrize(
    "state", [JobState.CANCELLED, JobState.DEAD, JobState.SUCCEEDED, JobState.RUNNING]
)
async def test_only_a_waiting_job_is_taken(acme: Cast, rival: Cast, state: JobState) -> None:
    [id] = await want(acme)
    await end(acme, id, state=state)

    assert await Lease.take([id], worker="w", seconds={}) == []


async def test_a_late_message_does_not_start_a_job_before_its_time(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme, run_at=datetime.now(UTC) + timedelta(seconds=10))

    assert await Lease.take([id], worker="w", seconds={}) == []


async def test_success_ends_a_job(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme)
    lease = await take(id)

    settled = await succeed(lease)
    again = await succeed(lease)

    job = await look(acme, id)
    assert (settled, again, job.state) == (True, False, JobState.SUCCEEDED)
    assert job.finished_at is not None
    assert job.lease_until is None


async def test_a_failure_is_noted_and_retried_at_its_time(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme)
    lease = await take(id)

    with acting_for(acme.id):
        await lease.retry(RetryAfter(60, "Busy."), after=60)

    job = await look(acme, id)
    wait = job.run_at - datetime.now(UTC)
    assert (job.state, job.attempts) == (JobState.RETRYING, 1)
    assert timedelta(seconds=58) < wait < timedelta(seconds=61)
    [error] = job.errors
    at, until = (datetime.fromisoformat(error.pop(name)) for name in ("at", "retry_at"))
    assert (until, until - at) == (job.run_at, timedelta(seconds=60))
    assert datetime.fromisoformat(error.pop("started_at")) == job.started_at
    assert error.pop("worker") == "tests"
    assert error == {"attempt": 1, "error": "RetryAfter", "message": "Busy."}


async def test_a_librarys_words_are_not_kept(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme)
    lease = await take(id)

    with acting_for(acme.id):
        await lease.retry(ValueError("secret=hunter2"), after=1)

    assert "hunter2" not in str((await look(acme, id)).errors)


async def test_last_rites_and_death_are_one_transaction(acme: Cast, rival: Cast) -> None:
    [id, other] = await want(acme, times=2)
    rites: list[object] = []

    async def told() -> None:
        rites.append(current_company())

    async def failing() -> None:
        await Event.record("job.cancelled", await look(acme, other))
        raise ZeroDivisionError

    with acting_for(acme.id):
        assert await (await take(id)).bury(PermanentFailure("Gone."), last_rites=told)
        with pytest.raises(ZeroDivisionError):
            await (await take(other)).bury(PermanentFailure("Gone."), last_rites=failing)
        names = [event.name for event in await Event.all()]

    assert rites == [acme.id]
    assert (names.count("job.dead"), names.count("job.cancelled")) == (1, 0)
    assert (await look(acme, id)).state is JobState.DEAD
    assert (await look(acme, other)).state is JobState.RUNNING


async def test_what_is_given_back_counts_as_not_taken(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme)
    before = await look(acme, id)
    lease = await take(id)

    with acting_for(acme.id):
        await lease.give_back()

    job = await look(acme, id)
    assert (job.state, job.attempts, job.run_at) == (JobState.PENDING, 0, before.run_at)
    assert (await take(id)).fence == 2


async def test_a_lost_lease_settles_nothing(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme)
    lost = await take(id, seconds=0.05)
    await asyncio.sleep(0.1)
    await recover()
    held = await take(id)

    with acting_for(acme.id):
        settled = [
            await succeed(lost),
            await lost.retry(ValueError(), after=0),
            await lost.give_back(),
            await lost.bury(ValueError()),
        ]
        renewed = await Lease.renew([(lost, 20.0), (held, 20.0)])
        names = [event.name for event in await Event.all()]

    assert settled == [False] * 4
    assert renewed == {held.key: False}
    assert await Lease.renew([(lost, 20.0)]) == {}
    assert "job.dead" not in names
    assert (await look(acme, id)).state is JobState.RUNNING


async def test_a_renewed_lease_does_not_run_out(acme: Cast, rival: Cast) -> None:
    [id] = await want(acme)
    lease = await take(id, seconds=0.1)

    await Lease.renew([(lease, 20.0)])
    await asyncio.sleep(0.15)

    assert await recover() == []
