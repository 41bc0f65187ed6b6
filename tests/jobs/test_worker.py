"""A worker runs each job once, in its company, and leaves nothing behind when it stops."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

from redis.asyncio import Redis

from jobs.task import task
from models.database import execute
from models.embedded.valkey import Valkey
from models.job import Job, JobPriority, JobState
from models.tenancy import current_company, every_company
from tests.jobs.conftest import Working
from tests.people import Cast
from tests.work import finished, look, until, want


async def test_a_job_runs_in_its_company(acme: Cast, rival: Cast, working: Working) -> None:
    calls: list[Any] = []

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


async def test_many_jobs_run_once_each(acme: Cast, rival: Cast, working: Working) -> None:
    calls: list[Any] = []

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


async def test_work_longer_than_its_lease_runs_once(
    acme: Cast, rival: Cast, working: Working
) -> None:
    calls: list[Any] = []

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
    acme: Cast, rival: Cast, working: Working
) -> None:
    calls: list[Any] = []

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
    acme: Cast, rival: Cast, working: Working
) -> None:
    calls: list[Any] = []
    hold = asyncio.Event()

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

    assert (await look(acme, job)).state is JobState.SUCCEEDED
    assert (await look(rival, late)).attempts == 0


async def test_a_stopping_worker_hands_back_what_it_cannot_finish(
    acme: Cast, rival: Cast, working: Working
) -> None:
    calls: list[Any] = []

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
    acme: Cast, rival: Cast, working: Working
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
    acme: Cast, rival: Cast, working: Working, valkey: Valkey
) -> None:
    calls: list[Any] = []

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
