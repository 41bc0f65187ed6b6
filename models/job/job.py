"""A piece of work, as those see it who want it done."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any, Final, Self
from uuid import UUID

import orjson
from tortoise import fields
from tortoise.exceptions import IntegrityError
from tortoise.expressions import RawSQL

from models.database import after_commit, current_transaction, fetch, transaction
from models.errors import Refusal
from models.events import Actor, Event
from models.identifiers import uuid7
from models.live.channels import ring
from models.tenancy import CompanyModel, current_company

BELL: Final = "jobs"


class JobState(StrEnum):
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


class JobRunning(Refusal):
    """This job is running. Wait for its end."""

    code = "JOB_RUNNING"


class JobFinished(Refusal):
    """This job has come to its end."""

    code = "JOB_FINISHED"
    cure = "Read its state and history."


class Job(CompanyModel):
    """Exists if and only if its transaction committed; `fence` grows with every take.

    `attempts` counts those that ended in a verdict, with the running one; a worker's death or a
    hand-back is none. `lease_until` is also set from dispatch to start.
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

    class Meta:
        table = "jobs"

    @classmethod
    async def enqueue(
        cls,
        kind: str,
        payload: Mapping[str, Any],
        *,
        unique_key: str | None = None,
        run_at: datetime | None = None,
        priority: JobPriority = JobPriority.NORMAL,
        version: int = 1,
        max_attempts: int | None = None,
        company_id: UUID | None = None,
    ) -> UUID | None:
        """Want this done, in the running transaction; `payload` is ids, never text or secrets.

        `company_id` is for a transaction of `every_company`, which has none of its own.
        None when unfinished work of this kind has the same unique key: one of them is enough.
        """
        current_transaction().batch(_ring_once).append(kind)
        rows = await fetch(
            ENQUEUE,
            uuid7(),
            company_id or current_company(),
            kind,
            version,
            orjson.dumps(payload).decode(),
            priority.value,
            unique_key,
            run_at,
            max_attempts,
        )
        return rows[0]["id"] if rows else None

    async def retry(self, *, by: Actor) -> Self:
        """Let a dead or cancelled job start afresh, now; its errors are kept."""
        async with transaction() as current:
            if not await self._revive():
                raise JobNotDead
            await self.refresh_from_db()
            await Event.record("job.retried", self, actor=by)
            current.batch(_ring_once).append(self.kind)
        return self

    async def cancel(self, *, by: Actor) -> Self:
        """Never start a job that waits. A running one is refused: it may be half done."""
        async with transaction():
            await self.lock()
            if self.state is JobState.RUNNING:
                raise JobRunning
            if self.state in (JobState.SUCCEEDED, JobState.DEAD):
                raise JobFinished
            if self.state is not JobState.CANCELLED:
                self.state, self.lease_until = JobState.CANCELLED, None
                self.finished_at = datetime.now(UTC)
                await self.save(update_fields=["state", "lease_until", "finished_at"])
                await Event.record("job.cancelled", self, actor=by)
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
                updated_at=NOW,
            )
        except IntegrityError:
            raise JobReplaced from None


async def _ring_once(_: list[str]) -> None:
    after_commit(partial(ring, BELL))


NOW: Final = RawSQL("now()")  # the database's: a caller's clock must not delay a start
ENQUEUE: Final = """
    INSERT INTO jobs (id, company_id, kind, version, payload, priority, unique_key, run_at,
                      max_attempts, state, attempts, deaths, fence, errors, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, coalesce($8, now()), $9, 'PENDING', 0, 0, 0, '[]', now(),
            now())
    ON CONFLICT (company_id, kind, unique_key)
        WHERE unique_key IS NOT NULL AND state IN ('PENDING', 'RUNNING', 'RETRYING')
        DO NOTHING
    RETURNING id
"""
