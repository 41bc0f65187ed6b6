"""A worker runs each job in its company and settles it: done, retried, dead, handed back."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from jobs.broker import JobBroker
from jobs.task import TASKS, task
from jobs.worker import Worker
from models.database import execute
from models.embedded.valkey import Valkey
from models.events import Event
from models.job import Job, JobPriority, JobState, PermanentFailure, RetryAfter
from models.tenancy import acting_for, current_company, every_company
from tests.people import Cast
from tests.work import clear, look, until, want

calls: list[Any] = []
hold = asyncio.Event()


@pytest.fixture(autouse=True)
async def nothing_waits(house: None) -> AsyncIterator[None]:
    before = dict(TASKS)
    calls.clear()
    hold.clear()
    await clear()
    yield
    TASKS.clear()
    TASKS.update(before)


@pytest.fixture
def working(valkey: Valkey, stream: str) -> Any:
    @asynccontextmanager
    async def working(*, capacity: int = 8, grace: float = 5) -> AsyncIterator[asyncio.Event]:
        """A worker at work, until `stop` is set or the block ends."""
        stop = asyncio.Event()
        broker = JobBroker(valkey.url, stream=stream, lease=1, capacity=capacity)
        running = asyncio.create_task(Worker(broker, tasks=TASKS, grace=grace).run(stop))
        try:
            yield stop
        finally:
            stop.set()
            await running

    return working


async def ended(company: Cast, job: UUID, *states: JobState) -> bool:
    return (await look(company, job)).state in (states or (JobState.SUCCEEDED,))


async def finished(company: Cast, job: UUID, *states: JobState, within: float = 10) -> None:
    async def done() -> bool:
        return await ended(company, job, *states)

    await until(done, within=within)


async def test_a_job_runs_in_its_company(acme: Cast, rival: Cast, working: Any) -> None:
    @task("test.work")
    async def work(name: str) -> None:
        calls.append((current_company(), name, [job.payload for job in await Job.all()]))

    async with working():
        [ours] = await want(acme, payload={"name": "Ada"})
        [theirs] = await want(rival, payload={"name": "Bob"})
        await finished(acme, ours)
        await finished(rival, theirs)

    assert (acme.id, "Ada", [{"name": "Ada"}]) in calls
    assert (rival.id, "Bob", [{"name": "Bob"}]) in calls


async def test_many_jobs_run_once_each(acme: Cast, rival: Cast, working: Any) -> None:
    @task("test.work")
    async def work(n: int) -> None:
        calls.append(n)

    async with working(), working():
        jobs = [job for n in range(40) for job in await want(acme, payload={"n": n})]
        [theirs] = await want(rival, payload={"n": 1000})
        await until(lambda: len(calls) >= 41)
        for job in jobs:
            await finished(acme, job)
        await finished(rival, theirs)

    assert sorted(calls) == [*range(40), 1000]


async def test_a_failing_job_is_tried_again_with_growing_pauses_and_then_dead(
    acme: Cast, rival: Cast, working: Any
) -> None:
    async def give_up(n: int, *, reason: str) -> None:
        calls.append((current_company(), n, reason))

    @task("test.work", attempts=4, base=0.1, on_dead=give_up)
    async def work(n: int) -> None:
        raise OSError("secret=hunter2")

    async with working():
        [job] = await want(acme, payload={"n": 7})
        await finished(acme, job, JobState.DEAD, within=12)

    dead = await look(acme, job)
    starts = [datetime.fromisoformat(error["at"]) for error in dead.errors]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(starts)]
    assert dead.attempts == 4
    assert [error["error"] for error in dead.errors] == ["OSError"] * 4
    assert "hunter2" not in str(dead.errors)
    # Full jitter, a poll later at most, and room for a busy machine.
    assert all(gap < 0.1 * 2**n + 2.5 for n, gap in enumerate(gaps))
    assert calls == [(acme.id, 7, "OSError")]
    with acting_for(acme.id):
        assert [event.name for event in await Event.filter(subject_id=job)] == ["job.dead"]
    with acting_for(rival.id):
        assert await Event.filter(subject_id=job).count() == 0


async def test_a_permanent_failure_is_dead_at_once(acme: Cast, rival: Cast, working: Any) -> None:
    @task("test.work")
    async def work() -> None:
        raise PermanentFailure("There is no such number.")

    async with working():
        [job] = await want(acme)
        await finished(acme, job, JobState.DEAD)

    [error] = (await look(acme, job)).errors
    assert (error["error"], error["message"]) == ("PermanentFailure", "There is no such number.")


async def test_a_pause_that_was_asked_for_is_kept(acme: Cast, rival: Cast, working: Any) -> None:
    @task("test.work")
    async def work() -> None:
        raise RetryAfter(60)

    async with working():
        [job] = await want(acme)
        await finished(acme, job, JobState.RETRYING)

    retrying = await look(acme, job)
    assert 59 < (retrying.run_at - retrying.updated_at).total_seconds() < 61


async def test_last_rites_that_fail_do_not_keep_a_job_alive(
    acme: Cast, rival: Cast, working: Any
) -> None:
    async def give_up(*, reason: str) -> None:
        raise ZeroDivisionError

    @task("test.work", on_dead=give_up)
    async def work() -> None:
        raise PermanentFailure("No.")

    async with working():
        [job] = await want(acme)
        await finished(acme, job, JobState.DEAD, within=8)


async def test_a_handler_that_hangs_is_ended(acme: Cast, rival: Cast, working: Any) -> None:
    @task("test.work", timeout=0.1, attempts=1)
    async def work() -> None:
        await asyncio.sleep(60)

    async with working():
        [job] = await want(acme)
        await finished(acme, job, JobState.DEAD)

    assert (await look(acme, job)).errors[0]["error"] == "TimeoutError"


@pytest.mark.parametrize(("kind", "version"), [("test.unheard_of", 1), ("test.work", 2)])
async def test_work_that_this_worker_does_not_know_is_left_for_another(
    acme: Cast, rival: Cast, working: Any, kind: str, version: int
) -> None:
    @task("test.work")
    async def work() -> None:
        calls.append("ran")

    async with working():
        [job] = await want(acme, kind, version=version)

        async def parked() -> bool:
            return (await look(acme, job)).fence == 1 and await ended(acme, job, JobState.PENDING)

        await until(parked)

    left = await look(acme, job)
    assert (calls, left.attempts, left.errors) == ([], 0, [])
    assert 10 < (left.run_at - left.updated_at).total_seconds() < 20


async def test_a_job_that_ends_its_workers_is_stopped(
    acme: Cast, rival: Cast, working: Any
) -> None:
    @task("test.work")
    async def work() -> None:
        calls.append("ran")

    [job] = await want(acme)
    with every_company():
        await execute("UPDATE jobs SET deaths = 3 WHERE id = $1", job)
    async with working():
        await finished(acme, job, JobState.DEAD)

    assert calls == []
    assert (await look(acme, job)).errors[0]["error"] == "Poison"


async def test_work_longer_than_its_lease_runs_once(acme: Cast, rival: Cast, working: Any) -> None:
    @task("test.work", lease=1)
    async def work() -> None:
        calls.append("started")
        await asyncio.sleep(2)

    async with working(), working():
        [job] = await want(acme)
        await finished(acme, job)

    done = await look(acme, job)
    assert (calls, done.fence, done.deaths) == (["started"], 1, 0)


async def test_a_worker_that_lost_its_lease_stops_working(
    acme: Cast, rival: Cast, working: Any
) -> None:
    @task("test.work", lease=1)
    async def work() -> None:
        calls.append("started")
        try:
            await asyncio.sleep(60)
        finally:
            calls.append("stopped")

    async with working():
        [job] = await want(acme)
        await until(lambda: calls == ["started"])
        with every_company():
            await execute(
                "UPDATE jobs SET state = 'RETRYING', run_at = now() + interval '1 hour' "
                "WHERE id = $1",
                job,
            )
        await until(lambda: calls == ["started", "stopped"])

    assert (await look(acme, job)).state is JobState.RETRYING


async def test_a_stopping_worker_finishes_what_it_runs(
    acme: Cast, rival: Cast, working: Any
) -> None:
    @task("test.work")
    async def work() -> None:
        calls.append("started")
        await hold.wait()

    async with working() as stop:
        [job] = await want(acme)
        await until(lambda: calls == ["started"])
        stop.set()
        [late] = await want(rival)
        await asyncio.sleep(0.1)
        hold.set()

    assert await ended(acme, job)
    assert (await look(rival, late)).attempts == 0


async def test_a_stopping_worker_hands_back_what_it_cannot_finish(
    acme: Cast, rival: Cast, working: Any
) -> None:
    @task("test.work")
    async def work() -> None:
        calls.append("started")
        if len(calls) == 1:
            await asyncio.sleep(60)

    async with working(grace=0.2):
        [job] = await want(acme)
        await until(lambda: calls == ["started"])
    handed_back = await look(acme, job)
    async with working():
        await finished(acme, job)

    assert (handed_back.state, handed_back.attempts) == (JobState.PENDING, 0)
    assert (await look(acme, job)).attempts == 1


async def test_a_quiet_company_is_served_while_another_floods(
    acme: Cast, rival: Cast, working: Any
) -> None:
    order: list[UUID] = []

    @task("test.work")
    async def work() -> None:
        order.append(current_company())
        await asyncio.sleep(0.02)

    await want(acme, times=60, priority=JobPriority.BULK)
    async with working(capacity=4):
        await until(lambda: len(order) >= 10)
        await want(rival, priority=JobPriority.INTERACTIVE)
        await until(lambda: len(order) == 61, within=8)

    assert order.index(rival.id) < 30


async def test_redis_may_be_flushed_and_restarted_while_jobs_wait(
    acme: Cast, rival: Cast, working: Any, valkey: Valkey
) -> None:
    @task("test.work")
    async def work(n: int) -> None:
        calls.append(n)
        await asyncio.sleep(0.01)

    async with working():
        for n in range(100):
            await want(acme if n % 2 else rival, payload={"n": n})
            if n == 30:
                async with Redis.from_url(valkey.url) as redis:
                    await redis.flushall()
            if n == 60:
                valkey.kill()
                valkey.start()
        await until(lambda: len(set(calls)) == 100, within=15)

    assert Counter(calls).most_common(1)[0][1] == 1


async def test_an_attempt_has_a_first_line_and_a_last(
    acme: Cast, rival: Cast, working: Any
) -> None:
    @task("test.work")
    async def work(n: int) -> None: ...

    with capture_logs() as lines:
        async with working():
            [job] = await want(acme, payload={"n": 7})
            await finished(acme, job)
            await asyncio.sleep(0.05)

    about = [line for line in lines if line["event"].startswith("job.")]
    assert [line["event"] for line in about] == ["job.started", "job.ended"]
    assert about[-1]["outcome"] == "succeeded"
    assert about[-1]["duration_ms"] >= 0
