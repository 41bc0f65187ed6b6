"""How long the table remembers work that has come to its end."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from models.database import execute
from models.tenancy import every_company

AT_ONCE: Final = 2_000


async def forget_jobs(*, done_days: int, dead_days: int) -> int:
    """Drop jobs that ended so many days ago, a few at a time; how many are gone.

    By their ids, which begin with the time they were wanted at: no index is kept for it.
    """
    gone = 0
    with every_company():
        for states, days in ((["SUCCEEDED", "CANCELLED"], done_days), (["DEAD"], dead_days)):
            before = _first_id(datetime.now(UTC) - timedelta(days=days))
            while True:
                dropped = await execute(FORGET, before, states, days, AT_ONCE)
                gone += dropped
                if dropped < AT_ONCE:
                    break
    return gone


def _first_id(at: datetime) -> UUID:
    """The lowest UUIDv7 of this time."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


FORGET: Final = """
    DELETE FROM jobs WHERE id IN (
        SELECT id FROM jobs
        WHERE id < $1 AND state = ANY($2) AND finished_at < now() - make_interval(days => $3)
        ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED)
"""
