"""A piece of work, as those see it who want it done."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

import orjson
from tortoise import fields
from tortoise.exceptions import IntegrityError
from tortoise.expressions import RawSQL
from tortoise.queryset import QuerySet

from models.database import (
    after_commit,
    execute,
    fetch,
    transaction,
    write,
)
from models.errors import Refusal
from models.events import Actor, Event
from models.identifiers import uuid7
from models.job import unique
from models.job.batch import COUNTED_DOWN
from models.job.bell import ring_cancelled, ring_once
from models.job.endings import tell_cancelled
from models.job.unique import DROP, Unique
from models.tenancy import CompanyModel, current_company
from models.tracing import carried

RETRIED_AT_ONCE: Final = 500


class JobState(StrEnum):
    BLOCKED = "BLOCKED"
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    RETRYING = "RETRYING"
    DEAD = "DEAD"
    CANCELLED = "CANCELLED"


class JobPriority(StrEnum):
    INTERACTIVE = "INTERACTIVE"
    NORMAL = "NORMAL"
    BULK = "BULK"


class JobNotDead(Refusal):
    """Only a dead or cancelled job can be retried."""

    code = "JOB_NOT_DEAD"
    cure = "Read its state; a waiting job runs by itself."


class JobReplaced(Refusal):
    """Newer work with the same key is already waiting."""

    code = "JOB_REPLACED"
    cure = "Nothing need be done: that one runs."


class JobFinished(Refusal):
    """This job has come to its end."""

    code = "JOB_FINISHED"
    cure = "Read its state and history."


class Job(CompanyModel):
    """Exists if and only if its transaction committed; `fence` grows with every take.

    `attempts` counts those that ended in a verdict, with the running one; a worker's death or a
    hand-back is none. `lease_until` is also set from dispatch to start. A BLOCKED job waits for the
    `waits_for` unfinished jobs whose `batch_id` it is.
    """

    kind = fields.CharField(max_length=60)
    version = fields.IntField(default=1)
    payload: Any = fields.JSONField(default=dict)
    priority = fields.CharEnumField(JobPriority, max_length=20, default=JobPriority.NORMAL)
    state = fields.CharEnumField(JobState, max_length=20, default=JobState.PENDING)
    unique_key = fields.CharField(max_length=200, null=True)
    run_at = fields.DatetimeField()
    attempts = fields.IntField(default=0)
    max_attempts = fields.IntField(null=True)
    deaths = fields.IntField(default=0)
    lease_until = fields.DatetimeField(null=True)
    fence = fields.IntField(default=0)
    worker = fields.CharField(max_length=100, null=True)
    errors: Any = fields.JSONField(default=list)
    started_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)
    cancel_requested_at = fields.DatetimeField(null=True)
    superseded_at = fields.DatetimeField(null=True)
    throttle_key = fields.CharField(max_length=200, null=True)
    throttle_until = fields.DatetimeField(null=True)
    batch_id = fields.UUIDField(null=True)
    waits_for = fields.IntField(null=True)
    progress_done = fields.IntField(null=True)
    progress_total = fields.IntField(null=True)
    trace = fields.CharField(max_length=55, null=True)

    class Meta:
        table = "jobs"

    @classmethod
    async def enqueue(
        cls,
        kind: str,
        payload: Mapping[str, Any],
        *,
        unique_key: str | None = None,
        mode: Unique = DROP,
        run_at: datetime | None = None,
        priority: JobPriority = JobPriority.NORMAL,
        version: int = 1,
        max_attempts: int | None = None,
        company_id: UUID | None = None,
    ) -> UUID | None:
        """Want this done, in the running transaction; `payload` is ids, never text or secrets.

        `company_id` is for a transaction of `every_company`, which has none of its own.
        Where unfinished work of this kind has the same unique key, `mode` says what becomes of the
        two; None when this one is dropped.
        """
        after_commit(ring_once)
        if unique_key is not None and mode is not DROP:
            return await unique.enqueue(
                mode,
                company_id or current_company(),
                kind,
                version,
                orjson.dumps(payload).decode(),
                priority,
                unique_key,
                run_at,
                max_attempts,
            )
        trace = carried() if run_at is None else None  # later, it is no part of this any more
        rows = await fetch(
            ENQUEUE if trace is None else ENQUEUE_TRACED,
            uuid7(),
            company_id or current_company(),
            kind,
            version,
            orjson.dumps(payload).decode(),
            priority,
            unique_key,
            run_at,
            max_attempts,
            *([] if trace is None else [trace]),
        )
        return rows[0]["id"] if rows else None

    @classmethod
    async def ensure(
        cls,
        kind: str,
        payload: Mapping[str, Any],
        *,
        unique_key: str,
        run_at: datetime | None = None,
        priority: JobPriority = JobPriority.NORMAL,
    ) -> None:
        """As `enqueue`, for who need not know whether the same is wanted already: costs no read."""
        after_commit(ring_once)
        trace = carried() if run_at is None else None
        await write(
            ENQUEUE if trace is None else ENQUEUE_TRACED,
            uuid7(),
            current_company(),
            kind,
            1,
            orjson.dumps(payload).decode(),
            priority,
            unique_key,
            run_at,
            None,
            *([] if trace is None else [trace]),
        )

    async def retry(self, *, by: Actor) -> Self:
        """Let a dead or cancelled job start afresh, now; its errors are kept."""
        async with transaction():
            if not await self._revive():
                raise JobNotDead
            await self.refresh_from_db()
            await Event.record("job.retried", self, actor=by, changes={"kind": self.kind})
            after_commit(ring_once)
        return self

    @classmethod
    async def retry_dead(cls, rows: QuerySet["Job"], *, by: Actor) -> int:
        """Let the oldest RETRIED_AT_ONCE dead jobs among these start afresh; how many do.

        One whose unique key newer work has taken stays dead.
        """
        async with transaction():
            dead = await rows.filter(state=JobState.DEAD).order_by("id").limit(RETRIED_AT_ONCE)
            revived = await fetch(REVIVE_DEAD, [job.id for job in dead], current_company())
            ids = {row["id"] for row in revived}
            for job in dead:
                if job.id in ids:
                    await Event.record("job.retried", job, actor=by, changes={"kind": job.kind})
            after_commit(ring_once)
        return len(ids)

    async def cancel(self, *, by: Actor) -> Self:
        """Never start a job that waits; ask the worker of one that runs to stop it, soon."""
        async with transaction():
            await self.lock()
            if self.state in (JobState.SUCCEEDED, JobState.DEAD):
                raise JobFinished
            if self.state is JobState.RUNNING:
                if self.cancel_requested_at is None:
                    self.cancel_requested_at = datetime.now(UTC)
                    await self.save(update_fields=["cancel_requested_at"])
                    changes = {"kind": self.kind}
                    await Event.record("job.cancel_requested", self, actor=by, changes=changes)
                after_commit(ring_cancelled)
            elif self.state is not JobState.CANCELLED:
                await execute(CANCEL, self.id, current_company())
                await self.refresh_from_db()
                await tell_cancelled(self.kind, self.payload)
                await Event.record("job.cancelled", self, actor=by, changes={"kind": self.kind})
        return self

    async def _revive(self) -> int:
        ended = Job.filter(id=self.id, state__in=(JobState.DEAD, JobState.CANCELLED))
        try:
            return await ended.update(
                state=JobState.PENDING,
                attempts=0,
                deaths=0,
                run_at=NOW,
                lease_until=None,
                finished_at=None,
                cancel_requested_at=None,
                superseded_at=None,
                batch_id=None,
                updated_at=NOW,
            )
        except IntegrityError:
            raise JobReplaced from None


NOW: Final = RawSQL("now()")  # the database's: a caller's clock must not delay a start
# As text: of a type that is not PostgreSQL's own, asyncpg has each connection ask what it is.
ENQUEUE: Final = """
    INSERT INTO jobs (id, company_id, kind, version, payload, priority, unique_key, run_at,
                      max_attempts, state, attempts, deaths, fence, errors, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6::text, $7, coalesce($8, now()), $9, 'PENDING', 0, 0, 0, '[]',
            now(), now())
    ON CONFLICT (company_id, kind, unique_key)
        WHERE unique_key IS NOT NULL AND state IN ('PENDING', 'RUNNING', 'RETRYING')
        DO NOTHING
    RETURNING id
