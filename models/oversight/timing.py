"""Where a conversation stands in time, as its events tell it."""

from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.conversations.conversation import Conversation
from models.conversations.handling import ConversationStatus
from models.events import Event
from models.tenancy import CompanyModel

SAME: Final = timedelta(seconds=2)  # between what a row says of a change and when it is told


class Timing(CompanyModel):
    """Of one conversation: what its clocks and the facts of reports need to know of its past.

    It is what its events up to now make of it, however far the conversation itself is already.
    """

    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    inbox_id = fields.UUIDField()
    queue_id: UUID | None = fields.UUIDField(null=True)
    assignee_id: UUID | None = fields.UUIDField(null=True)
    opened_at: datetime | None = fields.DatetimeField(null=True)
    replied_at: datetime | None = fields.DatetimeField(null=True)
    waiting_since: datetime | None = fields.DatetimeField(null=True)
    snoozed_at: datetime | None = fields.DatetimeField(null=True)
    queued_at: datetime | None = fields.DatetimeField(null=True)
    seen_at = fields.DatetimeField()

    class Meta:
        table = "conversation_timings"

    @classmethod
    async def of(cls, conversation_id: UUID, *, before: Event) -> Self | None:
        """As it was before this event; None when there is no such conversation."""
        timing = await cls.get_or_none(conversation_id=conversation_id)
        if timing is not None:
            return timing
        conversation = await Conversation.get_or_none(id=conversation_id)
        if conversation is None:
            return None
        columns: dict[str, Any] = {
            "conversation_id": conversation.id,
            "inbox_id": conversation.inbox_id,
            "queue_id": conversation.queue_id,
            "seen_at": before.occurred_at,
        }
        if before.name != "conversation.created":
            columns |= _past(conversation, before.occurred_at - SAME)
        return cls(**columns)

    async def keep(self, at: datetime, **changes: Any) -> None:
        """What an event has made of it."""
        self.update_from_dict({**changes, "seen_at": at})
        await self.save()


def _past(conversation: Conversation, at: datetime) -> dict[str, Any]:
    """What the row says of earlier times, of which nothing was told to us."""

    def earlier(time: datetime | None) -> datetime | None:
        return time if time is not None and time < at else None

    ongoing = conversation.reopened_count == 0 and not earlier(conversation.resolved_at)
    is_snoozed = conversation.status is ConversationStatus.SNOOZED
    return {
        "assignee_id": conversation.assignee_id,
        "opened_at": earlier(conversation.created_at) if ongoing else None,
        "replied_at": earlier(conversation.first_reply_at),
        "waiting_since": earlier(conversation.waiting_since),
        "snoozed_at": at if is_snoozed else None,
    }
