"""Many jobs wanted together, and one that follows when the last of them has come to its end."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import orjson

from models.database import after_commit, fetch
from models.identifiers import uuid7
from models.job.bell import ring_once
from models.tenancy import current_company


async def enqueue_batch(
    kind: str,
    payloads: Sequence[Mapping[str, Any]],
    *,
    then: str | None = None,
    then_payload: Mapping[str, Any] | None = None,
    priority: str = "BULK",
    version: int = 1,
    max_attempts: int | None = None,
) -> UUID | None:
    """Want one job per payload, in the running transaction; the id of the job that follows them.

    That one, of kind `then`, is BLOCKED until all the others have succeeded, died or been
    cancelled; its progress is theirs.
    """
    after_commit(ring_once)
    follower = uuid7() if then is not None else None
    if then is not None:
        await fetch(
            FOLLOWER,
            follower,
            current_company(),
            then,
            orjson.dumps(then_payload or {}).decode(),
            priority,
            len(payloads),
        )
    await fetch(
        MEMBERS,
        [uuid7() for _ in payloads],
        [orjson.dumps(payload).decode() for payload in payloads],
        current_company(),
        kind,
        version,
        priority,
        max_attempts,
        follower,
    )
    return follower


FOLLOWER: Final = """
    INSERT INTO jobs (id, company_id, kind, version, payload, priority, run_at, waits_for,
                      progress_done, progress_total, state, attempts, deaths, fence, errors,
                      created_at, updated_at)
    VALUES ($1, $2, $3, 1, $4, $5::text, now(), $6::int, 0, $6::int,
            CASE $6::int WHEN 0 THEN 'PENDING' ELSE 'BLOCKED' END, 0, 0, 0, '[]', now(), now())
"""
MEMBERS: Final = """
    INSERT INTO jobs (id, company_id, kind, version, payload, priority, run_at, max_attempts,
                      batch_id, state, attempts, deaths, fence, errors, created_at, updated_at)
    SELECT id, $3, $4, $5, payload::jsonb, $6, now(), $7, $8, 'PENDING', 0, 0, 0, '[]', now(), now()
    FROM unnest($1::uuid[], $2::text[]) AS member (id, payload)
"""
# Behind a CTE `done` that returns the batch_id of each job that has come to its end. Followers are
# locked in one order, because workers count down several at once.
COUNTED_DOWN: Final = """
    , ended AS (
        SELECT batch_id, count(*)::int AS jobs FROM done WHERE batch_id IS NOT NULL GROUP BY 1
    ), held AS (
        SELECT jobs.id FROM jobs WHERE id IN (SELECT batch_id FROM ended) AND state = 'BLOCKED'
        ORDER BY id FOR NO KEY UPDATE
    ), followers AS (
        UPDATE jobs
        SET waits_for = waits_for - ended.jobs, progress_done = progress_done + ended.jobs,
            state = CASE WHEN waits_for <= ended.jobs THEN 'PENDING' ELSE 'BLOCKED' END,
            run_at = now(), updated_at = now()
        FROM ended, held WHERE jobs.id = ended.batch_id AND held.id = jobs.id
        RETURNING jobs.id
    )
    SELECT count(*) AS ended FROM done
"""
