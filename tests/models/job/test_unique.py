"""Wanted again while it waits or runs: what becomes of the two."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.database import execute, transaction
from models.job import REPLACE, Job, JobState, Unique, debounce, throttle
from models.job.turns import recover
from models.tenancy import acting_for, every_company
from tests.people import Cast
from tests.work import look, succeed, take, want


async def again(company: Cast, mode: Unique, **payload: Any) -> Any:
    jobs = await want(company, payload=payload, unique_key="one", mode=mode)
    return jobs[0] if jobs else None


async def unfinished(company: Cast) -> list[dict[str, Any]]:
    states = (JobState.PENDING, JobState.RETRYING)
    with acting_for(company.id):
        return [job.payload for job in await Job.filter(state__in=states).order_by("run_at")]


async def test_what_waits_takes_over_the_newer_payload(acme: Cast, rival: Cast) -> None:
    first = await again(acme, REPLACE, n=1)
    theirs = await again(rival, REPLACE, n=1)

    second = await again(acme, REPLACE, n=2)

    assert first == second
    assert await unfinished(acme) == [{"n": 2}]
    assert theirs != first
    assert await unfinished(rival) == [{"n": 1}]


async def test_what_runs_is_followed_by_the_newer_and_not_tried_again(
    acme: Cast, rival: Cast
) -> None:
    first = await again(acme, REPLACE, n=1)
    lease = await take(first)
    second = await again(acme, REPLACE, n=2)

    with acting_for(acme.id):
        retried = await lease.retry(OSError(), after=0)
        cancelled = await lease.cancel()

    assert (retried, cancelled, first == second) == (False, True, False)
    assert (await look(acme, first)).state is JobState.CANCELLED
    assert await unfinished(acme) == [{"n": 2}]


async def test_what_runs_and_is_replaced_may_still_succeed(acme: Cast, rival: Cast) -> None:
    first = await again(acme, REPLACE, n=1)
    lease = await take(first)
    await again(acme, REPLACE, n=2)

    assert await succeed(lease)
    assert (await look(acme, first)).state is JobState.SUCCEEDED


async def test_a_replaced_job_of_a_dead_worker_is_unwanted(acme: Cast, rival: Cast) -> None:
    first = await again(acme, REPLACE, n=1)
    await take(first, seconds=0)
    await again(acme, REPLACE, n=2)
    await recover()

    assert (await take(first)).unwanted


async def test_only_the_last_of_a_burst_is_done(acme: Cast, rival: Cast) -> None:
    jobs = {await again(acme, debounce(30), n=n) for n in range(5)}

    [job] = jobs
    last = await look(acme, job)
    assert last.payload == {"n": 4}
    assert 29 < (last.run_at - last.updated_at).total_seconds() < 31


async def test_at_once_then_again_at_most_every_period(acme: Cast, rival: Cast) -> None:
    first = await again(acme, throttle(60), n=1)
    waiting = await again(acme, throttle(60), n=2)
    assert await succeed(await take(first))
    second = await again(acme, throttle(60), n=3)
    enough = await again(acme, throttle(60), n=4)
    theirs = await again(rival, throttle(60), n=5)

    assert (waiting, enough) == (None, None)
    gap = (await look(acme, second)).run_at - (await look(acme, first)).run_at
    assert gap == timedelta(seconds=60)
    assert (await look(rival, theirs)).run_at < datetime.now(UTC)


async def test_what_is_wanted_while_it_runs_follows_at_its_time(acme: Cast, rival: Cast) -> None:
    first = await again(acme, throttle(60), n=1)
    await take(first)

    second = await again(acme, throttle(60), n=2)

    gap = (await look(acme, second)).run_at - (await look(acme, first)).run_at
    assert gap == timedelta(seconds=60)


@pytest.mark.parametrize("mode", [REPLACE, debounce(0.01), throttle(0.01)], ids=str)
async def test_many_who_want_it_at_once_make_one_job(acme: Cast, rival: Cast, mode: Unique) -> None:
    await asyncio.gather(*(again(acme, mode, n=n) for n in range(10)))

    assert len(await unfinished(acme)) == 1


async def test_a_throttled_job_goes_with_its_transaction(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id), pytest.raises(ZeroDivisionError):
        async with transaction():
            await Job.enqueue("test.work", {}, unique_key="one", mode=throttle(60))
            raise ZeroDivisionError

    first = await again(acme, throttle(60), n=1)

    assert (await look(acme, first)).run_at < datetime.now(UTC)


async def test_the_period_is_over_when_its_time_is(acme: Cast, rival: Cast) -> None:
    first = await again(acme, throttle(60), n=1)
    assert await succeed(await take(first))
    with every_company():
        await execute("UPDATE jobs SET throttle_until = now() - interval '1 second'")

    second = await again(acme, throttle(60), n=2)

    assert (await look(acme, second)).run_at < datetime.now(UTC)
