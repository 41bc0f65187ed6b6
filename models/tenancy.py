"""The first wall: every query is one company's, and outside one there is none."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final, Self, TypeVar
from uuid import UUID

from tortoise import fields
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import DoesNotExist, MultipleObjectsReturned
from tortoise.expressions import Q
from tortoise.manager import Manager
from tortoise.models import Model, ModelMeta
from tortoise.queryset import QuerySet

from models.errors import NotFound
from models.identifiers import local_id, uuid7
from models.rows import Beside, Name, fresh, plain, read, selection, shape, stamp, taken, written
from models.scope import (
    EVERY,
    ForeignCompany,
    NoCompany,
    Scope,
    acting_for,
    current_company,
    every_company,
    scope,
)
from models.work import client, current_transaction, unit
from models.writes import RowWrite

__all__ = [
    "EVERY",
    "CompanyModel",
    "ForeignCompany",
    "NoCompany",
    "Scope",
    "acting_for",
    "current_company",
    "every_company",
    "find",
    "locked",
    "scope",
]


class CompanyManager(Manager):
    """Starts every query of a model inside the current company."""

    def get_queryset(self, db: BaseDBAsyncClient | None = None) -> QuerySet[Any]:
        rows: QuerySet[Any] = QuerySet(self._model)
        rows._capabilities = (db or client()).capabilities  # else each copy looks for its own
        if (company := scope()) is not EVERY:
            rows._q_objects.append(Q(company_id=company))
        return rows


class _CompanyModelMeta(ModelMeta):
    # Tortoise neither inherits Meta.manager nor allows one instance to serve two models.
    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        model: Any = super().__new__(cls, name, bases, attrs)
        model._meta.manager = CompanyManager(model)
        return model  # type: ignore[no-any-return]


class CompanyModel(Model, metaclass=_CompanyModelMeta):
    """A row that belongs to one company."""

    BESIDE: ClassVar[Beside | None] = None  # of other rows, seen in `beside` when this is locked
    beside: tuple[Any, ...]
    _known: Mapping[str, Any] = MappingProxyType({})  # as it was read, or last told by an event

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
        of = shape(type(self))
        if values.keys() <= of.take.keys():
            self.__dict__.update(fresh(of, values), **NEW, _await_when_save={})
        else:  # a relation is given as a row
            super().__init__(**values)
            self._require_ours()

    @classmethod
    async def create(cls, using_db: BaseDBAsyncClient | None = None, **values: Any) -> Self:
        row = cls(**values)
        await row.save(using_db, force_create=True)
        return row

    @classmethod
    async def get(  # type: ignore[override]
        cls, *terms: Q, using_db: BaseDBAsyncClient | None = None, **filters: Any
    ) -> Self:
        row = await cls.get_or_none(*terms, using_db=using_db, **filters)
        if row is None:
            raise DoesNotExist(cls)
        return row

    @classmethod
    async def get_or_none(  # type: ignore[override]
        cls, *terms: Q, using_db: BaseDBAsyncClient | None = None, **filters: Any
    ) -> Self | None:
        asked = None if terms or using_db else plain(cls.all(), **filters)
        if asked is None:
            return await super().get_or_none(*terms, using_db=using_db, **filters)
        return await cls._one(asked)

    @classmethod
    async def earlier(cls, **unique: Any) -> Self | None:
        """The row that has these, if one has, before another is made that must not have them too.

        Not looked for where the constraint will tell and everything be done again (`upon`).
        """
        return None if current_transaction().guard else await cls.get_or_none(**unique)

    async def lock(self) -> Self:
        """Hold this row until the transaction ends, and see its latest state."""
        self._require_ours()
        running = current_transaction()
        if running.fresh is self:
            running.fresh = None  # once: from now on it may be changed by other means, too
            return self
        names = ("id",) if scope() is EVERY else ("company_id", "id")
        records = await self._locked(names, [getattr(self, name) for name in names])
        if not records:
            raise NotFound
        state = self._state(records[0])
        self.__dict__.update(state, _known=state)
        return self

    async def save(
        self,
        using_db: BaseDBAsyncClient | None = None,
        update_fields: Iterable[str] | None = None,
        force_create: bool = False,  # noqa: FBT001, FBT002 - Tortoise's signature
        force_update: bool = False,  # noqa: FBT001, FBT002
    ) -> None:
        """Inside a transaction it is written with its other changes, before the next read."""
        self._require_ours()
        new = force_create or not (self._saved_in_db or update_fields)
        if using_db or force_update or (self._partial and not update_fields):
            await super().save(using_db, update_fields, force_create, force_update)
            return
        of = shape(type(self))
        stamp(self)
        if new:
            names: Iterable[str] = of.columns
        elif update_fields is None:
            names = [name for name in of.columns if name not in KEY]
        else:
            names = dict.fromkeys([*update_fields, "updated_at"])
        write, session = RowWrite(of, self, written(of, self, names), new), unit()
        await (client().store(write) if session is None else session.write(write))
        self.__dict__["_saved_in_db"] = True  # past Tortoise, which looks whether it is a relation

    async def delete(self, using_db: BaseDBAsyncClient | None = None) -> None:
        self._require_ours()
        await super().delete(using_db)

    async def refresh_from_db(
        self, fields: Iterable[str] | None = None, using_db: BaseDBAsyncClient | None = None
    ) -> None:
        self._require_ours()
        await super().refresh_from_db(fields, using_db)

    def update_from_dict(self, data: dict[str, Any]) -> Self:
        of = shape(type(self))
        if data.keys() <= of.take.keys():
            self.__dict__.update(taken(of, data))
            return self
        return super().update_from_dict(data)

    @classmethod
    def _db_queryset(
        cls,
        using_db: BaseDBAsyncClient | None = None,
        for_write: bool = False,  # noqa: FBT001, FBT002
    ) -> QuerySet[Self]:
        db = using_db or client()
        rows: QuerySet[Self] = cls._meta.manager.get_queryset(db)  # type: ignore[call-arg]
        rows._db = db
        return rows

    @classmethod
    async def _first(cls, order: str, **equal: Any) -> Self | None:
        """The first of these in an order, which is SQL; locked."""
        asked = plain(cls.all(), **equal)
        assert asked is not None
        records = await cls._locked(tuple(asked[0]), asked[1], f"ORDER BY {order} LIMIT 1")
        return cls._from(cls._state(records[0])) if records else None

    @classmethod
    async def _locked(
        cls, names: tuple[Name, ...], arguments: list[Any], which: str = ""
    ) -> list[Any]:
        of = shape(cls)
        tail = f'{which} FOR NO KEY UPDATE OF "{of.table}"'
        return await client().read(selection(of, names, tail, cls.BESIDE), arguments)

    @classmethod
    def _state(cls, record: Any) -> dict[str, Any]:
        state = read(shape(cls), record)
        if cls.BESIDE:
            state["beside"] = record[len(state)]
        return state

    @classmethod
    async def _one(cls, asked: tuple[list[Name], list[Any]]) -> Self | None:
        """The only row of which this is true."""
        of = shape(cls)
        names, arguments = asked
        records = await client().read(selection(of, tuple(names), "LIMIT 2"), arguments)
        if len(records) > 1:
            raise MultipleObjectsReturned(cls)
        return cls._from(read(of, records[0])) if records else None

    @classmethod
    def _init_from_db(cls, **columns: Any) -> Self:
        """As Tortoise's, sparing it what asyncpg has already made a UUID or a time of."""
        of = shape(cls)
        if len(columns) != len(of.columns):  # some of them only, or others beside them
            found = super()._init_from_db(**columns)
            found._known = found.__dict__.copy()
            return found
        for name, convert in of.read:
            columns[name] = convert(columns[name])
        return cls._from(columns)

    @classmethod
    def _from(cls, columns: dict[str, Any]) -> Self:
        row = cls.__new__(cls)
        row.__dict__.update(columns, **STORED, _await_when_save={}, _known=columns)
        return row

    def _require_ours(self) -> None:
        company = scope()
        if company is not EVERY and self.company_id != company:
            raise ForeignCompany(f"This {type(self).__name__} belongs to another company.")


