"""Whose turn it is: the due jobs of every company, served fairly. Any number may ask at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import random
from typing import Final
from uuid import UUID

import orjson

from models.database import execute, fetch
from models.tenancy import every_company

Known = Mapping[str, tuple[int, int | None, int | None]]


@dataclass(frozen=True, slots=True)
class Orphan:
    """A job whose worker fell silent."""

    job_id: UUID
    company_id: UUID
    kind: str
    worker: str | None
    deaths: int


async def claim(
    *,
    limit: int,
    company_limit: int,
    seconds: float,
    kinds: Known | None = None,
    draw: Callable[[], float] = random,
) -> list[UUID]:
    """The next due jobs in the order to start them, ours to dispatch for so many seconds.

    `kinds` are those that our workers know, each with its newest version, and how many of it a
    company may run at once and start in a minute; other work is left alone. Companies take turns by
    weight, none has more than `company_limit` at once. In a company, INTERACTIVE goes before NORMAL
    before BULK; what has waited longer than its priority's patience shares with what would go
    before it, 16 to 4 to 1, so that it is served in time: `draw` tells where in its stride a
    priority stands, however small the batch.
    """
    with every_company():
        known = None if kinds is None else orjson.dumps(kinds).decode()
        rows = await fetch(CLAIM, limit, company_limit, seconds, known, [draw(), draw()])
    return [row["job_id"] for row in rows]


async def unclaim(job_ids: Sequence[UUID]) -> None:
    """They did not reach a worker: due again at once."""
    with every_company():
        await execute(UNCLAIM, job_ids)


async def recover() -> list[Orphan]:
    """Make the jobs of silent workers due again; a death is not counted as an attempt."""
    with every_company():
        return [Orphan(**dict(row)) for row in await fetch(RECOVER)]


async def database_time() -> datetime:
    """By which leases run out and jobs are due."""
    with every_company():
        moment: datetime = (await fetch("SELECT clock_timestamp()"))[0][0]
    return moment


async def mend_times() -> int:
    """After the database's clock was set back: what was written ahead of it is due as it was."""
    with every_company():
        return await execute(MEND_WAITING) + await execute(MEND_RUNNING)


CLAIM: Final = """
    SELECT job_id
    FROM claim_jobs($1, $2, make_interval(secs => $3::float8), $4::jsonb, $5::float8[])
"""
UNCLAIM: Final = """
    UPDATE jobs SET lease_until = NULL WHERE id IN (
        SELECT id FROM jobs
        WHERE id = ANY($1) AND state || '' IN ('PENDING', 'RETRYING')  -- by their ids, as in a take
        ORDER BY id FOR NO KEY UPDATE)
"""
RECOVER: Final = """
    WITH silent AS (
        SELECT id, worker FROM jobs WHERE state = 'RUNNING' AND lease_until <= now()
        ORDER BY lease_until LIMIT 200 FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE jobs
    SET state = 'RETRYING', deaths = deaths + 1, attempts = attempts - 1, lease_until = NULL,
        worker = NULL, updated_at = now(), run_at = least(run_at, now()),
        errors = errors || jsonb_build_array(jsonb_build_object(
            'at', now(), 'attempt', attempts, 'error', 'WorkerLost', 'message', '',
            'started_at', started_at, 'worker', jobs.worker))
    FROM silent WHERE jobs.id = silent.id
    RETURNING jobs.id AS job_id, jobs.company_id, jobs.kind, silent.worker, jobs.deaths
"""
MEND_WAITING: Final = """
    UPDATE jobs SET run_at = run_at - (updated_at - now()), updated_at = now(), lease_until = NULL
    WHERE id IN (
        SELECT id FROM jobs
        WHERE state IN ('PENDING', 'RETRYING') AND updated_at > now() + interval '2 seconds'
        ORDER BY id FOR NO KEY UPDATE)
"""
MEND_RUNNING: Final = """
    UPDATE jobs SET updated_at = now(),
        lease_until = now() + least(lease_until - updated_at, interval '1 minute')
    WHERE id IN (
        SELECT id FROM jobs
        WHERE state = 'RUNNING' AND updated_at > now() + interval '2 seconds'
        ORDER BY id FOR NO KEY UPDATE)
"""
