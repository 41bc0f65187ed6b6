"""Retrying, cancelling, pausing."""

import re
from typing import Final

import strawberry

import models.job
from models.errors import Invalid
from models.job.job import RETRIED_AT_ONCE
from models.job.lane import EVERY_KIND
from models.tenancy import find
from schema.context import Info
from schema.jobs.job import Job, JobLane
from schema.jobs.reading import JobFilter
from schema.payloads import Payload
from schema.roots import mutation

KIND: Final = re.compile(r"[a-z0-9_.]{1,60}")


@strawberry.input
class RetryJobInput:
    job_id: strawberry.ID


@strawberry.type
class RetryJobPayload(Payload):
    job: Job


@strawberry.input
class CancelJobInput:
    job_id: strawberry.ID


@strawberry.type
class CancelJobPayload(Payload):
    job: Job


@strawberry.input
class RetryDeadJobsInput:
    filter: JobFilter | None = None


@strawberry.type
class RetryDeadJobsPayload(Payload):
    retried: int = strawberry.field(
        description=f"At most {RETRIED_AT_ONCE} at once, oldest first: ask again until it is 0."
    )


@strawberry.input
class PauseJobsInput:
    kind: str | None = strawberry.field(default=None, description="All kinds, without it.")


@strawberry.type
class PauseJobsPayload(Payload):
    lane: JobLane


@strawberry.input
class ResumeJobsInput:
    kind: str | None = strawberry.field(default=None, description="As it was paused.")


@strawberry.type
class ResumeJobsPayload(Payload):
    lane: JobLane


@strawberry.type
class JobMutation:
    @mutation("jobs:manage", description="Let a dead or cancelled job start afresh.")
    async def retry_job(self, info: Info, input: RetryJobInput) -> RetryJobPayload:
        job = await find(info.context.viewer.jobs, input.job_id)
        await job.retry(by=info.context.viewer)
        return await RetryJobPayload.at(info, job=job)

    @mutation("jobs:manage", description="Let many dead jobs start afresh.")
    async def retry_dead_jobs(self, info: Info, input: RetryDeadJobsInput) -> RetryDeadJobsPayload:
        rows = info.context.viewer.jobs
        if input.filter is not None:
            rows = input.filter.among(rows)
        retried = await models.job.Job.retry_dead(rows, by=info.context.viewer)
        return await RetryDeadJobsPayload.at(info, retried=retried)

    @mutation(
        "jobs:manage",
        description="Never start a job that waits; one that runs is asked to stop, "
        "and ends CANCELLED soon, unless it comes to its end before.",
    )
    async def cancel_job(self, info: Info, input: CancelJobInput) -> CancelJobPayload:
        job = await find(info.context.viewer.jobs, input.job_id)
        await job.cancel(by=info.context.viewer)
        return await CancelJobPayload.at(info, job=job)

    @mutation(
        "jobs:manage",
        description="Start no further job of a kind. What runs goes on; what is wanted waits.",
    )
    async def pause_jobs(self, info: Info, input: PauseJobsInput) -> PauseJobsPayload:
        lane = await models.job.JobLane.pause(_kind(input.kind), by=info.context.viewer)
        return await PauseJobsPayload.at(info, lane=lane)

    @mutation("jobs:manage", description="Go on with what waits since pauseJobs.")
    async def resume_jobs(self, info: Info, input: ResumeJobsInput) -> ResumeJobsPayload:
        lane = await models.job.JobLane.resume(_kind(input.kind), by=info.context.viewer)
        return await ResumeJobsPayload.at(info, lane=lane)


def _kind(kind: str | None) -> str:
    if kind is None:
        return EVERY_KIND
    if not KIND.fullmatch(kind):
        raise Invalid.because("kind", "INVALID_KIND", "A kind is like message.deliver.")
    return kind
