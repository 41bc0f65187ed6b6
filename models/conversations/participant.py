"""The members who follow a conversation, whoever sees to it."""

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from models.identity.member import Member
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.conversation import Conversation


class ParticipantRole(StrEnum):
    FOLLOWER = "FOLLOWER"
    MENTIONED = "MENTIONED"


class ConversationMember(CompanyModel):
    """A member who takes part: who follows by their own will, or was mentioned in a note."""

    conversation: fields.ForeignKeyRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    member_id: UUID
    role = fields.CharEnumField(ParticipantRole, max_length=20)
    muted = fields.BooleanField(default=False)

    class Meta:
        table = "conversation_members"
