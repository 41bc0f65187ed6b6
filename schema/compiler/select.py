"""One SQL statement for the rows of a queryset: the asked columns only, and joined what they own.

It is written from the queryset's own state and knows the few lookups that lists need. Whatever
else a queryset holds, `Unwritable` says so, and the queryset is awaited as it is.
"""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any, Final, NamedTuple

from pypika_tortoise.terms import Term
from tortoise.expressions import Expression, Q
from tortoise.fields.base import Field
from tortoise.models import Model
from tortoise.queryset import AwaitableQuery, QuerySet

from schema.compiler.host import Row

ROOT: Final = "t0"
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


class Select:
    """The columns of a model's rows, and of what is joined to them; `wall` is on every table."""

    def __init__(self, model: type[Model], *, wall: str) -> None:
        self.model = model
        self.wall = wall if wall in model._meta.fields_map else None
        self._columns: dict[tuple[str, str], int] = {}
        self._joins: list[str] = []
        self._ends: list[tuple[str, str, type[Model]]] = []  # whose column leads where, of each

    def place(self, alias: str, field: str, model: type[Model]) -> int:
        """Where in a record a field of the row is."""
        key = (alias, model._meta.fields_db_projection[field])
        return self._columns.setdefault(key, len(self._columns))

    def join(self, alias: str, field: str, parent: type[Model], model: type[Model]) -> str:
        """The alias of the row whose id is in a field of the row at `alias`."""
        assert self.wall is not None
        joined = f"t{len(self._joins) + 1}"
        column = parent._meta.fields_db_projection[field]
        # With a limit of its own each is looked up by its id: left to itself, the planner may read
        # the whole of a table that is small today, and sort what was in order.
        table = f'SELECT * FROM "{model._meta.db_table}" o'  # noqa: S608 - names of our own
        only = f'o."id" = {alias}."{column}" AND o."{self.wall}" = $1'
        self._joins.append(f"LEFT JOIN LATERAL ({table} WHERE {only} LIMIT 1) {joined} ON TRUE")
        self._ends.append((alias, column, model))
        return joined

    @property
    def first(self) -> int:
        """The number of a statement's first parameter; before it is the wall's value."""
        return 2 if self.wall else 1

    def mark(self) -> tuple[int, int]:
        return len(self._columns), len(self._joins)

    def forget(self, mark: tuple[int, int]) -> None:
        """What came after a mark is not needed."""
        columns, joins = mark
        while len(self._columns) > columns:
            self._columns.popitem()
        del self._joins[joins:], self._ends[joins:]

    def made_of(self, known: Callable[[Any, Any], Row | None], id: Any, wall: Any) -> Any:
        """The record of the row with this id, if all that it is made of is known."""
        row = known(self.model, id)
        if row is None:
            return None
        rows: dict[str, Row | None] = {ROOT: row}
        try:
            if self.wall is None or row[self.wall] != wall:
                return None
            for place, (alias, column, model) in enumerate(self._ends, 1):
                parent = rows[alias]
                end = None if parent is None else parent[column]
                row = rows[f"t{place}"] = None if end is None else known(model, end)
                if end is not None and (row is None or row[self.wall] != wall):
                    return None
            found = ((rows[alias], column) for alias, column in self._columns)
            return tuple([None if row is None else row[column] for row, column in found])
        except LookupError:
            return None

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self._columns)

    def sql(self, where: str, order: str = "", *, name: str = "") -> str:
        """The statement; `$1` is the wall's value, where there is a wall.

        With a name, the columns bear it, numbered.
        """
        return f"SELECT {self._listed(name)} {self._from(where, order)}"

    def each(self, where: str, order: str, columns: list[str], types: list[str]) -> str:
        """The statement for many parents: what differs between them is in columns of `p`.

        Their values are arrays, from `$2`; a record ends with its parent's place, from 1.
        """
        arrays = ", ".join(f"${place}::{kind}[]" for place, kind in enumerate(types, 2))
        named = ", ".join((*columns, "place"))
        inner = f"SELECT {self._listed('c')} {self._from(where, order)}"
        parents = f"FROM unnest({arrays}) WITH ORDINALITY AS p ({named})"
        return f"SELECT q.*, p.place {parents} CROSS JOIN LATERAL ({inner}) q"

    def _listed(self, name: str = "") -> str:
        columns = (f'{alias}."{column}"' for alias, column in self._columns)
        if name:
            columns = (f"{column} AS {name}{place}" for place, column in enumerate(columns))
        return ", ".join(columns) or f'{ROOT}."id"'

    def _from(self, where: str, order: str) -> str:
        rows = f'"{self.model._meta.db_table}" {ROOT}'
        rest = f"{self._within(where)}{order}"
        if not self._joins:
            return f"FROM {rows} {rest}"
        if not order:
            return f"FROM {rows} {' '.join(self._joins)} {rest}"
        # The rows first, from the index that serves their order, and only then what they lead to.
        ordering = order.partition(" LIMIT ")[0]
        page = f"(SELECT * FROM {rows} {rest}) {ROOT}"  # noqa: S608 - names of our own
        return f"FROM {page} {' '.join(self._joins)}{ordering}"

    def _within(self, where: str) -> str:
        walled = f'{ROOT}."{self.wall}" = $1' if self.wall else ""
        return f"WHERE {' AND '.join(part for part in (walled, where) if part) or 'TRUE'}"


