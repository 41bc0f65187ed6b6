"""Who is called by a note."""

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from models.identity.member import Member
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.message import Message


class MessageMention(CompanyModel):
    """A member whom a note mentions."""

    message: fields.ForeignKeyRelation["Message"] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    message_id: UUID
    member_id: UUID

    class Meta:
        table = "message_mentions"
