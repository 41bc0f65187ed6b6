"""The tenant."""

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.manager import Manager
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.events import Event
from models.identifiers import uuid7
from models.identity.member import Member
from models.identity.permissions import Role
from models.identity.user import User
from models.tenancy import EVERY, scope


class CompanyStatus(StrEnum):
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"


class OwnCompany(Manager):
    """A company sees one company: itself."""

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset()
        company = scope()
        return rows if company is EVERY else rows.filter(id=company)


class Company(Model):
    """A company on this installation; everything else belongs to one."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    name = fields.CharField(max_length=200)
    status = fields.CharEnumField(CompanyStatus, max_length=20, default=CompanyStatus.ACTIVE)
    locale = fields.CharField(max_length=35, default="en")
    timezone = fields.CharField(max_length=64, default="UTC")
    settings: Any = fields.JSONField(default=dict)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(auto_now=True)

    class Meta:
        table = "companies"
        manager = OwnCompany()

    @classmethod
    async def found(cls, name: str, *, owner: User) -> Member:
        """A new company with its owner; call inside a transaction of `every_company`."""
        company = await cls.create(name=name)
        member = await Member.create(
            company_id=company.id,
            user_id=owner.id,
            name=owner.name,
            email=owner.email,
            role=Role.OWNER,
        )
        await Event.record("company.created", company)
        await Event.record("member.added", member, changes={"role": member.role})
        return member
