"""What is kept of a contact, and who put it there."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tortoise import fields

from models.identity.api_key import ApiKey
from models.identity.member import Member
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer


class Authored(CompanyModel):
    """By a member or an API key; by neither when the system did it."""

    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    api_key: fields.ForeignKeyNullableRelation[ApiKey] = fields.ForeignKeyField(
        "models.ApiKey", related_name=False, db_constraint=False, null=True
    )
    member_id: UUID | None
    api_key_id: UUID | None

    class Meta:
        abstract = True

    def is_by(self, viewer: "Viewer") -> bool:
        """Did this member, or this API key, do it?"""
        author = (self.member_id, self.api_key_id)
        return author == (viewer.member_id, viewer.api_key_id) != (None, None)


def author(viewer: "Viewer") -> dict[str, Any]:
    """The columns that say it was them."""
    return {"member_id": viewer.member_id, "api_key_id": viewer.api_key_id}
