"""The place of a conversation in a waiting line, and how fast such a line moves."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from tortoise import fields

from models.queues.queue import Queue
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.conversation import Conversation
    from models.identity.member import Member

URGENT_RANK: Final = 4
RANK_SPAN: Final = 2**53  # microseconds; longer than any clock will say


class QueueEntry(CompanyModel):
    """Of a conversation that waits; written only by who holds the conversation's lock.

    `place` is the order of the line: by priority, and then by `enqueued_at`, since when it waits
    in whichever queue; in this one since `joined_at`. `passed` lists the members who had it on
    offer, the last one last.
    """

    queue: fields.ForeignKeyRelation[Queue] = fields.ForeignKeyField(
        "models.Queue", related_name=False, db_constraint=False
    )
    conversation: fields.ForeignKeyRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    queue_id: UUID
    conversation_id: UUID
    priority = fields.SmallIntField(default=0)
    place = fields.BigIntField()
    enqueued_at = fields.DatetimeField()
    joined_at = fields.DatetimeField()
    offered_to: fields.ForeignKeyNullableRelation["Member"] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    offered_to_id: UUID | None
    offer_expires_at = fields.DatetimeField(null=True)
    passed: Any = fields.JSONField(default=list)

    class Meta:
        table = "queue_entries"

    def is_offered_to(self, member_id: UUID) -> bool:
        """And still is."""
        until = self.offer_expires_at
        return self.offered_to_id == member_id and until is not None and until > datetime.now(UTC)

    def is_overdue(self, now: datetime) -> bool:
        """Was it on offer for as long as it may be?"""
        return self.offer_expires_at is not None and self.offer_expires_at <= now


class QueuePace(CompanyModel):
    """How fast a queue's line moves: rolling averages, kept as conversations are claimed."""

    queue: fields.ForeignKeyRelation[Queue] = fields.ForeignKeyField(
        "models.Queue", related_name=False, db_constraint=False
    )
    queue_id: UUID
    claims = fields.BigIntField(default=0)
    seconds_per_claim = fields.FloatField()
    last_claim_at = fields.DatetimeField()

    class Meta:
        table = "queue_paces"
