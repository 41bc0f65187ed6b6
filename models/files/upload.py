"""A file on its way in, and where it is once it has come."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields

from models.identity.api_key import ApiKey
from models.identity.member import Member
from models.tenancy import CompanyModel

MAX_NAME = 255


class UploadState(StrEnum):
    PENDING = "PENDING"
    STORED = "STORED"
    REJECTED = "REJECTED"
    REMOVED = "REMOVED"


class Upload(CompanyModel):
    """A file of a company's: announced, then stored; `expires_at` is when it goes unless used."""

    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    api_key: fields.ForeignKeyNullableRelation[ApiKey] = fields.ForeignKeyField(
        "models.ApiKey", related_name=False, db_constraint=False, null=True
    )
    member_id: UUID | None
    api_key_id: UUID | None
    state = fields.CharEnumField(UploadState, max_length=20, default=UploadState.PENDING)
    file_name = fields.CharField(max_length=MAX_NAME)
    content_type = fields.CharField(max_length=100)
    size = fields.BigIntField()
    checksum = fields.CharField(max_length=64, null=True)
    object_name = fields.CharField(max_length=40, null=True)
    rejection = fields.CharField(max_length=50, null=True)
    used_at: datetime | None = fields.DatetimeField(null=True)
    expires_at: datetime | None = fields.DatetimeField(null=True)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "uploads"
