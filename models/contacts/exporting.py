"""Contacts written into a file."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tortoise import fields

from models.contacts.transfer import Transfer

if TYPE_CHECKING:
    from models.files.upload import Upload


class ContactExport(Transfer):
    """Of those that `conditions` find when it is done."""

    upload: fields.ForeignKeyNullableRelation["Upload"] = fields.ForeignKeyField(
        "models.Upload", related_name=False, db_constraint=False, null=True
    )
    upload_id: UUID | None
    conditions: Any = fields.JSONField(default=dict)
    rows = fields.IntField(default=0)

    class Meta:
        table = "contact_exports"
