"""How an attempt ends: done, tried again, dead, or left for another worker."""

import asyncio
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from structlog.testing import capture_logs

from jobs.broker import JobBroker
from jobs.task import task
from models.database import execute
from models.embedded.valkey import Valkey
from models.events import Event
from models.job import JobState, PermanentFailure, RetryAfter
from models.tenancy import acting_for, current_company, every_company
from tests.jobs.conftest import Working
from tests.people import Cast
from tests.work import finished, look, until, want


async def test_a_failing_job_is_tried_again_with_growing_pauses_and_then_dead(
    acme: Cast, rival: Cast, working: Working
) -> None:
    calls: list[Any] = []

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
        told = [event.name for event in await Event.filter(subject_id=job).order_by("seq")]
    assert told == [*["job.started", "job.retrying"] * 3, "job.started", "job.dead"]
    with acting_for(rival.id):
        assert await Event.filter(subject_id=job).count() == 0


async def test_a_permanent_failure_is_dead_at_once(
    acme: Cast, rival: Cast, working: Working
) -> None:
    @task("test.work")
    async def work() -> None:
        raise PermanentFailure("There is no such number.")

    async with working():
        [job] = await want(acme)
        await finished(acme, job, JobState.DEAD)

    [error] = (await look(acme, job)).errors
    assert (error["error"], error["message"]) == ("PermanentFailure", "There is no such number.")


async def test_a_pause_that_was_asked_for_is_kept(
    acme: Cast, rival: Cast, working: Working
) -> None:
    @task("test.work")
    async def work() -> None:
        raise RetryAfter(60)

    async with working():
        [job] = await want(acme)
        await finished(acme, job, JobState.RETRYING)

    retrying = await look(acme, job)
    assert 59 < (retrying.run_at - retrying.updated_at).total_seconds() < 61


async def test_last_rites_that_fail_do_not_keep_a_job_alive(
    acme: Cast, rival: Cast, working: Working
) -> None:
    async def give_up(*, reason: str) -> None:
        raise ZeroDivisionError

    @task("test.work", on_dead=give_up)
    async def work() -> None:
        raise PermanentFailure("No.")

    async with working():
        [job] = await want(acme)
        await finished(acme, job, JobState.DEAD, within=8)


async def test_a_handler_that_hangs_is_ended(acme: Cast, rival: Cast, working: Working) -> None:
    @task("test.work", timeout=0.1, attempts=1)
    async def work() -> None:
        await asyncio.sleep(60)

    async with working():
        [job] = await want(acme)
        await finished(acme, job, JobState.DEAD)

    assert (await look(acme, job)).errors[0]["error"] == "TimeoutError"


@pytest.mark.parametrize(("kind", "version"), [("test.unheard_of", 1), ("test.work", 2)])
async def test_work_that_this_worker_does_not_know_is_left_for_another(
    acme: Cast,
    rival: Cast,
    working: Working,
    valkey: Valkey,
    stream: str,
    kind: str,
    version: int,
) -> None:
    calls: list[Any] = []

    @task("test.work")
    async def work() -> None:
        calls.append("ran")

    async with working():
        [job] = await want(acme, kind, version=version)
        newer = JobBroker(valkey.url, stream=stream)
        await newer.send([job])  # by the dispatcher of a worker that knows it
        await newer.shutdown()

        async def parked() -> bool:
            seen = await look(acme, job)
            return seen.fence == 1 and seen.state is JobState.PENDING

        await until(parked)

    left = await look(acme, job)
    assert (calls, left.attempts, left.errors) == ([], 0, [])
    assert 0.9 < (left.run_at - left.updated_at).total_seconds() < 3.1


async def test_a_job_that_ends_its_workers_is_stopped(
    acme: Cast, rival: Cast, working: Working
) -> None:
    calls: list[Any] = []

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


async def test_an_attempt_has_a_first_line_and_a_last(
    acme: Cast, rival: Cast, working: Working
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
