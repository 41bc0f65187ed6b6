"""A machine's way in."""

from typing import Any

from tortoise import fields

from models.identity.member import Member
from models.tenancy import CompanyModel


class ApiKey(CompanyModel):
    """Shown once; kept as a SHA-256 with a readable prefix. Scopes are permissions."""

    name = fields.CharField(max_length=100)
    prefix = fields.CharField(max_length=16)
    key_hash = fields.CharField(max_length=64)
    scopes: Any = fields.JSONField(default=list)
    created_by: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    expires_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_keys"
