"""Texts that are written once and sent often."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields

from models.identity.member import Member
from models.tenancy import CompanyModel

MAX_NAME = 100
MAX_SHORTCODE = 40


class TemplateVisibility(StrEnum):
    OWN = "OWN"
    QUEUE = "QUEUE"
    ALL = "ALL"


class Template(CompanyModel):
    """A text with places to fill in, by its shortcode in one language."""

    owner: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    owner_id: UUID | None
    queue_id: UUID | None = fields.UUIDField(null=True)
    visibility = fields.CharEnumField(TemplateVisibility, max_length=20)
    name = fields.CharField(max_length=MAX_NAME)
    shortcode = fields.CharField(max_length=MAX_SHORTCODE)
    language = fields.CharField(max_length=35)
    category = fields.CharField(max_length=50, null=True)
    body = fields.TextField()
    variables: Any = fields.JSONField(default=list)
    version = fields.IntField(default=1)
    archived_at: datetime | None = fields.DatetimeField(null=True)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "templates"
