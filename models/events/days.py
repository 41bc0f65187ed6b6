"""The days of the log: partitions, made before they begin, dropped when they have grown old.

An event whose day has no partition is kept in the default one until its day is over. Before a day
goes, every company's floor is raised to the last of its events in it, so that a cursor from before
is refused and never answered with what is left.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import uniform
from typing import Any, Final

from models.database import execute, fetch, transaction

AHEAD: Final = 3  # days; more would be more partitions in every read
TRIES: Final = 3
FLOORS_AT_ONCE: Final = 200  # heads of companies that are locked together, for milliseconds
LOCK: Final = 0x6368617469610002  # any number that no other program takes on this database
DAY: Final = timedelta(days=1)


@dataclass(slots=True)
class Kept:
    """What was done to the log; `left` for later are the days that readers or writers hold."""

    made: list[date] = field(default_factory=list)
    dropped: list[date] = field(default_factory=list)
    left: list[date] = field(default_factory=list)


class _Elsewhere(Exception):
    """Another process has done it meanwhile."""


async def keep(*, retention_days: int) -> Kept:
    """Make the days to come, and drop those that ended `retention_days` ago. For every company.

    Safe at any time and in any number of processes, which take turns.
    """
    [(today, soon, days)] = await fetch(
        """
        SELECT (now() AT TIME ZONE 'UTC')::date,
               (now() AT TIME ZONE 'UTC' + interval '1 minute')::date,
               ARRAY(SELECT to_date(right(inhrelid::regclass::text, 8), 'YYYYMMDD')
                     FROM pg_inherits WHERE inhparent = 'events'::regclass
                     AND inhrelid <> 'events_default'::regclass)
        """
    )
    rows = await fetch("SELECT DISTINCT (occurred_at AT TIME ZONE 'UTC')::date FROM events_default")
    strays = {row[0] for row in rows}
    coming = {soon + DAY * number for number in range(1, AHEAD + 1)}
    expired = {day for day in strays.union(days) if day < today - DAY * retention_days}
    # No day that has begun or is about to: who waits to write into the default partition would be
    # refused there.
    over = {day for day in strays if day < today}
    missing = (coming | over) - expired.union(days)
    kept = Kept()
    for day in sorted(missing):
        with suppress(_Elsewhere):
            (kept.made if await _make(day, strays=day in strays) else kept.left).append(day)
    for day in sorted(expired):
        with suppress(_Elsewhere):
            drop = _drop_strays if day in strays else _drop
            (kept.dropped if await drop(day) else kept.left).append(day)
    return kept


async def _make(day: date, *, strays: bool) -> bool:
    async with transaction():
        await _take_turn(day, exists=False)
        if strays:
            await execute("CREATE TEMPORARY TABLE strays (LIKE events) ON COMMIT DROP")
            await execute(
                """
                WITH gone AS (
                    DELETE FROM events_default WHERE occurred_at >= $1 AND occurred_at < $2
                    RETURNING *
                )
                INSERT INTO strays SELECT * FROM gone
                """,
                *_bounds(day),
            )
        [(made,)] = await fetch("SELECT make_events_partition($1)", day)
        if strays:
            await execute("INSERT INTO events SELECT * FROM strays")
        return bool(made)


async def _drop(day: date) -> bool:
    for _ in range(TRIES):
        # Before the drop and not within it: a writer that waits for its head holds a lock on the
        # log, for which the drop would wait in turn.
        await _raise_floors(day)
        if await _drop_unless_busy(day):
            return True
        await asyncio.sleep(uniform(0.5, 1.0))  # noqa: S311 - out of step with who is in the way
    return False


async def _drop_unless_busy(day: date) -> bool:
    async with transaction():
        await _take_turn(day, exists=True)
        await execute("SET LOCAL lock_timeout = '2s'")
        await execute(f"LOCK TABLE {_partition(day)} IN SHARE MODE")  # from here on none is added
        if await _above_floors(day):
            return False
        [(dropped,)] = await fetch("SELECT drop_events_partition($1)", day)
        return bool(dropped)


async def _drop_strays(day: date) -> bool:
    await _raise_floors(day)
    gone = await execute(
        """
        DELETE FROM events_default e USING event_heads h
        WHERE h.company_id = e.company_id AND e.seq <= h.floor
          AND e.occurred_at >= $1 AND e.occurred_at < $2
        """,
        *_bounds(day),
    )
    if not gone:
        raise _Elsewhere
    return True


async def _raise_floors(day: date) -> None:
    last = await _above_floors(day)
    for start in range(0, len(last), FLOORS_AT_ONCE):
        some = last[start : start + FLOORS_AT_ONCE]
        await execute(
            """
            WITH passed AS (
                SELECT h.company_id, l.seq FROM event_heads h
                JOIN unnest($1::uuid[], $2::bigint[]) AS l (company_id, seq) USING (company_id)
                ORDER BY h.company_id FOR NO KEY UPDATE OF h
            )
            UPDATE event_heads h SET floor = greatest(h.floor, passed.seq), updated_at = now()
            FROM passed WHERE h.company_id = passed.company_id
            """,
            [row["company_id"] for row in some],
            [row["seq"] for row in some],
        )


async def _above_floors(day: date) -> list[Any]:
    """The last seq that each company has on this day, where its floor is still lower."""
    return await fetch(
        """
        SELECT h.company_id, last.seq FROM event_heads h CROSS JOIN LATERAL (
            SELECT e.seq FROM events e
            WHERE e.company_id = h.company_id AND e.occurred_at >= $1 AND e.occurred_at < $2
            ORDER BY e.seq DESC LIMIT 1
        ) last
        WHERE last.seq > h.floor ORDER BY h.company_id
        """,
        *_bounds(day),
    )


async def _take_turn(day: date, *, exists: bool) -> None:
    """One process at a time until the transaction ends, if its day still is as it was found."""
    await execute("SELECT pg_advisory_xact_lock($1)", LOCK)
    found = await fetch("SELECT FROM pg_class WHERE oid = to_regclass($1)", _partition(day))
    if bool(found) is not exists:
        raise _Elsewhere


def _partition(day: date) -> str:
    return f"events_{day:%Y%m%d}"


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), UTC)
    return start, start + DAY
