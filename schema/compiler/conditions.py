"""Which rows a queryset stands for, as SQL: from the queryset's own state.

It knows the few lookups that lists need, and conditions that write themselves (`written`). Whatever
else a queryset holds, `Unwritable` says so, and the queryset is awaited as it is.
"""

from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from pypika_tortoise.terms import Term
from tortoise.expressions import Expression, Q
from tortoise.fields import UUIDField
from tortoise.fields.base import Field
from tortoise.fields.data import CharEnumFieldInstance
from tortoise.models import Model
from tortoise.queryset import AwaitableQuery, QuerySet

from schema.compiler.select import ROOT

_OPERATORS: Final = {"": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
# What a queryset may not have beside its conditions.
_BEYOND: Final = (
    "_annotations",
    "_custom_filters",
    "_distinct",
    "_fields_for_select",
    "_force_indexes",
    "_group_bys",
    "_having",
    "_joined_tables",
    "_limit",
    "_offset",
    "_prefetch_map",
    "_select_for_update",
    "_select_related",
    "_use_indexes",
)
_beyond: Final = attrgetter(*_BEYOND)


class Unwritable(Exception):
    """This queryset asks for something that we do not write."""


class Conditions:
    """The conditions of a queryset: a template of SQL, and the values for its places."""

    __slots__ = ("_company", "_wall", "fields", "model", "template", "values")

    def __init__(self, rows: QuerySet[Any], *, wall: str | None, company: Any) -> None:
        """Raises Unwritable."""
        if any(_beyond(rows)):
            raise Unwritable
        self.model: type[Model] = rows.model
        self.values: list[Any] = []
        self.fields: list[Field[Any] | None] = []  # None: a value that no column has
        self._wall: str | None = wall
        self._company: Any = company
        within = {wall: company}  # the statement says so anyway
        parts: list[str] = []
        for node in rows._q_objects:
            if node.children or node._is_negated or node.join_type != "AND":
                parts.append(self._node(node))
            elif node.filters != within:
                parts += [self._where(key, value) for key, value in node.filters.items()]
        self.template: str = " AND ".join(filter(None, parts))

    def identify(self, id: Any) -> None:
        """One more: it is the row with this id."""
        also = self._where("pk", id)
        self.template = f"{self.template} AND {also}" if self.template else also

    def bind(self, value: Any) -> str:
        """The place in a template of one more value, which is of no column."""
        return self._bind(None, value)

    def _node(self, node: Q) -> str:
        if node._is_negated:
            raise Unwritable
        written = getattr(node, "written", None)
        if written is not None:
            return str(written(ROOT, self.bind))
        parts = [self._where(key, value) for key, value in node.filters.items()]
        parts += [self._node(child) for child in node.children]
        if node.join_type == "AND":
            return " AND ".join(part for part in parts if part)
        if not all(parts):
            raise Unwritable
        return f"({' OR '.join(f'({part})' for part in parts)})"

    def _where(self, key: str, value: Any) -> str:
        if key == self._wall and value == self._company:
            return ""  # the statement says so anyway
        column, operator, field, bindable = _lookup(self.model, key)
        if isinstance(value, bindable) and operator not in ("in", "isnull"):
            return f"{column} {operator} {self._bind(field, value)}"
        if isinstance(value, (Expression, Term, AwaitableQuery, Q)):
            raise Unwritable
        if operator == "isnull":
            return f"{column} IS {'' if value else 'NOT '}NULL"
        if operator == "in":
            values = [field.to_db_value(each, self.model) for each in value]
            if len(values) == 1:  # an index in this order goes on behind an equality only
                return f"{column} = {self._bind(field, values[0])}"
            return f"{column} = ANY({self._bind(field, values)})"
        if value is None:
            if operator != "=":
                raise Unwritable
            return f"{column} IS NULL"
        return f"{column} {operator} {self._bind(field, field.to_db_value(value, self.model))}"

    def _bind(self, field: Field[Any] | None, value: Any) -> str:
        self.values.append(value)
        self.fields.append(field)
        return f"{{{len(self.values) - 1}}}"


class _Lookup(NamedTuple):
    column: str
    operator: str
    field: Field[Any]
    bindable: type | tuple[()]  # what the driver takes as it is, whatever Tortoise makes of it


@cache
def _lookup(model: type[Model], key: str) -> _Lookup:
    name, _, operation = key.partition("__")
    meta = model._meta
    name = meta.pk_attr if name == "pk" else name
    operator = _OPERATORS.get(operation, operation)
    known = operator in (*_OPERATORS.values(), "in", "isnull")
    if not known or name not in meta.fields_db_projection:
        raise Unwritable
    field = meta.fields_map[name]
    column = f'{ROOT}."{meta.fields_db_projection[name]}"'
    return _Lookup(column, operator, field, _bindable(field))


def _bindable(field: Field[Any]) -> type | tuple[()]:
    if type(field) is UUIDField:
        return UUID
    if isinstance(field, CharEnumFieldInstance) and issubclass(field.enum_type, StrEnum):
        return field.enum_type
    return ()


def placed(template: str, count: int, *, start: int) -> str:
    """The template with its places numbered from `start`."""
    return template.format(*(f"${place}" for place in range(start, start + count)))


def type_of(field: Field[Any] | None) -> str:
    """The type of a column, as PostgreSQL calls it. Raises Unwritable for what is in none."""
    if field is None:
        raise Unwritable
    return str(field.get_for_dialect("postgres", "SQL_TYPE"))
