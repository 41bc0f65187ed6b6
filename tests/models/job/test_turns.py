"""Everybody's turn comes: fair between companies and priorities, once each, however many ask."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from models.database import execute
from models.job import JobPriority, JobState
from models.job.turns import claim, recover, unclaim
from models.tenancy import every_company
from tests.people import Cast, found
from tests.work import look, take, until, want


def at_once() -> float:
    """Every priority at the beginning of its stride."""
    return 0.0


async def grow_old(company: Cast, *, minutes: int = 5) -> None:
    with every_company():
        await execute(
            "UPDATE jobs SET run_at = run_at - make_interval(mins => $2) WHERE company_id = $1",
            company.id,
            minutes,
        )


async def next_jobs(**options: Any) -> list[UUID]:
    return await claim(**{"limit": 100, "company_limit": 100, "seconds": 20} | options)


async def test_companies_take_turns(acme: Cast, rival: Cast) -> None:
    ours = await want(acme, times=10)
    theirs = await want(rival, times=2)

    claimed = await next_jobs(limit=4)

    assert set(claimed) == {*ours[:2], *theirs}


async def test_what_others_have_no_work_for_goes_to_one_that_has(acme: Cast, rival: Cast) -> None:
    """More than the heads of its lanes, of which the claim reads no more at first."""
    ours = await want(acme, times=40)
    small = [rival, *[await found(f"Small{n}") for n in range(6)]]
    theirs = [(await want(company))[0] for company in small]

    claimed = await next_jobs(limit=36)

    assert set(claimed) == {*ours[:29], *theirs}
    assert claimed[8:] == ours[1:29]
    assert await next_jobs() == ours[29:]


async def test_a_company_that_runs_much_comes_after_one_that_runs_little(
    acme: Cast, rival: Cast
) -> None:
    ours = await want(acme, times=10)
    await next_jobs(limit=5)
    theirs = await want(rival, times=5)

    claimed = await next_jobs(limit=6)

    assert claimed == [*theirs, ours[5]]


async def test_no_company_has_more_than_its_share_at_once(acme: Cast, rival: Cast) -> None:
    ours = await want(acme, times=10)
    theirs = await want(rival)

    first = await next_jobs(company_limit=3)
    await take(ours[0])
    second = await next_jobs(company_limit=3)

    assert set(first) == {*ours[:3], *theirs}
    assert second == []


async def test_a_dump_leaves_places_for_the_people_of_its_own_company(
    acme: Cast, rival: Cast
) -> None:
    """Two thirds of its share at once is bulk work; what else it runs does not count for that."""
    normal = await want(acme, times=3)
    dump = await want(acme, times=20, priority=JobPriority.BULK)
    first = await next_jobs(company_limit=9)

    urgent = await want(acme, priority=JobPriority.INTERACTIVE)
    theirs = await want(rival)

    assert first == [*normal, *dump[:6]]
    assert await next_jobs(company_limit=9) == theirs
    assert await next_jobs(company_limit=12) == [*urgent, *dump[6:8]]


async def test_bulk_work_has_its_places_beside_a_company_s_other_work(
    acme: Cast, rival: Cast
) -> None:
    await want(acme, times=30)
    [bulk] = await want(acme, priority=JobPriority.BULK)
    await next_jobs(limit=8)
    await grow_old(acme)

    claimed = await next_jobs(company_limit=10, draw=at_once)

    assert len(claimed) == 2
    assert bulk in await next_jobs(company_limit=16, draw=at_once)


async def test_what_is_wanted_first_starts_first(acme: Cast, rival: Cast) -> None:
    wanted = [*await want(acme, times=3), *await want(acme, times=3)]

    assert await next_jobs() == wanted


async def test_interactive_work_comes_before_normal_and_bulk(acme: Cast, rival: Cast) -> None:
    bulk = await want(acme, priority=JobPriority.BULK)
    normal = await want(acme, priority=JobPriority.NORMAL)
    interactive = await want(acme, times=2, priority=JobPriority.INTERACTIVE)

    assert await next_jobs(draw=at_once) == [*interactive, *normal, *bulk]


async def test_priorities_go_strictly_first_while_all_are_fresh(acme: Cast, rival: Cast) -> None:
    bulk = await want(acme, "a", times=5, priority=JobPriority.BULK)
    normal = await want(acme, "b", times=5)
    interactive = await want(acme, "a", times=30, priority=JobPriority.INTERACTIVE)

    assert await next_jobs(limit=38) == [*interactive, *normal, *bulk[:3]]


async def test_what_has_waited_long_shares_with_what_goes_first(acme: Cast, rival: Cast) -> None:
    jobs = {
        job: priority
        for priority in JobPriority
        for job in await want(acme, f"a.{priority}", None, times=50, priority=priority)
    }
    await grow_old(acme)

    claimed = await next_jobs(limit=42, draw=at_once)

    shares = Counter(jobs[job] for job in claimed)
    assert shares == {JobPriority.INTERACTIVE: 32, JobPriority.NORMAL: 8, JobPriority.BULK: 2}


async def test_bulk_work_does_not_starve_behind_a_stream_of_interactive_work(
    acme: Cast, rival: Cast
) -> None:
    [bulk] = await want(acme, priority=JobPriority.BULK)
    await grow_old(acme)
    await want(acme, times=300, priority=JobPriority.INTERACTIVE)

    claimed: list[UUID] = []
    while bulk not in claimed and len(claimed) < 300:
        claimed += await next_jobs(limit=1, company_limit=1000)

    assert bulk in claimed


async def test_work_for_later_is_not_due(acme: Cast, rival: Cast) -> None:
    await want(acme, run_at=datetime.now(UTC) + timedelta(seconds=30))
    soon = await want(acme, run_at=datetime.now(UTC) + timedelta(seconds=1))

    early = await next_jobs()

    async def due() -> bool:
        return await next_jobs() == soon

    assert early == []
    await until(due, within=5)


async def test_what_did_not_reach_a_worker_is_due_again(acme: Cast, rival: Cast) -> None:
    [lost, returned] = await want(acme, times=2)

    claimed = await next_jobs(seconds=1)
    await unclaim([returned])
    at_once = await next_jobs()
    await asyncio.sleep(1.05)

    assert claimed == [lost, returned]
    assert at_once == [returned]
    assert await next_jobs() == [lost]


async def test_many_dispatchers_claim_each_job_once(acme: Cast, rival: Cast) -> None:
    wanted = {*await want(acme, times=60), *await want(rival, times=60)}

    rounds = await asyncio.gather(*(next_jobs(limit=20) for _ in range(12)))
    claimed = [job for each in rounds for job in each]
    claimed += await next_jobs(limit=200)

    assert len(claimed) == len(set(claimed))
    assert set(claimed) == wanted


async def test_a_silent_workers_job_is_due_again_and_a_working_ones_is_not(
    acme: Cast, rival: Cast
) -> None:
    [silent] = await want(acme)
    [working] = await want(rival)
    await take(silent, seconds=0.1)
    await take(working, seconds=20)
    await asyncio.sleep(0.15)

    orphans = await recover()

    job = await look(acme, silent)
    assert [(each.job_id, each.company_id, each.deaths) for each in orphans] == [
        (silent, acme.id, 1)
    ]
    assert (job.state, job.attempts, job.deaths) == (JobState.RETRYING, 0, 1)
    assert [(each["error"], each["attempt"]) for each in job.errors] == [("WorkerLost", 1)]
    assert (await look(rival, working)).state is JobState.RUNNING
    assert await next_jobs() == [silent]


async def test_any_number_may_recover_at_once(acme: Cast, rival: Cast) -> None:
    for job in await want(acme, times=20):
        await take(job, seconds=0.05)
    await asyncio.sleep(0.1)

    rounds = await asyncio.gather(*(recover() for _ in range(4)))

    assert sum(map(len, rounds)) == 20
