"""Contacts read from a file."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tortoise import fields

from models.contacts.transfer import Transfer

if TYPE_CHECKING:
    from models.files.upload import Upload


class ImportMode(StrEnum):
    CREATE = "CREATE"
    UPDATE = "UPDATE"
    UPSERT = "UPSERT"


class MatchBy(StrEnum):
    EMAIL = "EMAIL"
    PHONE = "PHONE"


class ContactImport(Transfer):
    """`position` is how many rows of the file are done: it moves with what they changed."""

    upload: fields.ForeignKeyRelation["Upload"] = fields.ForeignKeyField(
        "models.Upload", related_name=False, db_constraint=False
    )
    report: fields.ForeignKeyNullableRelation["Upload"] = fields.ForeignKeyField(
        "models.Upload", related_name=False, db_constraint=False, null=True
    )
    upload_id: UUID
    report_id: UUID | None
    mode = fields.CharEnumField(ImportMode, max_length=20)
    match_by = fields.CharEnumField(MatchBy, max_length=20)
    dry_run = fields.BooleanField(default=False)
    mapping: Any = fields.JSONField(default=list)
    dialect: Any = fields.JSONField(default=dict)
    country = fields.CharField(max_length=2, null=True)
    total = fields.IntField(null=True)
    position = fields.IntField(default=0)
    created = fields.IntField(default=0)
    updated = fields.IntField(default=0)
    unchanged = fields.IntField(default=0)
    failed = fields.IntField(default=0)

    class Meta:
        table = "contact_imports"
