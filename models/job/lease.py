"""A job in a worker's hands. Valid until it runs out or another take raises the fence."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import UUID

import orjson

from models.database import execute, fetch, transaction
from models.events import Event
from models.job.failures import explain
from models.job.job import Job
from models.tenancy import every_company


@dataclass(frozen=True, slots=True)
class Lease:
    """What a worker needs to run a job and to settle it; each settling is false once it is lost."""

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

    @classmethod
    async def take(cls, job_id: UUID, *, worker: str, seconds: Mapping[str, float]) -> Self | None:
        """Start this job if it is due and nobody's; `seconds` is the length of a lease, by kind."""
        with every_company():
            rows = await fetch(TAKE, job_id, worker, orjson.dumps(seconds).decode())
        if not rows:
            return None
        return cls(**dict(rows[0]) | {"payload": orjson.loads(rows[0]["payload"])})

    @property
    def key(self) -> tuple[UUID, int]:
        """This take of this job, and no later one."""
        return self.job_id, self.fence

    @staticmethod
    async def renew(leases: Iterable[tuple["Lease", float]]) -> set[tuple[UUID, int]]:
        """Hold these for so many seconds from now; the keys of those that are still ours."""
        held = list(leases)
        with every_company():
            rows = await fetch(
                RENEW,
                [lease.job_id for lease, _ in held],
                [lease.fence for lease, _ in held],
                [seconds for _, seconds in held],
            )
        return {(row["id"], row["fence"]) for row in rows}

    async def succeed(self) -> bool:
        return bool(await execute(SUCCEED, *self.key))

    async def retry(self, error: BaseException, *, after: float) -> bool:
        """Give it another attempt after so many seconds."""
        return bool(await execute(RETRY, *self.key, *self._told(error), after))

    async def give_back(self, *, after: float = 0) -> bool:
        """As if it had not been taken: for another worker, or for later."""
        return bool(await execute(GIVE_BACK, *self.key, after))

    async def bury(
        self, error: BaseException, *, last_rites: Callable[[], Awaitable[None]] | None = None
    ) -> bool:
        """No further attempt; `last_rites` tells the domain, in the same transaction."""
        async with transaction():
            if not await execute(BURY, *self.key, *self._told(error)):
                return False
            if last_rites is not None:
                await last_rites()
            job = await Job.get(id=self.job_id)
            await Event.record("job.dead", job, changes={"kind": self.kind})
            return True

    def _told(self, error: BaseException) -> tuple[int, str, str]:
        return self.attempt, *explain(error)


OURS: Final = "WHERE id = $1 AND fence = $2 AND state = 'RUNNING'"
TOLD: Final = """
    errors || jsonb_build_array(jsonb_build_object(
        'at', now(), 'attempt', $3::int, 'error', $4::text, 'message', $5::text))
"""
TAKE: Final = """
    UPDATE jobs
    SET state = 'RUNNING', fence = fence + 1, attempts = attempts + 1, worker = $2,
        lease_until = now() + make_interval(secs => coalesce(($3::jsonb ->> kind)::float8, 20)),
        started_at = now(), updated_at = now()
    WHERE id = $1 AND state IN ('PENDING', 'RETRYING') AND run_at <= now()
    RETURNING id AS job_id, company_id, kind, version, payload, attempts AS attempt, max_attempts,
              deaths, fence, extract(epoch FROM now() - run_at)::float8 AS waited
"""
RENEW: Final = """
    UPDATE jobs SET lease_until = now() + make_interval(secs => held.seconds)
    FROM unnest($1::uuid[], $2::int[], $3::float8[]) AS held (id, fence, seconds)
    WHERE jobs.id = held.id AND jobs.fence = held.fence AND jobs.state = 'RUNNING'
    RETURNING jobs.id, jobs.fence
"""
SUCCEED: Final = f"""
    UPDATE jobs SET state = 'SUCCEEDED', lease_until = NULL, finished_at = now(), updated_at = now()
    {OURS}
"""  # noqa: S608
RETRY: Final = f"""
    UPDATE jobs SET state = 'RETRYING', lease_until = NULL, updated_at = now(), errors = {TOLD},
                    run_at = now() + make_interval(secs => $6::float8)
    {OURS}
"""  # noqa: S608
GIVE_BACK: Final = f"""
    UPDATE jobs
    SET state = CASE WHEN attempts + deaths > 1 THEN 'RETRYING' ELSE 'PENDING' END,
        attempts = attempts - 1, lease_until = NULL, updated_at = now(),
        run_at = CASE $3::float8 WHEN 0 THEN run_at ELSE now() + make_interval(secs => $3) END
    {OURS}
"""  # noqa: S608
BURY: Final = f"""
    UPDATE jobs SET state = 'DEAD', lease_until = NULL, finished_at = now(), updated_at = now(),
                    errors = {TOLD}
    {OURS}
"""  # noqa: S608