"""
ENQUEUE_TRACED: Final = ENQUEUE.replace("updated_at)", "updated_at, trace)").replace(
    "now())\n", "now(), $10)\n"
)
REVIVE_DEAD: Final = """
    UPDATE jobs
    SET state = 'PENDING', attempts = 0, deaths = 0, run_at = now(), lease_until = NULL,
        finished_at = NULL, cancel_requested_at = NULL, superseded_at = NULL, batch_id = NULL,
        updated_at = now()
    FROM (
        SELECT DISTINCT ON (kind, coalesce(unique_key, id::text)) id FROM jobs
        WHERE id = ANY($1) AND company_id = $2 AND state = 'DEAD'
        ORDER BY kind, coalesce(unique_key, id::text), id DESC
    ) AS last
    WHERE jobs.id = last.id AND jobs.state = 'DEAD' AND NOT EXISTS (
        SELECT FROM jobs AS newer
        WHERE newer.company_id = jobs.company_id AND newer.kind = jobs.kind
          AND newer.unique_key = jobs.unique_key
          AND newer.state IN ('PENDING', 'RUNNING', 'RETRYING'))
    RETURNING jobs.id
"""
CANCEL: Final = f"""
    WITH done AS (
        UPDATE jobs
        SET state = 'CANCELLED', lease_until = NULL, finished_at = now(), updated_at = now()
        WHERE id = $1 AND company_id = $2
        RETURNING batch_id
    ) {COUNTED_DOWN}
"""  # noqa: S608
