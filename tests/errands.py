"""Doing a company's jobs here and now, with all that a worker does around them."""

from jobs.attempt import Attempt
from jobs.task import registered
from models.database import execute
from models.job import Job, JobState
from models.job.lease import Lease
from models.tenancy import acting_for, every_company
from tests.people import Cast
from tests.work import succeed, take

UNFINISHED = (JobState.PENDING, JobState.RETRYING)


async def jobs_of(company: Cast, kind: str) -> list[Job]:
    with acting_for(company.id):
        return await Job.filter(kind=kind).order_by("id")


async def perform(company: Cast, kind: str) -> list[Job]:
    """One attempt at each unfinished job of this kind, as if it were due; what became of it."""
    with acting_for(company.id):
        due = await Job.filter(kind=kind, state__in=UNFINISHED).order_by("id")
    for job in due:
        lease = await due_now(job)
        with acting_for(company.id):
            await Attempt(lease, registered().get(kind), succeed=succeed).run()
    with acting_for(company.id):
        return [await Job.get(id=job.id) for job in due]


async def due_now(job: Job) -> Lease:
    with every_company():
        await execute("UPDATE jobs SET run_at = now() WHERE id = $1", job.id)
    return await take(job.id)
