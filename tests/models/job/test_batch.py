"""Many jobs, and one that follows the last of them."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from models.database import transaction
from models.job import Job, JobState, PermanentFailure, enqueue_batch
from models.job.lease import Lease
from models.job.turns import claim
from models.tenancy import acting_for
from tests.people import Cast
from tests.work import look, succeed, take


async def batch(company: Cast, size: int) -> tuple[list[UUID], UUID]:
    with acting_for(company.id):
        async with transaction():
            follower = await enqueue_batch(
                "test.work",
                [{"n": n} for n in range(size)],
                then="test.follow",
                then_payload={"of": size},
            )
        members = await Job.filter(batch_id=follower).order_by("id").values_list("id", flat=True)
    assert follower is not None
    return list(members), follower  # type: ignore[arg-type]


async def test_the_follower_waits_for_every_end(acme: Cast, rival: Cast) -> None:
    [done, dead, cancelled, last], follower = await batch(acme, 4)
    theirs, other = await batch(rival, 1)

    await succeed(await take(done))
    with acting_for(acme.id):
        await (await take(dead)).bury(PermanentFailure("No."))
        await (await Job.get(id=cancelled)).cancel(by=acme.viewer)
        waiting = await look(acme, follower)
        claimed = await claim(limit=100, company_limit=100, seconds=20)
    await succeed(await take(last))
    ready = await look(acme, follower)

    assert (waiting.state, waiting.waits_for) == (JobState.BLOCKED, 1)
    assert (waiting.progress_done, waiting.progress_total) == (3, 4)
    assert set(claimed) == {last, *theirs}
    assert (ready.state, ready.progress_done) == (JobState.PENDING, 4)
    assert (await take(follower)).payload == {"of": 4}
    assert (await look(rival, other)).state is JobState.BLOCKED


async def test_members_that_end_at_once_are_each_counted(acme: Cast, rival: Cast) -> None:
    ours, follower = await batch(acme, 30)
    theirs, other = await batch(rival, 30)
    leases = [await take(id) for id in (*ours, *theirs)]

    await asyncio.gather(*(Lease.succeed_all(leases[at::6]) for at in range(6)))

    assert (await look(acme, follower)).state is JobState.PENDING
    assert (await look(rival, other)).state is JobState.PENDING


async def test_a_batch_of_nothing_is_followed_at_once(acme: Cast, rival: Cast) -> None:
    _, follower = await batch(acme, 0)

    assert (await look(acme, follower)).state is JobState.PENDING


async def test_a_batch_goes_with_its_transaction(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                await enqueue_batch("test.work", [{}, {}], then="test.follow")
                raise ZeroDivisionError

        assert await Job.all().count() == 0


async def test_a_member_that_is_retried_is_not_counted_twice(acme: Cast, rival: Cast) -> None:
    [first, second], follower = await batch(acme, 2)
    with acting_for(acme.id):
        await (await take(first)).bury(PermanentFailure("No."))
        await (await Job.get(id=first)).retry(by=acme.viewer)
    await succeed(await take(first))

    waiting: Any = await look(acme, follower)
    assert (waiting.state, waiting.waits_for) == (JobState.BLOCKED, 1)
    await succeed(await take(second))
    assert (await look(acme, follower)).state is JobState.PENDING
