"""Files that belong to a message."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tortoise import fields

from models.files.announced import MAX_NAME
from models.files.upload import Upload
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.message import Message


class AttachmentState(StrEnum):
    PENDING = "PENDING"
    STORED = "STORED"
    FAILED = "FAILED"


class Attachment(CompanyModel):
    """A file of a message; PENDING while it is fetched from where a contact's system has it."""

    message: fields.ForeignKeyRelation["Message"] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False
    )
    upload: fields.ForeignKeyRelation[Upload] = fields.ForeignKeyField(
        "models.Upload", related_name=False, db_constraint=False
    )
    message_id: UUID
    upload_id: UUID
    state = fields.CharEnumField(AttachmentState, max_length=20)
    file_name = fields.CharField(max_length=MAX_NAME)
    content_type = fields.CharField(max_length=100)
    size = fields.BigIntField(null=True)
    checksum = fields.CharField(max_length=64, null=True)
    error_code = fields.CharField(max_length=50, null=True)
    preview_width = fields.IntField(null=True)
    preview_height = fields.IntField(null=True)
    source: Any = fields.JSONField(null=True)

    class Meta:
        table = "attachments"
