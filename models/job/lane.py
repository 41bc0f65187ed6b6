"""What a company may have of a kind of job, or of all: its weight, its caps, its pause."""

from datetime import UTC, datetime
from typing import Final, Self

from tortoise import fields
from tortoise.models import Model

from models.database import after_commit, execute, fetch, transaction
from models.events import Actor, Event
from models.identifiers import uuid7
from models.job.bell import ring_once
from models.tenancy import CompanyModel, current_company, every_company

EVERY_KIND: Final = "*"


class JobLane(CompanyModel):
    """A row only where something differs from the kind's own policy; EVERY_KIND is the company.

    `weight` counts for EVERY_KIND: a company of weight 2 is served twice as often. `concurrency` is
    how many run at once. A `per_minute` of 60 starts one a second, never sixty at once.
    """

    kind = fields.CharField(max_length=60)
    weight = fields.IntField(default=1)
    concurrency = fields.IntField(null=True)
    per_minute = fields.IntField(null=True)
    paused_at = fields.DatetimeField(null=True)
    metered_until = fields.DatetimeField(null=True)

    class Meta:
        table = "job_lanes"

    @classmethod
    async def of(cls, kind: str = EVERY_KIND) -> Self:
        """The company's lane of this kind, made if need be, and held in the running transaction."""
        await execute(MAKE, uuid7(), current_company(), kind)
        return await (await cls.get(kind=kind)).lock()

    @classmethod
    async def pause(cls, kind: str = EVERY_KIND, *, by: Actor) -> Self:
        """Start no further job of this kind; what runs goes on, and what is wanted is kept."""
        async with transaction():
            lane = await cls.of(kind)
            if lane.paused_at is None:
                lane.paused_at = datetime.now(UTC)
                await lane.save(update_fields=["paused_at"])
                await Event.record("jobs.paused", lane, actor=by, changes={"kind": kind})
        return lane

    @classmethod
    async def resume(cls, kind: str = EVERY_KIND, *, by: Actor) -> Self:
        async with transaction():
            lane = await cls.of(kind)
            if lane.paused_at is not None:
                lane.paused_at = None
                await lane.save(update_fields=["paused_at"])
                await Event.record("jobs.resumed", lane, actor=by, changes={"kind": kind})
                after_commit(ring_once)
        return lane

    @classmethod
    async def limit(
        cls,
        kind: str = EVERY_KIND,
        *,
        weight: int = 1,
        concurrency: int | None = None,
        per_minute: int | None = None,
    ) -> Self:
        """For whoever runs the installation: a company cannot ask for it."""
        async with transaction():
            lane = await cls.of(kind)
            lane.weight, lane.concurrency, lane.per_minute = weight, concurrency, per_minute
            await lane.save(update_fields=["weight", "concurrency", "per_minute"])
            after_commit(ring_once)
        return lane


class PausedKind(Model):
    """A kind of job that is not started for any company; of none itself."""

    kind = fields.CharField(max_length=60, primary_key=True)
    paused_at = fields.DatetimeField()

    class Meta:
        table = "paused_job_kinds"


async def pause_everywhere(kind: str) -> None:
    """Start no further job of this kind for any company, until it is resumed everywhere."""
    with every_company():
        await execute(PAUSE_EVERYWHERE, kind)


async def resume_everywhere(kind: str) -> None:
    with every_company():
        await execute("DELETE FROM paused_job_kinds WHERE kind = $1", kind)
    ring_once()


async def paused_everywhere() -> list[str]:
    """The kinds that are paused for all companies."""
    with every_company():
        return [row["kind"] for row in await fetch("SELECT kind FROM paused_job_kinds")]


MAKE: Final = """
    INSERT INTO job_lanes (id, company_id, kind, weight, created_at, updated_at)
    VALUES ($1, $2, $3, 1, now(), now()) ON CONFLICT (company_id, kind) DO NOTHING
"""
PAUSE_EVERYWHERE: Final = """
    INSERT INTO paused_job_kinds (kind, paused_at) VALUES ($1, now()) ON CONFLICT DO NOTHING
"""
