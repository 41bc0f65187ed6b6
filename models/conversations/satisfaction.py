"""What contacts say of how they were helped."""

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from models.contacts.contact import Contact
from models.identity.member import Member
from models.inboxes.inbox import Inbox
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.conversation import Conversation
    from models.conversations.message import Message


class SatisfactionRequest(CompanyModel):
    """A contact was asked how they were helped; the answer, once there is one, is final."""

    conversation: fields.ForeignKeyRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    inbox: fields.ForeignKeyRelation[Inbox] = fields.ForeignKeyField(
        "models.Inbox", related_name=False, db_constraint=False
    )
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False
    )
    # Who saw to the conversation when it was resolved: the one that is rated.
    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    message: fields.ForeignKeyRelation["Message"] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    inbox_id: UUID
    contact_id: UUID
    member_id: UUID | None
    message_id: UUID
    expires_at = fields.DatetimeField()
    rating = fields.SmallIntField(null=True)
    comment = fields.TextField(null=True)
    rated_at = fields.DatetimeField(null=True)

    class Meta:
        table = "satisfaction_requests"
