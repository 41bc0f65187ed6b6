"""A job, its attempts, and the lanes that jobs wait in."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import strawberry

from models.job import JobPriority, JobState
from schema.edges import derived
from schema.nodes import Node, node

strawberry.enum(
    JobState,
    description="Where a job is in its life. BLOCKED: it follows jobs that have not ended; "
    "RETRYING: an attempt failed and another will come; DEAD: none will.",
)
strawberry.enum(JobPriority, description="What goes first within a company.")


@strawberry.enum(description="How an attempt ended, or that it has not.")
class JobAttemptOutcome(StrEnum):
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    WORKER_LOST = "WORKER_LOST"
    CANCELLED = "CANCELLED"


@strawberry.type(description="One attempt that went wrong.")
class JobError:
    at: datetime
    attempt: int
    error: str
    message: str
    retry_at: datetime | None = strawberry.field(description="When the next one was due.")


@strawberry.type(description="One time that a worker had the job.")
class JobAttempt:
    number: int = strawberry.field(description="A lost worker's has the number of the next.")
    started_at: datetime | None
    ended_at: datetime | None
    outcome: JobAttemptOutcome
    error: str | None
    message: str | None = strawberry.field(description="Ours; of other errors only the name.")


@strawberry.type(description="How far a running job is, or the jobs that a blocked one waits for.")
class JobProgress:
    done: int
    total: int


@node("jobs:read", lambda viewer: viewer.jobs)
@strawberry.type(description="A piece of work: it exists exactly if its transaction committed.")
class Job(Node):
    kind: str
    state: JobState
    priority: JobPriority
    attempts: int = strawberry.field(description="How many were made, with the running one.")
    deaths: int = strawberry.field(description="How many workers were lost over it.")
    run_at: datetime = strawberry.field(description="Not before.")
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None = strawberry.field(description="The latest attempt.")
    finished_at: datetime | None
    cancel_requested_at: datetime | None = strawberry.field(
        description="Its worker was asked to stop."
    )

    @derived(description="Null until it says so.")
    def progress(progress_done: int | None, progress_total: int | None) -> JobProgress | None:
        if progress_done is None or progress_total is None:
            return None
        return JobProgress(done=progress_done, total=progress_total)

    @derived(description="What went wrong so far, oldest first; never secrets or texts.")
    def errors(errors: list[dict[str, Any]]) -> list[JobError]:
        return [
            JobError(
                at=datetime.fromisoformat(error["at"]),
                attempt=error["attempt"],
                error=error["error"],
                message=error["message"],
                retry_at=_time(error.get("retry_at")),
            )
            for error in errors
        ]

    @derived(description="Every attempt, oldest first.")
    def history(
        errors: list[dict[str, Any]],
        state: str,
        attempts: int,
        started_at: datetime | None,
        finished_at: datetime | None,
    ) -> list[JobAttempt]:
        past = [_failed(error) for error in errors]
        now = _LATEST.get(JobState(state))
        if now is not None and started_at is not None and attempts:
            past.append(
                JobAttempt(
                    number=attempts,
                    started_at=started_at,
                    ended_at=finished_at,
                    outcome=now,
                    error=None,
                    message=None,
                )
            )
        return past


@node("jobs:read", lambda viewer: viewer.job_lanes)
@strawberry.type(description="What the company may have of a kind of job, or of all.")
class JobLane(Node):
    paused_at: datetime | None
    weight: int = strawberry.field(description="Of the company: how often it is served.")
    concurrency: int | None = strawberry.field(description="At once, at most.")
    per_minute: int | None = strawberry.field(description="Starts, at most.")

    @derived(description="Null for all kinds.")
    def kind(kind: str) -> str | None:
        return None if kind == "*" else kind


# Of other states, the latest attempt is among the errors.
_LATEST = {
    JobState.RUNNING: JobAttemptOutcome.RUNNING,
    JobState.SUCCEEDED: JobAttemptOutcome.SUCCEEDED,
}


def _failed(error: dict[str, Any]) -> JobAttempt:
    lost = error["error"] == "WorkerLost"
    return JobAttempt(
        number=error["attempt"],
        started_at=_time(error.get("started_at")),
        ended_at=datetime.fromisoformat(error["at"]),
        outcome=JobAttemptOutcome.WORKER_LOST if lost else JobAttemptOutcome.FAILED,
        error=error["error"],
        message=error["message"] or None,
    )


def _time(at: str | None) -> datetime | None:
    return None if at is None else datetime.fromisoformat(at)
