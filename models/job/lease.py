"""A job in a worker's hands. Valid until it runs out or another take raises the fence."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import UUID

import orjson

from models.database import execute, fetch, transaction
from models.events import Event, EventName
from models.job.batch import COUNTED_DOWN
from models.job.endings import tell_cancelled
from models.job.failures import explain
from models.job.job import Job
from models.tenancy import every_company

Key = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Lease:
    """What a worker needs to run a job and to settle it; each settling is false once it is lost.

    `unwanted` when it was cancelled or replaced while a worker had it.
    """

    job_id: UUID
    company_id: UUID
    kind: str
    version: int
    payload: dict[str, Any]
    attempt: int
    max_attempts: int | None
    deaths: int
    fence: int
    waited: float
    batch_id: UUID | None
    unwanted: bool
    announced: bool
    trace: str | None

    @classmethod
    async def take(
        cls,
        job_ids: Collection[UUID],
        *,
        worker: str,
        seconds: Mapping[str, float],
        announced: Collection[str] = (),
    ) -> list[Self]:
        """Start those of these jobs that are due and nobody's, all in one statement.

        `seconds` is the length of a lease by kind. Starts and successes of `announced` kinds are
        events, but of BULK work, whose number would drown all others.
        """
        how = worker, orjson.dumps(seconds).decode(), list(announced)
        with every_company():
            leases = [cls._of(row) for row in await fetch(TAKE_QUIETLY, list(job_ids), *how)]
            others = set(job_ids).difference(lease.job_id for lease in leases)
            if others and announced:
                async with transaction():
                    loud = [cls._of(row) for row in await fetch(TAKE_ALOUD, list(others), *how)]
                    await _announce("job.started", loud)
                    leases += loud
        return leases

    @property
    def key(self) -> Key:
        """This take of this job, and no later one."""
        return self.job_id, self.fence

    @staticmethod
    async def renew(leases: Iterable[tuple["Lease", float]]) -> dict[Key, bool]:
        """Hold these for so many seconds from now: those still ours, and whether to stop them."""
        held = list(leases)
        with every_company():
            rows = await fetch(
                RENEW,
                [lease.job_id for lease, _ in held],
                [lease.fence for lease, _ in held],
                [seconds for _, seconds in held],
            )
        return {(row["id"], row["fence"]): row["unwanted"] for row in rows}

    @staticmethod
    async def succeed_all(leases: Sequence["Lease"]) -> set[Key]:
        """These have done what was wanted, all in one statement; the keys of those still ours."""
        with every_company():
            if not any(lease.batch_id or lease.announced for lease in leases):
                return await _succeed(leases)
            async with transaction():
                settled = await _succeed(leases)
                await execute(COUNT_DOWN, [id for id, _ in settled])
                ours = [lease for lease in leases if lease.key in settled]
                await _announce("job.succeeded", ours)
        return settled

    async def retry(self, error: BaseException, *, after: float) -> bool:
        """Give it another attempt after so many seconds; false also when nobody wants it."""
        async with transaction():
            if not await execute(RETRY, *self.key, *self._told(error), after):
                return False
            await self._record("job.retrying", {"attempt": self.attempt, "in": round(after, 3)})
            return True

    async def give_back(self, *, after: float = 0) -> bool:
        """As if it had not been taken: for another worker, or for later."""
        return bool(await execute(GIVE_BACK, *self.key, after))

    async def cancel(self) -> bool:
        """It is not wanted any more, and has stopped."""
        async with transaction():
            if not await self._end(CANCEL, *self.key):
                return False
            job = await Job.get(id=self.job_id)
            if job.superseded_at is None:
                await tell_cancelled(self.kind, self.payload)
            await Event.record("job.cancelled", job, changes={"kind": self.kind})
            return True

    async def bury(
        self, error: BaseException, *, last_rites: Callable[[], Awaitable[None]] | None = None
    ) -> bool:
        """No further attempt; `last_rites` tells the domain, in the same transaction."""
        async with transaction():
            if not await self._end(BURY, *self.key, *self._told(error)):
                return False
            if last_rites is not None:
                await last_rites()
            await self._record("job.dead", {})
            return True

    @classmethod
    def _of(cls, row: Any) -> Self:
        return cls(**dict(row) | {"payload": orjson.loads(row["payload"])})

    async def _end(self, statement: str, *args: Any) -> bool:
        rows = await fetch(statement, *args)
        return bool(rows[0]["ended"])

    async def _record(self, name: EventName, changes: Mapping[str, Any]) -> None:
        job = await Job.get(id=self.job_id)
        await Event.record(name, job, changes={"kind": self.kind, **changes})

    def _told(self, error: BaseException) -> tuple[int, str, str]:
        return self.attempt, *explain(error)


async def _succeed(leases: Sequence[Lease]) -> set[Key]:
    ids, fences = [lease.job_id for lease in leases], [lease.fence for lease in leases]
    return {(row["id"], row["fence"]) for row in await fetch(SUCCEED, ids, fences)}


async def _announce(name: EventName, leases: Iterable[Lease]) -> None:
    for lease in leases:
        if lease.announced:
            job = Job(id=lease.job_id, company_id=lease.company_id)
            await Event.record(name, job, changes={"kind": lease.kind})


OURS: Final = "WHERE id = $1 AND fence = $2 AND state = 'RUNNING'"
UNWANTED: Final = "(cancel_requested_at IS NOT NULL OR superseded_at IS NOT NULL)"
TOLD: Final = """
    errors || jsonb_build_array(jsonb_build_object(
        'at', now(), 'attempt', $3::int, 'error', $4::text, 'message', $5::text,
        'started_at', started_at, 'worker', worker
"""
_TAKE: Final = f"""
    UPDATE jobs
    SET state = 'RUNNING', fence = fence + 1, attempts = attempts + 1, worker = $2,
        lease_until = now() + make_interval(secs => coalesce(($3::jsonb ->> kind)::float8, 20)),
        started_at = now(), updated_at = now()
    FROM (
        SELECT id FROM jobs
        -- by their ids, even where statistics say that hardly anything waits
        WHERE id = ANY($1) AND state || '' IN ('PENDING', 'RETRYING') AND run_at <= now()
          AND (kind = ANY($4::text[]) AND priority <> 'BULK') = %s
        FOR NO KEY UPDATE SKIP LOCKED
    ) AS due
    WHERE jobs.id = due.id
    RETURNING jobs.id AS job_id, company_id, kind, version, payload, attempts AS attempt,
              max_attempts, deaths, fence, batch_id, trace, {UNWANTED} AS unwanted,
              kind = ANY($4::text[]) AND priority <> 'BULK' AS announced,
              extract(epoch FROM now() - run_at)::float8 AS waited
"""  # noqa: S608
TAKE_QUIETLY: Final = _TAKE % "false"
TAKE_ALOUD: Final = _TAKE % "true"
# A worker renews several at once and settles several at once: both hold them in one order.
TAKEN: Final = """
    JOIN jobs ON jobs.id = taken.id AND jobs.fence = taken.fence AND jobs.state = 'RUNNING'
    ORDER BY jobs.id FOR NO KEY UPDATE OF jobs
"""
RENEW: Final = f"""
    UPDATE jobs SET lease_until = now() + make_interval(secs => held.seconds)
    FROM (
        SELECT jobs.id, seconds
        FROM unnest($1::uuid[], $2::int[], $3::float8[]) AS taken (id, fence, seconds) {TAKEN}
    ) AS held
    WHERE jobs.id = held.id
    RETURNING jobs.id, jobs.fence, {UNWANTED} AS unwanted
"""  # noqa: S608
SUCCEED: Final = f"""
    UPDATE jobs SET state = 'SUCCEEDED', lease_until = NULL, finished_at = now(), updated_at = now()
    FROM (SELECT jobs.id FROM unnest($1::uuid[], $2::int[]) AS taken (id, fence) {TAKEN}) AS held
    WHERE jobs.id = held.id
    RETURNING jobs.id, jobs.fence
"""  # noqa: S608
COUNT_DOWN: Final = f"""
    WITH done AS (SELECT batch_id FROM jobs WHERE id = ANY($1)) {COUNTED_DOWN}
"""  # noqa: S608
RETRY: Final = f"""
    UPDATE jobs SET state = 'RETRYING', lease_until = NULL, updated_at = now(),
                    run_at = now() + make_interval(secs => $6::float8),
                    errors = {TOLD}, 'retry_at', now() + make_interval(secs => $6::float8)))
    {OURS} AND NOT {UNWANTED}
"""  # noqa: S608
GIVE_BACK: Final = f"""
    UPDATE jobs
    SET state = CASE WHEN attempts + deaths > 1 THEN 'RETRYING' ELSE 'PENDING' END,
        attempts = attempts - 1, lease_until = NULL, updated_at = now(),
        run_at = CASE $3::float8 WHEN 0 THEN least(run_at, now())
                 ELSE now() + make_interval(secs => $3) END
    {OURS}
"""  # noqa: S608
CANCEL: Final = f"""
    WITH done AS (
        UPDATE jobs
        SET state = 'CANCELLED', lease_until = NULL, finished_at = now(), updated_at = now()
        {OURS} AND {UNWANTED}
        RETURNING batch_id
    ) {COUNTED_DOWN}
"""  # noqa: S608
BURY: Final = f"""
    WITH done AS (
        UPDATE jobs SET state = 'DEAD', lease_until = NULL, finished_at = now(), updated_at = now(),
                        errors = {TOLD}))
        {OURS}
        RETURNING batch_id
    ) {COUNTED_DOWN}
"""  # noqa: S608
