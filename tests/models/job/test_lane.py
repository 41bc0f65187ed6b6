"""Weights, caps, rates and pauses: of a company, of a kind, and everywhere."""

import asyncio
from collections import Counter
from uuid import UUID

from models.database import execute
from models.events import Event
from models.job import JobLane, JobPriority
from models.job.lane import pause_everywhere, resume_everywhere
from models.job.turns import Known, claim
from models.tenancy import acting_for, every_company
from tests.people import Cast
from tests.work import look, succeed, take, want

KINDS: Known = {"test.work": (1, None, None), "test.other": (1, None, None)}


async def next_jobs(
    *, limit: int = 100, kinds: Known | None = KINDS, company_limit: int = 100
) -> list[UUID]:
    return await claim(limit=limit, company_limit=company_limit, seconds=20, kinds=kinds)


async def test_a_paused_kind_of_a_company_waits_and_is_kept(acme: Cast, rival: Cast) -> None:
    paused = await want(acme, times=3)
    other = await want(acme, "test.other")
    theirs = await want(rival, times=2)
    with acting_for(acme.id):
        await JobLane.pause("test.work", by=acme.viewer)
        await JobLane.pause("test.work", by=acme.viewer)
        claimed = await next_jobs()
        await JobLane.resume("test.work", by=acme.viewer)
        await JobLane.resume("test.work", by=acme.viewer)
        told = [event.name for event in await Event.all().order_by("seq")]

    assert set(claimed) == {*other, *theirs}
    assert await next_jobs() == paused
    assert [name for name in told if name.startswith("jobs.")] == ["jobs.paused", "jobs.resumed"]


async def test_a_paused_company_waits(acme: Cast, rival: Cast) -> None:
    ours = [*await want(acme), *await want(acme, "test.other")]
    theirs = await want(rival)
    with acting_for(acme.id):
        await JobLane.pause(by=acme.viewer)

    assert await next_jobs() == theirs
    with acting_for(acme.id):
        await JobLane.resume(by=acme.viewer)
    assert await next_jobs() == ours


async def test_a_kind_is_paused_everywhere(acme: Cast, rival: Cast) -> None:
    held = {*await want(acme), *await want(rival)}
    other = await want(rival, "test.other")
    await pause_everywhere("test.work")
    try:
        assert await next_jobs() == other
    finally:
        await resume_everywhere("test.work")
    assert set(await next_jobs()) == held


async def test_a_company_of_twice_the_weight_is_served_twice_as_often(
    acme: Cast, rival: Cast
) -> None:
    jobs = dict.fromkeys(await want(acme, times=50), "acme")
    jobs |= dict.fromkeys(await want(rival, times=50), "rival")
    with acting_for(acme.id):
        await JobLane.limit(weight=2)

    claimed = await next_jobs(limit=30)

    assert Counter(jobs[job] for job in claimed) == {"acme": 20, "rival": 10}


async def test_a_company_runs_no_more_of_a_kind_than_it_may(acme: Cast, rival: Cast) -> None:
    kinds = {"test.work": (1, 2, None), "test.other": (1, None, None)}
    ours = await want(acme, times=5, priority=JobPriority.BULK)
    first = await want(acme, priority=JobPriority.INTERACTIVE)
    other = await want(acme, "test.other", times=3)
    theirs = await want(rival, times=5)

    claimed = await next_jobs(kinds=kinds)
    none = await next_jobs(kinds=kinds)
    await succeed(await take(first[0]))

    assert set(claimed) == {*first, ours[0], *other, *theirs[:2]}
    assert none == []
    assert await next_jobs(kinds=kinds) == [ours[1]]


async def test_an_installation_may_give_a_company_less(acme: Cast, rival: Cast) -> None:
    await want(acme, times=5)
    await want(rival, times=5)
    with acting_for(acme.id):
        await JobLane.limit(concurrency=1)
    with acting_for(rival.id):
        await JobLane.limit("test.work", concurrency=2)

    assert len(await next_jobs()) == 3


async def test_caps_hold_however_many_dispatchers_ask(acme: Cast, rival: Cast) -> None:
    await want(acme, times=50)
    theirs = await want(rival, times=50)

    rounds = await asyncio.gather(
        *(next_jobs(kinds={"test.work": (1, 3, None)}, company_limit=2) for _ in range(8))
    )

    claimed = [job for each in rounds for job in each]
    assert len(claimed) == len(set(claimed)) == 4
    assert len(set(claimed) & set(theirs)) == 2


async def test_a_rate_is_kept_by_spacing(acme: Cast, rival: Cast) -> None:
    kinds = {"test.work": (1, None, 600)}  # ten a second
    await want(acme, times=50)
    theirs = await want(rival, times=3)

    first = await next_jobs(kinds=kinds)
    at_once = await next_jobs(kinds=kinds)
    await rewind(seconds=0.5)
    later = await next_jobs(kinds=kinds)
    await rewind(seconds=3600)
    much_later = await next_jobs(kinds=kinds)

    assert len(first) == 13
    assert set(theirs) < set(first)
    assert at_once == []
    assert len(later) == 5
    assert len(much_later) == 10  # a second's worth: what was not used is gone


async def rewind(*, seconds: float) -> None:
    """As if the last starts had been so much longer ago."""
    with every_company():
        await execute(
            "UPDATE job_lanes SET metered_until = metered_until - make_interval(secs => $1)",
            seconds,
        )


async def test_unknown_kinds_and_newer_versions_are_left_for_who_knows_them(
    acme: Cast, rival: Cast
) -> None:
    [unknown] = await want(acme, "test.unheard_of")
    [newer] = await want(acme, version=2)
    known = await want(rival)

    assert await next_jobs() == known
    assert (await look(acme, unknown)).fence == (await look(acme, newer)).fence == 0
    assert set(await next_jobs(kinds=None)) == {unknown, newer}
