"""All companies' jobs as the operator sees them: figures, and the dead with their errors."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from models.database import fetch
from models.errors import NotFound
from models.identity import names_of
from models.job.job import Job
from models.tenancy import acting_for, every_company
from models.viewer import Viewer

MINUTES: Final = 5  # that the figures of finished work look back, at most
SAMPLE: Final = 20_000  # of the newest jobs, from which they are made
MOST_KINDS: Final = 200
TOP: Final = 20  # companies, those with most to do
SHOWN: Final = 50  # dead jobs
MOST_REVIVED: Final = 1_000


@dataclass(frozen=True, slots=True)
class Load:
    """Of one kind or one company: now, and in the last MINUTES. Times are in milliseconds."""

    name: str
    waiting: int
    scheduled: int
    running: int
    dead: int
    overdue: float
    per_minute: float
    dwell_p50: float | None
    dwell_p99: float | None
    run_p50: float | None
    run_p99: float | None
    company_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DeadJob:
    id: UUID
    company_id: UUID
    company: str
    kind: str
    attempts: int
    finished_at: datetime | None
    error: str
    message: str


async def by_kind() -> list[Load]:
    with every_company():
        rows = await fetch(LOADS.format("kind"), MINUTES, MOST_KINDS, SAMPLE)
    return [Load(**dict(row)) for row in rows]


async def by_company() -> list[Load]:
    """The TOP of them."""
    with every_company():
        rows = [dict(row) for row in await fetch(LOADS.format("company_id"), MINUTES, TOP, SAMPLE)]
    names = await names_of([row["name"] for row in rows])
    return [
        Load(**row | {"company_id": row["name"], "name": names.get(row["name"], "?")})
        for row in rows
    ]


async def dead_jobs(*, kind: str | None = None, company_id: UUID | None = None) -> list[DeadJob]:
    """The last SHOWN that died."""
    with every_company():
        rows = await fetch(DEAD, kind, company_id, SHOWN)
    return [DeadJob(**dict(row)) for row in rows]


async def revive(job_id: UUID) -> None:
    """Let a dead job start afresh. Raises NotFound, and what `Job.retry` raises."""
    with every_company():
        rows = await fetch("SELECT company_id FROM jobs WHERE id = $1", job_id)
    if not rows:
        raise NotFound
    await _retry(job_id, rows[0]["company_id"])


async def revive_all(*, kind: str | None = None, company_id: UUID | None = None) -> int:
    """The same for all dead ones of a kind or a company, at most MOST_REVIVED; how many."""
    with every_company():
        rows = await fetch(DEAD, kind, company_id, MOST_REVIVED)
    for row in rows:
        await _retry(row["id"], row["company_id"])
    return len(rows)


async def _retry(job_id: UUID, company_id: UUID) -> None:
    with acting_for(company_id):
        job = await Job.get_or_none(id=job_id)
        if job is None:
            raise NotFound
        await job.retry(by=Viewer.system(company_id))


# What is done is found among the newest, what is not by its state: neither reads the whole table.
LOADS: Final = """
    WITH open AS (
        SELECT {0} AS name, state, run_at FROM jobs WHERE state IN ('PENDING', 'RETRYING')
        UNION ALL SELECT {0}, state, run_at FROM jobs WHERE lease_until IS NOT NULL
            AND state = 'RUNNING'
        UNION ALL SELECT {0}, state, run_at FROM jobs WHERE state = 'DEAD'
    ), now_open AS (
        SELECT name,
               count(*) FILTER (WHERE state IN ('PENDING', 'RETRYING') AND run_at <= now())
                   AS waiting,
               count(*) FILTER (WHERE state IN ('PENDING', 'RETRYING') AND run_at > now())
                   AS scheduled,
               count(*) FILTER (WHERE state = 'RUNNING') AS running,
               count(*) FILTER (WHERE state = 'DEAD') AS dead,
               extract(epoch FROM now() - min(run_at) FILTER (
                   WHERE state IN ('PENDING', 'RETRYING') AND run_at <= now())) AS overdue
        FROM open GROUP BY name
    ), newest AS (
        SELECT {0} AS name, state, run_at, started_at, finished_at, created_at
        FROM jobs ORDER BY id DESC LIMIT $3
    ), reach AS (
        SELECT CASE WHEN count(*) < $3 THEN $1 ELSE
            least($1, extract(epoch FROM now() - min(created_at)) / 60) END::float8 AS minutes
        FROM newest
    ), lately AS (
        SELECT name, count(*) AS succeeded,
               percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (
                   ORDER BY 1000 * extract(epoch FROM started_at - run_at)) AS dwell,
               percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (
                   ORDER BY 1000 * extract(epoch FROM finished_at - started_at)) AS run
        FROM newest, reach
        WHERE state = 'SUCCEEDED' AND finished_at > now() - minutes * interval '1 minute'
        GROUP BY name
    )
    SELECT name, coalesce(waiting, 0) AS waiting, coalesce(scheduled, 0) AS scheduled,
           coalesce(running, 0) AS running, coalesce(dead, 0) AS dead,
           coalesce(overdue, 0)::float8 AS overdue,
           coalesce(succeeded, 0) / greatest(minutes, 0.01) AS per_minute,
           dwell[1] AS dwell_p50, dwell[2] AS dwell_p99, run[1] AS run_p50, run[2] AS run_p99
    FROM now_open FULL JOIN lately USING (name), reach
    ORDER BY coalesce(waiting, 0) + coalesce(running, 0) DESC, coalesce(succeeded, 0) DESC, name
    LIMIT $2
"""
DEAD: Final = """
    SELECT jobs.id, company_id, companies.name AS company, kind, attempts, finished_at,
           coalesce(errors -> -1 ->> 'error', '') AS error,
           coalesce(errors -> -1 ->> 'message', '') AS message
    FROM jobs JOIN companies ON companies.id = jobs.company_id
    WHERE state = 'DEAD' AND ($1::text IS NULL OR kind = $1)
      AND ($2::uuid IS NULL OR company_id = $2)
    ORDER BY finished_at DESC LIMIT $3
"""
