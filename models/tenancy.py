"""The first wall and its key: every query is one company's, and outside one there is none."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from functools import cache
from typing import Any, Final, Self, TypeVar
from uuid import UUID

from tortoise import fields
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.manager import Manager
from tortoise.models import Model, ModelMeta
from tortoise.queryset import QuerySet

from models.errors import NotFound
from models.identifiers import local_id, uuid7


class _Every(Enum):
    EVERY = "every company"


EVERY: Final = _Every.EVERY
Scope = UUID | _Every
_scope: ContextVar[Scope] = ContextVar("company")


class NoCompany(RuntimeError):
    """A tenant query ran outside a company. Enter one with `acting_for`."""


class ForeignCompany(RuntimeError):
    """A row of one company was about to be handled while acting for another."""


@contextmanager
def acting_for(company_id: UUID) -> Iterator[None]:
    """Enter a company: all that follows reads and writes its rows only."""
    token = _scope.set(company_id)
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def every_company() -> Iterator[None]:
    """The one way round the walls, on a role of its own. For sign-in and the dispatcher only."""
    token = _scope.set(EVERY)
    try:
        yield
    finally:
        _scope.reset(token)


def scope() -> Scope:
    """The company we act for, or EVERY; raises NoCompany when neither was entered."""
    try:
        return _scope.get()
    except LookupError:
        raise NoCompany from None


def current_company() -> UUID:
    """The one company we act for."""
    company = scope()
    if company is EVERY:
        raise NoCompany("Every company is not one company.")
    return company


class CompanyManager(Manager):
    """Starts every query of a model inside the current company."""

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset()
        company = scope()
        return rows if company is EVERY else rows.filter(company_id=company)


class _CompanyModelMeta(ModelMeta):
    # Tortoise neither inherits Meta.manager nor allows one instance to serve two models.
    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        model: Any = super().__new__(cls, name, bases, attrs)
        model._meta.manager = CompanyManager(model)
        return model  # type: ignore[no-any-return]


class CompanyModel(Model, metaclass=_CompanyModelMeta):
    """A row that belongs to one company."""

    id = fields.UUIDField(primary_key=True, default=uuid7)
    company_id = fields.UUIDField()
    created_at = fields.DatetimeField(auto_now_add=True)
    updated_at = fields.DatetimeField(auto_now=True)

    class Meta:
        abstract = True

    def __init__(self, **values: Any) -> None:
        company = scope()
        if company is not EVERY and values.setdefault("company_id", company) != company:
            raise ForeignCompany(f"{type(self).__name__} was given another company.")
        super().__init__(**values)
        self._require_ours()

    async def lock(self) -> Self:
        """Hold this row until the transaction ends, and see its latest state."""
        self._require_ours()
        latest = await type(self).filter(id=self.id).select_for_update(no_key=True).get_or_none()
        if latest is None:
            raise NotFound
        for name in self._meta.db_fields:
            setattr(self, name, getattr(latest, name))
        return self

    async def save(
        self,
        using_db: BaseDBAsyncClient | None = None,
        update_fields: Iterable[str] | None = None,
        force_create: bool = False,  # noqa: FBT001, FBT002 - Tortoise's signature
        force_update: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        self._require_ours()
        if update_fields is not None:
            update_fields = {*update_fields, "updated_at"}
        await super().save(using_db, update_fields, force_create, force_update)

    async def delete(self, using_db: BaseDBAsyncClient | None = None) -> None:
        self._require_ours()
        await super().delete(using_db)

    async def refresh_from_db(
        self, fields: Iterable[str] | None = None, using_db: BaseDBAsyncClient | None = None
    ) -> None:
        self._require_ours()
        await super().refresh_from_db(fields, using_db)

    @classmethod
    def _init_from_db(cls, **columns: Any) -> Self:
        """As Tortoise's, sparing it what asyncpg has already made a UUID or a time of."""
        if len(columns) != len(cls._meta.db_fields):  # some of them only, or others beside them
            return super()._init_from_db(**columns)
        self = cls.__new__(cls)
        self.__dict__.update(
            columns,
            _partial=False,
            _saved_in_db=True,
            _custom_generated_pk=True,
            _await_when_save={},
        )
        for name, convert in _conversions(cls):
            self.__dict__[name] = convert(columns[name])
        return self

    def _require_ours(self) -> None:
        company = scope()
        if company is not EVERY and self.company_id != company:
            raise ForeignCompany(f"This {type(self).__name__} belongs to another company.")


@cache
def _conversions(model: type[Model]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """What is left to convert: enumerations and JSON."""
    ready = (fields.UUIDField, fields.DatetimeField)
    meta = model._meta
    return tuple(
        (name, field.to_python_value)
        for _, name, field in (*meta.db_default_fields, *meta.db_complex_fields)
        if not isinstance(field, ready)
    )


Row = TypeVar("Row", bound=Model)


async def find(rows: QuerySet[Row], id: UUID | str) -> Row:
    """The row with this id among these; *not mine* and *not there* are the same NotFound.

    A string is a global id and must name the rows' own type.
    """
    if isinstance(id, str):
        decoded = local_id(id)
        if decoded is None or decoded[0] != rows.model.__name__:
            raise NotFound
        id = decoded[1]
    row = await rows.get_or_none(id=id)
    if row is None:
        raise NotFound
    return row
