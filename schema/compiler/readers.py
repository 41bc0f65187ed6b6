"""How the source of an encoder gets at a row, which it calls `r`."""

from typing import Any, Protocol

from tortoise.fields import UUIDField
from tortoise.fields.base import Field
from tortoise.models import Model

from schema.compiler.declared import To
from schema.compiler.select import Select


class Unfit(Exception):
    """A row's columns do not suffice: the row itself is needed."""


class Reader(Protocol):
    """How the source gets at a row, which it calls `r`."""

    @property
    def guard(self) -> str | None:
        """True if there is a row."""

    def field(self, name: str) -> Field[Any] | None:
        """The model's, if a row is read by its columns."""

    def column(self, name: str, form: str = "") -> str:
        """The source of its value; with a form, of that (schema.compiler.select)."""

    def kind(self) -> str | None: ...


class Objects:
    """A row is a Python object."""

    guard: str | None = None

    def field(self, name: str) -> None:
        return None

    def column(self, name: str, form: str = "") -> str:
        return f"r.{name}.{form}" if form else f"r.{name}"

    def kind(self) -> None:
        return None


class Records:
    """A row is a record of a statement, or that part of it which was joined as `alias`."""

    def __init__(self, select: Select, alias: str, model: type[Model], guard: str | None) -> None:
        self.select = select
        self.alias = alias
        self.model = model
        self.guard = guard

    def field(self, name: str) -> Field[Any]:
        meta = self.model._meta
        if name not in meta.fields_db_projection:
            raise Unfit(f"{self.model.__name__}.{name}")
        return meta.fields_map[name]

    def column(self, name: str, form: str = "") -> str:
        kept = form == "bytes" and type(self.field(name)) is not UUIDField
        place = self.select.place(self.alias, name, self.model, "" if kept else form)
        return f"r[{place}].bytes" if kept else f"r[{place}]"

    def kind(self) -> str:
        return self.model.__name__


class Keys:
    """A row of which nothing but its id is known, and needed: it is in a column of another."""

    def __init__(self, model: type[Model], parent: Records, name: str) -> None:
        self.model = model
        self._parent = parent
        self._name = name

    @property
    def guard(self) -> str:
        return f"{self._parent.column(self._name, 'bytes')} is not None"

    def field(self, name: str) -> Field[Any]:
        if name != self.model._meta.pk_attr:
            raise Unfit(name)
        return self.model._meta.pk

    def column(self, name: str, form: str = "") -> str:
        self.field(name)
        return self._parent.column(self._name, form)

    def kind(self) -> str:
        return self.model.__name__


class Seen:
    """All that a resolver is shown of a row that was not read: other attributes it has not."""

    __slots__ = ("id",)

    def __init__(self, id: Any) -> None:
        self.id = id


def is_key(model: type[Model], end: To) -> bool:
    """Is the column a foreign key, so that the row is there if it is not null?"""
    for name in model._meta.fk_fields:
        relation: Any = model._meta.fields_map[name]
        if relation.source_field == end.column:
            return relation.related_model is end.model
    return False
