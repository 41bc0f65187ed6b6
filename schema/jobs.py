"""Work in progress and work gone wrong, as the company that it is done for sees it."""

from datetime import datetime
from typing import Any

import strawberry

from models.job import JobPriority, JobState
from models.tenancy import find
from schema.context import Info
from schema.edges import derived
from schema.nodes import Node, One, node, one
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query

strawberry.enum(JobState, description="Where a job is in its life.")
strawberry.enum(JobPriority, description="What goes first within a company.")
NEWEST_FIRST = Order("id")


@strawberry.type(description="One attempt that went wrong.")
class JobError:
    at: datetime
    attempt: int
    error: str
    message: str


@node("jobs:read", lambda viewer: viewer.jobs)
@strawberry.type(description="A piece of work: it exists exactly if its transaction committed.")
class Job(Node):
    kind: str
    state: JobState
    priority: JobPriority
    attempts: int
    run_at: datetime
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @derived(description="What went wrong so far, oldest first; never secrets or texts.")
    def errors(errors: list[dict[str, Any]]) -> list[JobError]:
        return [
            JobError(
                at=datetime.fromisoformat(error["at"]),
                attempt=error["attempt"],
                error=error["error"],
                message=error["message"],
            )
            for error in errors
        ]


@strawberry.type
class JobQuery:
    @query(
        "jobs:read",
        description="The company's jobs, newest first.",
        graphql_type=Connection[Job],
    )
    def jobs(
        self,
        info: Info,
        state: JobState | None = None,
        kind: str | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.jobs
        if state is not None:
            rows = rows.filter(state=state)
        if kind is not None:
            rows = rows.filter(kind=kind)
        return page(rows, NEWEST_FIRST, Window(first, after, last, before))

    @query("jobs:read", description="One job.", graphql_type=Job)
    def job(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.jobs, id)


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


@strawberry.type
class JobMutation:
    @mutation("jobs:manage", description="Let a dead or cancelled job start afresh.")
    async def retry_job(self, info: Info, input: RetryJobInput) -> RetryJobPayload:
        job = await find(info.context.viewer.jobs, input.job_id)
        await job.retry(by=info.context.viewer)
        return await RetryJobPayload.at(info, job=job)

    @mutation("jobs:manage", description="Never start a job that waits.")
    async def cancel_job(self, info: Info, input: CancelJobInput) -> CancelJobPayload:
        job = await find(info.context.viewer.jobs, input.job_id)
        await job.cancel(by=info.context.viewer)
        return await CancelJobPayload.at(info, job=job)