NEW: Final = {"_partial": False, "_saved_in_db": False, "_custom_generated_pk": False}
STORED: Final = {"_partial": False, "_saved_in_db": True, "_custom_generated_pk": True}
KEY: Final = {"id", "company_id"}
Row = TypeVar("Row", bound=Model)
Tenant = TypeVar("Tenant", bound=CompanyModel)


async def find(rows: QuerySet[Row], id: UUID | str) -> Row:
    """The row with this id among these; *not mine* and *not there* are the same NotFound.

    A string is a global id and must name the rows' own type.
    """
    model: Any = rows.model
    id = local(rows, id)
    asked = asked_of(rows, id)
    row: Any = await (rows.get_or_none(id=id) if asked is None else model._one(asked))
    if row is None:
        raise NotFound
    return row  # type: ignore[no-any-return]


async def locked(rows: QuerySet[Tenant], id: UUID | str) -> Tenant:
    """What `find` finds, held until the transaction ends: what locks it next need not read it."""
    model: Any = rows.model
    id = local(rows, id)
    asked = asked_of(rows, id)
    if asked is None:
        found = await find(rows, id)
        return await found.lock()
    names, arguments = asked
    records = await model._locked(tuple(names), arguments)
    if not records:
        raise NotFound
    row = model._from(model._state(records[0]))
    current_transaction().fresh = row
    return row  # type: ignore[no-any-return]


def local(rows: QuerySet[Any], id: UUID | str) -> UUID:
    """Raises NotFound for the global id of another type."""
    if isinstance(id, UUID):
        return id
    decoded = local_id(id)
    if decoded is None or decoded[0] != rows.model.__name__:
        raise NotFound
    return decoded[1]


def asked_of(rows: QuerySet[Any], id: UUID) -> tuple[list[Name], list[Any]] | None:
    """What `selection` needs to know of this one of these rows, if it can tell."""
    usual = issubclass(rows.model, CompanyModel) and rows._db in (None, client())
    return plain(rows, id=id) if usual else None
