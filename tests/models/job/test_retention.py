"""What has ended is forgotten after its time; what has not never is."""

from uuid import UUID

from models.database import execute
from models.identifiers import uuid7
from models.job import Job, JobState
from models.job.retention import forget_jobs
from models.tenancy import acting_for, every_company
from tests.people import Cast
from tests.work import want

DAY = 86_400_000 << 80  # in the time of a UUIDv7


async def aged(company: Cast, state: JobState, *, days: int) -> UUID:
    """A job that was wanted, and ended if it has, so many days ago."""
    [id] = await want(company)
    old = UUID(int=uuid7().int - days * DAY)
    with every_company():
        await execute(
            "UPDATE jobs SET id = $2, state = $3, finished_at = now() - make_interval(days => $4) "
            "WHERE id = $1",
            id,
            old,
            state,
            days,
        )
    return old


async def test_ended_jobs_are_forgotten_in_their_time(acme: Cast, rival: Cast) -> None:
    kept = {
        await aged(acme, JobState.SUCCEEDED, days=6),
        await aged(acme, JobState.DEAD, days=80),
        await aged(acme, JobState.PENDING, days=400),
    }
    for company in (acme, rival):
        for state in (JobState.SUCCEEDED, JobState.CANCELLED):
            await aged(company, state, days=8)
        await aged(company, JobState.DEAD, days=91)

    gone = await forget_jobs(done_days=7, dead_days=90)

    assert gone >= 6
    with acting_for(acme.id):
        assert {job.id for job in await Job.all()} == kept
    with acting_for(rival.id):
        assert await Job.all().count() == 0
