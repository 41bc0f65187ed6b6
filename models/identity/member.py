"""A user in one company."""

from enum import StrEnum
from typing import TYPE_CHECKING, Optional

from tortoise import fields

from models.identity.permissions import Role
from models.tenancy import CompanyModel


class Availability(StrEnum):
    ONLINE = "ONLINE"
    AWAY = "AWAY"
    BUSY = "BUSY"
    OFFLINE = "OFFLINE"


class Member(CompanyModel):
    """A user in one company, with a role; name and e-mail are the company's own copy."""

    user_id = fields.UUIDField()
    name = fields.CharField(max_length=200)
    email = fields.CharField(max_length=254)
    role = fields.CharEnumField(Role, max_length=20)
    availability = fields.CharEnumField(Availability, max_length=20, default=Availability.ONLINE)
    disabled_at = fields.DatetimeField(null=True)
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "members"
