"""What a channel pushed to us, exactly as it came, before we understood it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.database import execute, transaction
from models.errors import Refusal
from models.events import Event
from models.forgetting import days_ago, forget
from models.idempotency import insert
from models.inboxes.inbox import Inbox
from models.job import Job, JobPriority, on_cancelled
from models.tenancy import CompanyModel, current_company

if TYPE_CHECKING:
    from models.viewer import Viewer

APPLY: Final = "inbound_event.apply"
MAX_EXTERNAL_ID: Final = 200
MAX_ERROR: Final = 500


class InboundState(StrEnum):
    RECEIVED = "RECEIVED"
    APPLIED = "APPLIED"
    FAILED = "FAILED"


class InboundEventNotFailed(Refusal):
    """Only an event that has failed can be replayed."""

    code = "INBOUND_EVENT_NOT_FAILED"
    cure = "Read its state: it has arrived, or is about to."


class InboundEvent(CompanyModel):
    """One verified push; unique per inbox and external id, so a repeat changes nothing."""

    inbox: fields.ForeignKeyRelation[Inbox] = fields.ForeignKeyField(
        "models.Inbox", related_name=False, db_constraint=False
    )
    inbox_id: UUID
    external_id = fields.CharField(max_length=MAX_EXTERNAL_ID)
    payload: Any = fields.JSONField()
    state = fields.CharEnumField(InboundState, max_length=20, default=InboundState.RECEIVED)
    attempts = fields.IntField(default=0)
    error = fields.CharField(max_length=MAX_ERROR, null=True)
    applied_at = fields.DatetimeField(null=True)
    message_id = fields.UUIDField(null=True)  # what it became

    class Meta:
        table = "inbound_events"

    @classmethod
    async def receive(cls, inbox: Inbox, external_id: str, payload: dict[str, Any]) -> bool:
        """Keep a push and have it applied; False when it was here before."""
        event = cls(inbox_id=inbox.id, external_id=external_id, payload=payload)
        async with transaction():
            if not await insert(event):
                return False
            await event._enqueue()
        return True

    @staticmethod
    async def redact(message_id: UUID) -> None:
        """What this message said and brought is no longer wanted: here it was, as it came."""
        await execute(REDACT, current_company(), message_id)

    @staticmethod
    async def forget_old(*, days: int) -> int:
        """Drop what was settled and came so many days ago; how many. For every company."""
        return await forget(FORGET_OLD, *days_ago(days))

    async def replay(self, *, by: "Viewer") -> Self:
        """Apply a failed event once more."""
        async with transaction():
            await self.lock()
            if self.state is not InboundState.FAILED:
                raise InboundEventNotFailed
            self.state, self.error = InboundState.RECEIVED, None
            await self.save(update_fields=["state", "error"])
            await self._enqueue()
            await Event.record("inbound_event.replayed", self, actor=by)
        return self

    async def succeed(self, *, message_id: UUID | None = None) -> Self:
        """Its effect, perhaps this message, is in this very transaction."""
        self.state, self.error, self.message_id = InboundState.APPLIED, None, message_id
        self.attempts += 1
        self.applied_at = datetime.now(UTC)
        await self.save(update_fields=["state", "error", "attempts", "applied_at", "message_id"])
        return self

    async def fail(self, error: str) -> Self:
        """Keep it for people to see and replay; `error` holds nothing of what was pushed."""
        async with transaction():
            await self.lock()
            if self.state is InboundState.RECEIVED:
                self.state, self.error = InboundState.FAILED, error[:MAX_ERROR]
                self.attempts += 1
                await self.save(update_fields=["state", "error", "attempts"])
                await Event.record("inbound_event.failed", self)
        return self

    async def _enqueue(self) -> None:
        await Job.ensure(
            APPLY,
            {"event_id": str(self.id)},
            unique_key=str(self.id),
            priority=JobPriority.INTERACTIVE,
        )


@on_cancelled(APPLY)
async def fail_cancelled(payload: Mapping[str, Any]) -> None:
    for event in await InboundEvent.filter(id=payload.get("event_id")):
        await event.fail("Its job was cancelled.")


REDACT: Final = """
    UPDATE inbound_events SET payload = payload #- '{data,body}' #- '{data,attachments}',
        updated_at = now()
    WHERE company_id = $1 AND message_id = $2
"""
FORGET_OLD: Final = """
    DELETE FROM inbound_events WHERE id IN (
        SELECT id FROM inbound_events
        WHERE id < $1 AND created_at < $2 AND state IN ('APPLIED', 'FAILED')
        ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED)
"""
