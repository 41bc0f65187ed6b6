"""Where a conversation stands in time, as its events tell it."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from tortoise import fields

from models.conversations.conversation import Conversation
from models.conversations.handling import ConversationStatus
from models.events import Event
from models.tenancy import CompanyModel


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
        # Nothing before this event was told to us: what the row says of earlier times is all.
        at = before.occurred_at
        new = before.name == "conversation.created"
        opened = not new and conversation.reopened_count == 0 and conversation.created_at < at
        resolved = conversation.resolved_at is not None and conversation.resolved_at < at
        snoozed = conversation.status is ConversationStatus.SNOOZED and not new
        return cls(
            conversation_id=conversation.id,
            inbox_id=conversation.inbox_id,
            queue_id=conversation.queue_id,
            assignee_id=None if new else conversation.assignee_id,
            opened_at=conversation.created_at if opened and not resolved else None,
            replied_at=_earlier(conversation.first_reply_at, at),
            waiting_since=_earlier(conversation.waiting_since, at),
            snoozed_at=at if snoozed else None,
            seen_at=at,
        )

    async def keep(self, at: datetime, **changes: Any) -> None:
        """What an event has made of it."""
        self.update_from_dict({**changes, "seen_at": at})
        await self.save()


def _earlier(time: datetime | None, at: datetime) -> datetime | None:
    return time if time is not None and time < at else None
