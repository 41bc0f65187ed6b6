"""Whose turn it is: the due jobs of every company, served fairly. Any number may ask at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from random import random
from typing import Final
from uuid import UUID

from models.database import execute, fetch
from models.tenancy import every_company


@dataclass(frozen=True, slots=True)
class Orphan:
    """A job whose worker fell silent."""

    job_id: UUID
    company_id: UUID
    kind: str
    worker: str | None
    deaths: int


async def claim(
    *, limit: int, company_limit: int, seconds: float, draw: Callable[[], float] = random
) -> list[UUID]:
    """The next due jobs in the order to start them, ours to dispatch for so many seconds.

    Companies take turns, none has more than `company_limit` at once. In a company the priorities
    share 16 to 4 to 1 where all have work: `draw` tells where in its stride each of them stands, so
    that the least is served in time however small the batch.
    """
    with every_company():
        rows = await fetch(CLAIM, limit, company_limit, seconds, draw(), draw())
    return [row["id"] for row in sorted(rows, key=itemgetter("place", "run_at", "id"))]


async def unclaim(job_ids: Sequence[UUID]) -> None:
    """They did not reach a worker: due again at once."""
    with every_company():
        await execute(UNCLAIM, job_ids)


async def recover() -> list[Orphan]:
    """Make the jobs of silent workers due again; a death is not counted as an attempt."""
    with every_company():
        return [Orphan(**dict(row)) for row in await fetch(RECOVER)]


# The companies that wait are found by skipping through the index: a claim's cost grows with their
# number and with `limit`, not with the number of jobs.
CLAIM: Final = """
    WITH RECURSIVE waiting AS (
        (SELECT company_id FROM jobs WHERE state IN ('PENDING', 'RETRYING')
         ORDER BY company_id LIMIT 1)
        UNION ALL
        SELECT (SELECT company_id FROM jobs
                WHERE state IN ('PENDING', 'RETRYING') AND company_id > waiting.company_id
                ORDER BY company_id LIMIT 1)
        FROM waiting WHERE waiting.company_id IS NOT NULL
    ), busy AS (
        SELECT company_id, count(*) AS jobs FROM jobs WHERE lease_until > now() GROUP BY company_id
    ), due AS (
        SELECT job.id, job.run_at, coalesce(busy.jobs, 0) + row_number() OVER (
            PARTITION BY waiting.company_id ORDER BY (job.nth - class.phase) / class.weight
        ) AS place
        FROM waiting LEFT JOIN busy USING (company_id)
        CROSS JOIN (VALUES ('INTERACTIVE', 16, 0::float8), ('NORMAL', 4, $4), ('BULK', 1, $5))
            AS class (priority, weight, phase)
        CROSS JOIN LATERAL (
            SELECT id, run_at, row_number() OVER (ORDER BY run_at, id) AS nth FROM (
                SELECT id, run_at FROM jobs
                WHERE company_id = waiting.company_id AND priority = class.priority
                  AND state IN ('PENDING', 'RETRYING') AND run_at <= now()
                  AND (lease_until IS NULL OR lease_until <= now())
                ORDER BY run_at, id LIMIT least($1, $2 - coalesce(busy.jobs, 0))
            ) AS first
        ) AS job
        WHERE coalesce(busy.jobs, 0) < $2
    ), next AS (
        SELECT id, place FROM due WHERE place <= $2 ORDER BY place, run_at, id LIMIT $1
    ), free AS (
        SELECT id, place FROM jobs JOIN next USING (id)
        WHERE state IN ('PENDING', 'RETRYING') AND (lease_until IS NULL OR lease_until <= now())
        FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE jobs SET lease_until = now() + make_interval(secs => $3::float8)
    FROM free WHERE jobs.id = free.id
    RETURNING jobs.id, jobs.run_at, free.place
"""
UNCLAIM: Final = """
    UPDATE jobs SET lease_until = NULL WHERE id = ANY($1) AND state IN ('PENDING', 'RETRYING')
"""
RECOVER: Final = """
    WITH silent AS (
        SELECT id, worker FROM jobs WHERE state = 'RUNNING' AND lease_until <= now()
        ORDER BY lease_until LIMIT 200 FOR UPDATE SKIP LOCKED
    )
    UPDATE jobs
    SET state = 'RETRYING', deaths = deaths + 1, attempts = attempts - 1, lease_until = NULL,
        worker = NULL, updated_at = now(),
        errors = errors || jsonb_build_array(jsonb_build_object(
            'at', now(), 'attempt', attempts, 'error', 'WorkerLost', 'message', ''))
    FROM silent WHERE jobs.id = silent.id
    RETURNING jobs.id AS job_id, jobs.company_id, jobs.kind, silent.worker, jobs.deaths
"""
