"""A promise that runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.conversations.conversation import Conversation
from models.database import fetch, transaction
from models.events import Event, EventName
from models.idempotency import insert
from models.job import REPLACE, Job
from models.oversight.sla_policy import SlaMetric, SlaPolicy
from models.queues.business_hours import BusinessHours
from models.queues.calendar import ALWAYS, Calendar
from models.tenancy import CompanyModel, current_company

RING: Final = "sla.ring"
CONSUMER: Final = "oversight"  # of the log, which these clocks are moved by
LET_SETTLE: Final = timedelta(seconds=3)


class SlaState(StrEnum):
    """What came of it: a clock that is BREACHED goes on until `ended_at`."""

    PENDING = "PENDING"
    MET = "MET"
    BREACHED = "BREACHED"
    CANCELLED = "CANCELLED"


class SlaClock(CompanyModel):
    """Of one conversation and metric; of each only one has not ended.

    `left_seconds` were left at `anchor_at`, when it began or went on; `due_at` follows from them,
    and is unknown while it is paused or lies beyond the horizon of its business hours.
    """

    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    policy: fields.ForeignKeyRelation[SlaPolicy] = fields.ForeignKeyField(
        "models.SlaPolicy", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    policy_id: UUID
    metric = fields.CharEnumField(SlaMetric, max_length=20)
    state = fields.CharEnumField(SlaState, max_length=20, default=SlaState.PENDING)
    seconds = fields.IntField()
    warn_percent = fields.IntField(null=True)
    left_seconds = fields.FloatField()
    started_at = fields.DatetimeField()
    anchor_at = fields.DatetimeField()
    due_at: datetime | None = fields.DatetimeField(null=True)
    warn_at: datetime | None = fields.DatetimeField(null=True)
    warned_at: datetime | None = fields.DatetimeField(null=True)
    paused_at: datetime | None = fields.DatetimeField(null=True)
    met_at: datetime | None = fields.DatetimeField(null=True)
    breached_at: datetime | None = fields.DatetimeField(null=True)
    ended_at: datetime | None = fields.DatetimeField(null=True)

    class Meta:
        table = "sla_clocks"

    @classmethod
    async def begin(
        cls,
        metric: SlaMetric,
        policy: SlaPolicy,
        *,
        conversation_id: UUID,
        since: datetime,
        paused_at: datetime | None = None,
    ) -> None:
        """If the policy promises this, it runs `since` then; unless one of its kind does."""
        seconds = policy.seconds(metric)
        if seconds is None:
            return
        clock = cls(
            conversation_id=conversation_id,
            policy_id=policy.id,
            metric=metric,
            seconds=seconds,
            warn_percent=policy.warn_percent,
            left_seconds=float(seconds),
            started_at=since,
            anchor_at=since,
        )
        if paused_at is None:
            clock._aim(await _calendar(policy))
        else:
            clock.paused_at = paused_at
        if await insert(clock):
            await clock._tell("sla.started")
            await clock._arm()

    async def meet(self, at: datetime) -> None:
        """What was promised has been done; perhaps too late."""
        await self._end(at, SlaState.MET)

    async def cancel(self, at: datetime) -> None:
        """It is no longer asked for."""
        await self._end(at, SlaState.CANCELLED)

    async def pause(self, at: datetime) -> None:
        """Keep what is left of the time. A clock that has breached does not stop."""
        async with self._running(at):
            if self.state is SlaState.PENDING and self.paused_at is None:
                calendar = await _calendar(await self.policy)
                self.left_seconds -= calendar.between(self.anchor_at, at)
                self.paused_at, self.due_at, self.warn_at = at, None, None
                await self.save()
                await self._tell("sla.paused")

    async def resume(self, at: datetime) -> None:
        """Go on with what was left."""
        async with self._running(at):
            if self.state is SlaState.PENDING and self.paused_at is not None:
                self.paused_at, self.anchor_at = None, at
                self._aim(await _calendar(await self.policy))
                await self.save()
                await self._tell("sla.resumed")
                await self._arm()

    async def move(self, policy: SlaPolicy | None, at: datetime) -> None:
        """Another policy holds: what has been used up stays so, what it promises is what counts."""
        seconds = policy.seconds(self.metric) if policy else None
        if policy is None or seconds is None:
            await self.cancel(at)
            return
        async with self._running(at):
            if self.state is not SlaState.PENDING:
                return
            if self.paused_at is None:
                calendar = await _calendar(await self.policy)
                self.left_seconds -= calendar.between(self.anchor_at, at)
            self.left_seconds += seconds - self.seconds
            self.policy_id, self.seconds = policy.id, seconds
            self.warn_percent, self.anchor_at = policy.warn_percent, at
            if self.paused_at is None:
                self._aim(await _calendar(policy))
            await self.save()
            await self._tell("sla.moved")
            await self._arm()

    async def ring(self, now: datetime) -> Self:
        """Its time has come, or so it was thought: warn, breach, or wait on."""
        async with transaction():
            await self.lock()
            if self.state is not SlaState.PENDING or self.due_at is None:
                return self
            if await self._unsettled():
                await self._arm(at=now + LET_SETTLE)
            elif now >= self.due_at:
                await self._breach()
            elif self.warn_at is not None and self.warned_at is None and now >= self.warn_at:
                self.warned_at = now
                await self.save(update_fields=["warned_at"])
                await self._tell("sla.warning")
                await self._arm()
            else:
                await self._arm()
        return self

    async def _end(self, at: datetime, state: SlaState) -> None:
        async with self._running(at):
            self.ended_at = at
            if self.state is SlaState.PENDING:
                self.state = state
                self.met_at = at if state is SlaState.MET else None
            await self.save()
            await self._tell(ENDED[self.state])

    @asynccontextmanager
    async def _running(self, at: datetime) -> AsyncIterator[None]:
        """Locked; if its time was over before `at`, which its job has not told yet, it breached."""
        async with transaction():
            await self.lock()
            if self.state is SlaState.PENDING and self.due_at is not None and at > self.due_at:
                await self._breach()
            yield

    async def _breach(self) -> None:
        self.state, self.breached_at = SlaState.BREACHED, self.due_at
        await self.save(update_fields=["state", "breached_at"])
        await self._tell("sla.breached")

    def _aim(self, calendar: Calendar) -> None:
        self.due_at = calendar.after(self.anchor_at, self.left_seconds)
        self.warn_at = None
        if self.warn_percent is not None and self.warned_at is None:
            early = self.left_seconds - self.seconds * (100 - self.warn_percent) / 100
            self.warn_at = calendar.after(self.anchor_at, early)

    async def _arm(self, *, at: datetime | None = None) -> None:
        due = at or (self.due_at if self.warned_at else self.warn_at or self.due_at)
        if due is not None:
            payload = {"clock_id": str(self.id)}
            await Job.enqueue(RING, payload, unique_key=str(self.id), mode=REPLACE, run_at=due)

    async def _unsettled(self) -> bool:
        """Has something happened in time that is not known here yet?"""
        rows = await fetch(UNREAD, current_company(), CONSUMER, self.conversation_id, self.due_at)
        return bool(rows[0][0])

    async def _tell(self, name: EventName) -> None:
        changes: dict[str, Any] = {"metric": self.metric, "due_at": self.due_at}
        await Event.record(name, self, changes=changes)


async def _calendar(policy: SlaPolicy) -> Calendar:
    if policy.business_hours_id is None:
        return ALWAYS
    return (await BusinessHours.get(id=policy.business_hours_id)).calendar


ENDED: Final[dict[SlaState, EventName]] = {
    SlaState.MET: "sla.met",
    SlaState.CANCELLED: "sla.cancelled",
    SlaState.BREACHED: "sla.ended",
}
UNREAD: Final = """
    SELECT EXISTS (
        SELECT FROM event_consumers c JOIN events e ON e.company_id = c.company_id
        WHERE c.company_id = $1 AND c.name = $2 AND e.company_id = $1 AND e.seq > c.seq
          AND e.occurred_at >= coalesce(c.occurred_at, '-infinity') AND e.conversation_id = $3
          AND e.occurred_at <= $4 AND e.name NOT LIKE 'sla.%'
    )
"""
