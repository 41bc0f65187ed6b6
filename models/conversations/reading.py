"""How far each member has read."""

from uuid import UUID

from tortoise import fields

from models.conversations.conversation import Conversation
from models.identity.member import Member
from models.tenancy import CompanyModel


class ConversationRead(CompanyModel):
    """How far one member has read one conversation; unread is its `inbound_count` less this."""

    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    member_id: UUID
    inbound_count = fields.IntField(default=0)

    class Meta:
        table = "conversation_reads"
