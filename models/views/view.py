"""A list of conversations that somebody keeps: what belongs in it, and in which order."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields

from models.idempotency import MAX_CLIENT_ID
from models.identity.member import Member
from models.tenancy import CompanyModel

MAX_NAME = 100


class ViewVisibility(StrEnum):
    OWN = "OWN"
    QUEUE = "QUEUE"
    ALL = "ALL"


class View(CompanyModel):
    """A saved filter of conversations; OWN is its owner's alone."""

    name = fields.CharField(max_length=MAX_NAME)
    criteria: Any = fields.JSONField(default=dict)
    order_by = fields.CharField(max_length=30)
    direction = fields.CharField(max_length=4)
    visibility = fields.CharEnumField(ViewVisibility, max_length=20, default=ViewVisibility.OWN)
    owner: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    owner_id: UUID | None
    position = fields.IntField(default=0)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=MAX_CLIENT_ID, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "views"
