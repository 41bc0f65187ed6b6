"""What messages said before they were edited."""

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from models.identity.member import Member
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.message import Message


class MessageRevision(CompanyModel):
    """What a message said until it was edited, which is when this was created."""

    message: fields.ForeignKeyRelation["Message"] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False
    )
    edited_by: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    message_id: UUID
    edited_by_id: UUID | None
    body = fields.TextField()

    class Meta:
        table = "message_revisions"
