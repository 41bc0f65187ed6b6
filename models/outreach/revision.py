"""What templates said, version by version."""

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from tortoise import fields

from models.identity.member import Member
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.outreach.template import Template

MAX_NAME: Final = 100


class TemplateRevision(CompanyModel):
    """A version of a template, as it was from when this was created until the next."""

    template: fields.ForeignKeyRelation["Template"] = fields.ForeignKeyField(
        "models.Template", related_name=False, db_constraint=False
    )
    edited_by: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    template_id: UUID
    edited_by_id: UUID | None
    version = fields.IntField()
    name = fields.CharField(max_length=MAX_NAME)
    body = fields.TextField()
    variables: Any = fields.JSONField(default=list)

    class Meta:
        table = "template_revisions"
