"""What people do to running jobs, and what running jobs tell people."""

import asyncio
from typing import Any

from prometheus_client import REGISTRY

from jobs.metrics import HEAVIEST, Heaviest
from jobs.task import task
from models.database import transaction
from models.events import Event
from models.identifiers import uuid7
from models.job import JobPriority, JobState, current_job, enqueue_batch, on_cancelled
from models.job.endings import _HOOKS
from models.tenancy import acting_for, current_company
from tests.jobs.conftest import Working
from tests.people import Cast
from tests.work import finished, look, until, want


async def told(company: Cast, job: Any) -> list[tuple[str, dict[str, Any]]]:
    with acting_for(company.id):
        events = await Event.filter(subject_id=job).order_by("seq")
    return [(event.name, event.changes) for event in events]


async def test_a_running_job_that_is_cancelled_stops_at_once(
    acme: Cast, rival: Cast, working: Working
) -> None:
    calls: list[Any] = []

    @on_cancelled("test.work")
    async def hook(payload: Any) -> None:
        calls.append((current_company(), payload["n"]))

    @task("test.work")
    async def work(n: int) -> None:
        calls.append("started")
        try:
            await asyncio.sleep(60)
        finally:
            calls.append("cleaned up")

    try:
        async with working():
            [job] = await want(acme, payload={"n": 7})
            await until(lambda: calls == ["started"])
            with acting_for(acme.id):
                await (await look(acme, job)).cancel(by=acme.viewer)
            await finished(acme, job, JobState.CANCELLED, within=4)
    finally:
        _HOOKS.pop("test.work")

    assert calls == ["started", "cleaned up", (acme.id, 7)]
    names = [name for name, _ in await told(acme, job)]
    assert names == ["job.started", "job.cancel_requested", "job.cancelled"]


async def test_a_handler_may_come_to_its_end_although_cancelled(
    acme: Cast, rival: Cast, working: Working
) -> None:
    calls: list[Any] = []

    @task("test.work")
    async def work() -> None:
        calls.append("started")
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            calls.append("finished")

    async with working():
        [job] = await want(acme)
        await until(lambda: calls == ["started"])
        with acting_for(acme.id):
            await (await look(acme, job)).cancel(by=acme.viewer)
        await finished(acme, job, within=4)

    assert calls == ["started", "finished"]


async def test_a_cancelled_job_that_fails_is_not_tried_again(
    acme: Cast, rival: Cast, working: Working
) -> None:
    calls: list[Any] = []

    @task("test.work")
    async def work() -> None:
        calls.append("started")
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            raise OSError from None

    async with working():
        [job] = await want(acme)
        await until(lambda: calls == ["started"])
        with acting_for(acme.id):
            await (await look(acme, job)).cancel(by=acme.viewer)
        await finished(acme, job, JobState.CANCELLED, within=4)

    assert calls == ["started"]


async def test_progress_is_an_event(acme: Cast, rival: Cast, working: Working) -> None:
    @task("test.work")
    async def work() -> None:
        for done in range(101):
            await current_job().progress(done, 100)

    async with working():
        [job] = await want(acme)
        await finished(acme, job)

    heard = await told(acme, job)
    steps = [(each["done"], each["total"]) for name, each in heard if name == "job.progressed"]
    assert steps[0] == (0, 100)
    assert steps[-1] == (100, 100)
    assert len(steps) < 20  # paced
    assert heard[-1][0] == "job.succeeded"
    done = await look(acme, job)
    assert (done.progress_done, done.progress_total) == (100, 100)
    assert await told(rival, job) == []


async def test_work_whose_effect_is_an_event_is_not_announced(
    acme: Cast, rival: Cast, working: Working
) -> None:
    @task("test.work", announced=False)
    async def work() -> None: ...

    async with working():
        [job] = await want(acme)
        await finished(acme, job)

    assert await told(acme, job) == []


async def test_the_last_of_a_batch_starts_what_follows(
    acme: Cast, rival: Cast, working: Working
) -> None:
    calls: list[Any] = []

    @task("test.work", base=0.01)
    async def work(n: int) -> None:
        calls.append(n)
        if n == 3:
            raise OSError

    @task("test.follow")
    async def follow() -> None:
        calls.append("follow")

    async with working():
        with acting_for(acme.id):
            async with transaction():
                last = await enqueue_batch(
                    "test.work", [{"n": n} for n in range(20)], then="test.follow"
                )
        assert last is not None
        await finished(acme, last, within=15)

    assert calls[-1] == "follow"
    assert sorted(calls[:-1]) == sorted([*range(20), 3, 3])
    done = await look(acme, last)
    assert (done.progress_done, done.progress_total) == (20, 20)


async def test_a_rate_holds_over_workers(acme: Cast, rival: Cast, working: Working) -> None:
    calls: list[float] = []

    @task("test.work", per_minute=600)
    async def work() -> None:
        calls.append(asyncio.get_running_loop().time())

    async with working(), working():
        await want(acme, times=20)
        [theirs] = await want(rival)
        await finished(rival, theirs)
        await until(lambda: len(calls) == 21)

    assert calls[-1] - calls[0] > 0.8  # ten at once, the others ten a second


async def test_attempts_are_counted_by_kind_and_outcome(
    acme: Cast, rival: Cast, working: Working
) -> None:
    @task("test.counted")
    async def work() -> None: ...

    async with working():
        [job] = await want(acme, "test.counted")
        await finished(acme, job)
        await until(lambda: sample("chatia_job_run_seconds_count") == 1)

    assert sample("chatia_job_attempts_total", outcome="succeeded") == 1
    assert sample("chatia_job_dwell_seconds_count") == 1
    # Of what other tests have run, more companies may have more than are told of.
    assert HEAVIEST.attempts[acme.id] == 1
    [busiest, *_] = sorted(HEAVIEST.attempts, key=HEAVIEST.attempts.__getitem__, reverse=True)
    said = REGISTRY.get_sample_value("chatia_company_job_attempts_total", {"company": str(busiest)})
    assert said == HEAVIEST.attempts[busiest]


def sample(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, {"kind": "test.counted", **labels})


def test_only_the_busiest_companies_are_labels() -> None:
    heaviest, busy = Heaviest(size=3), [uuid7() for _ in range(3)]
    for _ in range(2000):
        heaviest.add(uuid7(), 0.1)
        for company in busy:
            heaviest.add(company, 0.1)

    [attempts, seconds] = heaviest.collect()

    assert {each.labels["company"] for each in attempts.samples} == {str(each) for each in busy}
    assert len(heaviest.attempts) <= 30
    assert len(seconds.samples) == 3


async def test_bulk_work_is_not_announced(acme: Cast, rival: Cast, working: Working) -> None:
    @task("test.work")
    async def work() -> None: ...

    async with working():
        [job] = await want(acme, priority=JobPriority.BULK)
        await finished(acme, job)

    assert await told(acme, job) == []
