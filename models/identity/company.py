"""The tenant."""

import re
from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

import orjson
from tortoise import fields
from tortoise.manager import Manager
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.checks import Checks, checked_timezone, line
from models.database import transaction
from models.errors import Invalid, NotFound
from models.events import Event
from models.identifiers import uuid7
from models.identity.member import Member
from models.identity.permissions import Role
from models.identity.user import User
from models.tenancy import EVERY, current_company, every_company, scope

if TYPE_CHECKING:
    from models.viewer import Viewer

LONGEST_NAME: Final = 200
LANGUAGE_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # the usual part of BCP 47
LARGEST_SETTINGS: Final = 16_384  # bytes of JSON
NUL: Final = b"\\u0000"  # as JSON writes it; PostgreSQL does not take it


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
    name = fields.CharField(max_length=LONGEST_NAME)
    status = fields.CharEnumField(CompanyStatus, max_length=20, default=CompanyStatus.ACTIVE)
    locale = fields.CharField(max_length=35, default="en")
    timezone = fields.CharField(max_length=64, default="UTC")
    settings: Any = fields.JSONField(default=dict)
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(auto_now=True)

    _known: Mapping[str, Any] = MappingProxyType({})  # as it was read, for the audit trail

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

    @classmethod
    async def current(cls) -> Self:
        """The company we act for."""
        return await cls.get(id=current_company())

    @classmethod
    async def held(cls) -> Self:
        """The company we act for, locked until the transaction ends."""
        return await cls.select_for_update(no_key=True).get(id=current_company())

    @classmethod
    def _init_from_db(cls, **columns: Any) -> Self:
        company = super()._init_from_db(**columns)
        company._known = company.__dict__.copy()
        return company

    @property
    def is_active(self) -> bool:
        return self.status is CompanyStatus.ACTIVE

    async def update(self, *, by: "Viewer", **details: Any) -> Self:
        """Change the given details; of `settings` the given keys, and null removes one."""
        checks = Checks()
        changes: dict[str, Any] = {
            name: checks.run(CLEAN[name], value) for name, value in details.items()
        }
        checks.refuse()
        async with transaction():
            company = await Company.held()
            self.update_from_dict({name: getattr(company, name) for name in CLEAN})
            self._known = company._known
            if "settings" in changes:
                changes["settings"] = _merged(self.settings, changes["settings"])
            changed = sorted(name for name in changes if changes[name] != getattr(self, name))
            if changed:
                self.update_from_dict({name: changes[name] for name in changed})
                await self.save(update_fields=[*changed, "updated_at"])
                told = {"fields": changed}
                await Event.record("company.updated", self, actor=by, changes=told)
        return self


async def set_status(company_id: UUID, status: CompanyStatus) -> Company:
    """The operator's word: a suspended company's tokens are refused and its sockets end."""
    with every_company():
        async with transaction():
            company = await Company.select_for_update(no_key=True).get_or_none(id=company_id)
            if company is None:
                raise NotFound
            if company.status is not status:
                company.status = status
                await company.save(update_fields=["status", "updated_at"])
                await Event.record("company.updated", company, changes={"fields": ["status"]})
    return company


async def names_of(company_ids: Collection[UUID]) -> dict[UUID, str]:
    """For the operator: what these companies are called."""
    with every_company():
        rows = await Company.filter(id__in=company_ids).values_list("id", "name")
    return {UUID(str(id)): name for id, name in rows}


def _locale(value: str) -> str:
    if len(value) > 35 or not LANGUAGE_TAG.fullmatch(value):
        message = "`locale` must be a language tag such as `en` or `pt-BR`."
        raise Invalid.because("locale", "LOCALE_INVALID", message)
    return value


def _settings(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Invalid.because("settings", "NOT_AN_OBJECT", "`settings` must be a JSON object.")
    return value


def _merged(settings: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: value for key, value in {**settings, **given}.items() if value is not None}
    try:
        encoded = orjson.dumps(both)
    except (TypeError, ValueError):
        encoded = NUL
    if NUL in encoded:
        message = "`settings` contains a number or a character that cannot be stored."
        raise Invalid.because("settings", "UNSTORABLE", message)
    if len(encoded) > LARGEST_SETTINGS:
        message = f"`settings` may take {LARGEST_SETTINGS} bytes of JSON at most."
        raise Invalid.because("settings", "TOO_LARGE", message)
    return both


CLEAN: Final[dict[str, Callable[[Any], Any]]] = {
    "name": lambda value: line("name", value, longest=LONGEST_NAME),
    "locale": _locale,
    "timezone": checked_timezone,
    "settings": _settings,
}