class Conditions:
    """The conditions of a queryset: a template of SQL, and the values for its places."""

    __slots__ = ("_company", "_wall", "fields", "model", "template", "values")

    def __init__(self, rows: QuerySet[Any], *, wall: str | None, company: Any) -> None:
        """Raises Unwritable."""
        if any(_beyond(rows)):
            raise Unwritable
        self.model: type[Model] = rows.model
        self.values: list[Any] = []
        self.fields: list[Field[Any]] = []
        self._wall: str | None = wall
        self._company: Any = company
        parts = (self._node(node) for node in rows._q_objects)
        self.template: str = " AND ".join(part for part in parts if part)

    def equal(self, name: str, value: Any) -> None:
        """One more: that a field has a value."""
        also = self._where(name, value)
        self.template = f"{self.template} AND {also}" if self.template else also

    def _node(self, node: Q) -> str:
        if node._is_negated:
            raise Unwritable
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
        column, operator, field = _lookup(self.model, key)
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

    def _bind(self, field: Field[Any], value: Any) -> str:
        self.values.append(value)
        self.fields.append(field)
        return f"{{{len(self.values) - 1}}}"


class _Lookup(NamedTuple):
    column: str
    operator: str
    field: Field[Any]


@cache
def _lookup(model: type[Model], key: str) -> _Lookup:
    name, _, operation = key.partition("__")
    meta = model._meta
    name = meta.pk_attr if name == "pk" else name
    operator = _OPERATORS.get(operation, operation)
    known = operator in (*_OPERATORS.values(), "in", "isnull")
    if not known or name not in meta.fields_db_projection:
        raise Unwritable
    return _Lookup(f'{ROOT}."{meta.fields_db_projection[name]}"', operator, meta.fields_map[name])


def placed(template: str, count: int, *, start: int) -> str:
    """The template with its places numbered from `start`."""
    return template.format(*(f"${place}" for place in range(start, start + count)))


def type_of(field: Field[Any]) -> str:
    """The type of a column, as PostgreSQL calls it."""
    return str(field.get_for_dialect("postgres", "SQL_TYPE"))


def ordered(model: type[Model], sorting: list[str], limit: int | None = None) -> str:
    """The end of a statement for the first so many rows; `sorting` as `order_by` takes it."""
    columns = (
        f'{ROOT}."{model._meta.fields_db_projection[name.lstrip("-")]}"'
        f"{' DESC' if name.startswith('-') else ''}"
        for name in sorting
    )
    end = "" if limit is None else f" LIMIT {limit:d}"
    return f" ORDER BY {', '.join(columns)}{end}"
