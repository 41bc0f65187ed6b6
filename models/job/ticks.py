"""The ticks of recurring work: each is claimed once, by whichever scheduler comes first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from tortoise import fields
from tortoise.models import Model

from models.database import execute, fetch
from models.identifiers import uuid7
from models.tenancy import every_company

Outcome = Literal["done", "failed", "missed"]
MAX_STARTS: Final = 3


class Tick(Model):
    """One time at which recurring work of the whole installation is due; of no company."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    name = fields.CharField(max_length=60)
    tick = fields.DatetimeField()
    lease_until = fields.DatetimeField(null=True)
    starts = fields.IntField()
    outcome = fields.CharField(max_length=20, null=True)
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "ticks"


async def last(names: Sequence[str]) -> dict[str, datetime]:
    """The latest tick of each that is on record, whatever became of it."""
    with every_company():
        rows = await fetch(LAST, list(names))
    return {row["name"]: row["tick"] for row in rows}


async def claim(name: str, tick: datetime, *, seconds: float) -> bool:
    """Is it ours to do? Also when whoever claimed it has been silent for its `seconds`."""
    with every_company():
        return bool(await fetch(CLAIM, name, tick, seconds, MAX_STARTS))


async def renew(name: str, tick: datetime, *, seconds: float) -> None:
    with every_company():
        await execute(RENEW, name, tick, seconds)


async def settle(name: str, tick: datetime, outcome: Outcome) -> None:
    with every_company():
        await execute(SETTLE, name, tick, outcome)


async def pass_over(name: str, ticks: Sequence[datetime]) -> None:
    """These were missed, and are not made up for."""
    with every_company():
        await execute(MISSED, name, list(ticks))


async def abandoned() -> list[tuple[str, datetime]]:
    """Ticks whose scheduler fell silent, to be claimed again."""
    with every_company():
        return [(row["name"], row["tick"]) for row in await fetch(ABANDONED, MAX_STARTS)]


async def forget(*, days: int) -> int:
    """Drop ticks of so many days ago, but the last of each name."""
    with every_company():
        return await execute(FORGET, days)


LAST: Final = "SELECT name, max(tick) AS tick FROM ticks WHERE name = ANY($1) GROUP BY name"
CLAIM: Final = """
    INSERT INTO ticks (id, name, tick, lease_until, starts)
    VALUES (gen_random_uuid(), $1, $2, now() + make_interval(secs => $3::float8), 1)
    ON CONFLICT (name, tick) DO UPDATE
    SET lease_until = excluded.lease_until, starts = ticks.starts + 1
    WHERE ticks.outcome IS NULL AND ticks.lease_until <= now() AND ticks.starts < $4
    RETURNING starts
"""
RENEW: Final = """
    UPDATE ticks SET lease_until = now() + make_interval(secs => $3::float8)
    WHERE name = $1 AND tick = $2 AND outcome IS NULL
"""
SETTLE: Final = """
    UPDATE ticks SET outcome = $3, finished_at = now(), lease_until = NULL
    WHERE name = $1 AND tick = $2
"""
MISSED: Final = """
    INSERT INTO ticks (id, name, tick, starts, outcome, finished_at)
    SELECT gen_random_uuid(), $1, tick, 0, 'missed', now() FROM unnest($2::timestamptz[]) AS tick
    ON CONFLICT (name, tick) DO NOTHING
"""
ABANDONED: Final = """
    SELECT name, tick FROM ticks WHERE outcome IS NULL AND lease_until <= now() AND starts < $1
    ORDER BY tick
"""
FORGET: Final = """
    DELETE FROM ticks WHERE tick < now() - make_interval(days => $1) AND tick < (
        SELECT max(tick) FROM ticks AS later WHERE later.name = ticks.name)
"""
