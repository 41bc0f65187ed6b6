"""What a member has begun to write and not sent yet; nobody else ever sees it."""

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from models.identity.member import Member
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.conversation import Conversation


class DraftKind(StrEnum):
    REPLY = "REPLY"
    NOTE = "NOTE"


class Draft(CompanyModel):
    """One for each member, conversation and kind."""

    conversation: fields.ForeignKeyRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    member_id: UUID
    kind = fields.CharEnumField(DraftKind, max_length=20)
    body = fields.TextField()
    version = fields.IntField(default=1)

    class Meta:
        table = "drafts"
