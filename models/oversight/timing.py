"""Where a conversation stands in time, as its events tell it."""

from datetime import datetime
from uuid import UUID

from tortoise import fields

from models.conversations.conversation import Conversation
from models.tenancy import CompanyModel


class Timing(CompanyModel):
    """Of one conversation: what its clocks and the facts of reports need to know of its past.

    It is what the events up to `seen_at` make of it, however far the conversation itself is by now.
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
