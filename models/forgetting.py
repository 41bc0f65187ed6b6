"""Dropping what has been kept long enough, a few rows at a time."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from models.database import execute

AT_ONCE: Final = 1_000


async def forget(statement: str, *args: Any) -> int:
    """Run a DELETE, whose last parameter is how many rows at most, until none is left; how many."""
    gone = 0
    while True:
        dropped = await execute(statement, *args, AT_ONCE)
        gone += dropped
        if dropped < AT_ONCE:
            return gone


def days_ago(days: int) -> tuple[UUID, datetime]:
    """The first UUIDv7 of then, by which rows are found without an index of their age; and then."""
    then = datetime.now(UTC) - timedelta(days=days)
    return UUID(int=int(then.timestamp() * 1000) << 80), then
