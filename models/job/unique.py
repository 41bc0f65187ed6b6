"""Work that is wanted again while it waits or runs: what becomes of the two."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from models.database import execute, fetch
from models.identifiers import uuid7

TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Unique:
    """A mode of unique keys; make one with `debounce` or `throttle`, or use DROP or REPLACE."""

    mode: Literal["drop", "replace", "debounce", "throttle"]
    seconds: float = 0.0


# Unfinished work is enough: the new is not wanted.
DROP: Final = Unique("drop")
# Waiting work takes over the new payload, time and priority. Running work is not disturbed, but
# not tried again either: the new one follows it.
REPLACE: Final = Unique("replace")


def debounce(seconds: float) -> Unique:
    """As REPLACE, so many seconds after it was last wanted: only the last of a burst is done."""
    return Unique("debounce", seconds)


def throttle(seconds: float) -> Unique:
    """At once, then again at most every so many seconds; one that waits for its time is enough."""
    return Unique("throttle", seconds)


async def enqueue(
    unique: Unique,
    company_id: UUID,
    kind: str,
    version: int,
    payload: str,
    priority: str,
    unique_key: str,
    run_at: datetime | None,
    max_attempts: int | None,
) -> UUID | None:
    """The id of the job that will do it; None when one that waits is enough."""
    key = company_id, kind, unique_key
    values = kind, version, payload, priority, unique_key, run_at, max_attempts, unique.seconds
    if unique.mode == "throttle":
        await execute(QUEUE_UP, *map(str, key))
        await execute(SUPERSEDE, *key)
        rows = await fetch(THROTTLE, uuid7(), company_id, *values)
        return rows[0]["id"] if rows else None
    for _ in range(TRIES):
        await execute(SUPERSEDE, *key)
        if rows := await fetch(REPLACE_WAITING, uuid7(), company_id, *values):
            return UUID(str(rows[0]["id"]))
    raise RuntimeError(f"Work of {kind} was started again and again while it was being replaced.")


QUEUE_UP: Final = """
    SELECT pg_advisory_xact_lock(hashtextextended($1 || '/' || $2 || '/' || $3::text, 0))
"""
SUPERSEDE: Final = """
    UPDATE jobs SET unique_key = NULL, superseded_at = now()
    WHERE company_id = $1 AND kind = $2 AND unique_key = $3 AND state = 'RUNNING'
"""
INSERT: Final = """
    INSERT INTO jobs (id, company_id, kind, version, payload, priority, unique_key, run_at,
                      max_attempts, throttle_key, throttle_until, state, attempts, deaths, fence,
                      errors, created_at, updated_at)
"""
ON_CONFLICT: Final = """
    ON CONFLICT (company_id, kind, unique_key)
        WHERE unique_key IS NOT NULL AND state IN ('PENDING', 'RUNNING', 'RETRYING')
"""
REPLACE_WAITING: Final = f"""
    {INSERT}
    VALUES ($1, $2, $3, $4, $5, $6::text, $7,
            coalesce($8, now() + make_interval(secs => $10::float8)), $9, NULL, NULL, 'PENDING',
            0, 0, 0, '[]', now(), now())
    {ON_CONFLICT}
    DO UPDATE SET payload = excluded.payload, version = excluded.version,
        priority = excluded.priority, run_at = excluded.run_at, lease_until = NULL,
        max_attempts = excluded.max_attempts, state = 'PENDING', attempts = 0, updated_at = now()
        WHERE jobs.state IN ('PENDING', 'RETRYING')
    RETURNING id
"""
THROTTLE: Final = f"""
    {INSERT}
    SELECT $1, $2, $3, $4, $5, $6, $7, starts, $9, $7,
           starts + make_interval(secs => $10::float8), 'PENDING', 0, 0, 0, '[]', now(), now()
    FROM (
        SELECT greatest($8, now(), max(throttle_until)) AS starts FROM jobs
        WHERE company_id = $2 AND kind = $3 AND throttle_key = $7
    ) AS last
    {ON_CONFLICT}
    DO NOTHING
    RETURNING id
"""  # noqa: S608
