"""One SQL statement for rows of a model: the asked columns only, and joined what they own."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple

from tortoise.models import Model

from schema.compiler.host import Row
from schema.compiler.wire import time_sent

ROOT: Final = "t0"
FOUND: Final = "found"  # beside it, in a statement for rows that something else finds


class Form(NamedTuple):
    """How a column's value is read: `sql` of the column, and the same made of the value."""

    sql: str
    made: Callable[[Any], Any]


def _local(at: datetime) -> str:
    return f'"{at.astimezone(UTC).replace(tzinfo=None).isoformat()}"'


# What the driver makes of a time or an id costs it more than all other columns together, and an
# encoder wants no more than this of most.
FORMS: Final = {
    "": Form("{}", lambda value: value),
    "bytes": Form("uuid_send({})", attrgetter("bytes")),
    "sent": Form("timestamptz_send({})", time_sent),
    "json": Form("to_json({} AT TIME ZONE INTERVAL '0')", _local),
}


class Select:
    """The columns of a model's rows, and of what is joined to them; `wall` is on every table."""

    def __init__(self, model: type[Model], *, wall: str) -> None:
        self.model = model
        self.wall = wall if wall in model._meta.fields_map else None
        self._columns: dict[_Column, int] = {}
        self._joins: list[_Join] = []

    def place(self, alias: str, field: str, model: type[Model], form: str = "") -> int:
        """Where in a record a field of the row is; in a form of its own, if it is not the driver's.

        The `bytes` of an id; a time as it is `sent`, or as `json` that of its local time in UTC.
        """
        return self._place(_Column(alias, model._meta.fields_db_projection[field], form))

    def beside(self, column: str) -> int:
        """Where in a record is a column of what has found the row."""
        return self._place(_Column(FOUND, column, ""))

    def _place(self, column: "_Column") -> int:
        return self._columns.setdefault(column, len(self._columns))

    def join(self, alias: str, field: str, parent: type[Model], model: type[Model]) -> str:
        """The alias of the row whose id is in a field of the row at `alias`."""
        assert self.wall is not None
        joined = f"t{len(self._joins) + 1}"
        column = parent._meta.fields_db_projection[field]
        maybe = alias != ROOT or parent._meta.fields_map[field].null
        self._joins.append(_Join(joined, model, alias, column, maybe=maybe))
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
        del self._joins[joins:]

    def made_of(self, known: Callable[[Any, Any], Row | None], id: Any, wall: Any) -> Any:
        """The record of the row with this id, if all that it is made of is known."""
        row = known(self.model, id)
        if row is None:
            return None
        rows: dict[str, Row | None] = {ROOT: row}
        try:
            if self.wall is None or row[self.wall] != wall:
                return None
            for join in self._joins:
                parent = rows[join.parent]
                end = None if parent is None else parent[join.column]
                row = rows[join.alias] = None if end is None else known(join.model, end)
                if end is not None and (row is None or row[self.wall] != wall):
                    return None
            return tuple([_made(rows[column.alias], column) for column in self._columns])
        except LookupError:
            return None

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self._columns)

    def sql(
        self, where: str, order: "Order | None" = None, *, before: int = 0, after: int = 0
    ) -> str:
        """The statement; `$1` is the wall's value, where there is a wall.

        With so many columns of nothing before its own, and after them.
        """
        columns = [*["NULL"] * before, *self._read(), *["NULL"] * after]
        return f"SELECT {_listed(columns)} {self._from(where, order)}"

    def each(self, where: str, order: "Order", columns: list[str], types: list[str]) -> str:
        """The statement for many parents: what differs between them is in columns of `p`.

        Their values are arrays, from `$2`; a record ends with its parent's place, from 1.
        """
        arrays = ", ".join(f"${place}::{kind}[]" for place, kind in enumerate(types, 2))
        named = ", ".join((*columns, "place"))
        columns_of = (f"{column} AS c{place}" for place, column in enumerate(self._read()))
        inner = f"SELECT {_listed(columns_of)} {self._from(where, order)}"
        parents = f"FROM unnest({arrays}) WITH ORDINALITY AS p ({named})"
        return f"SELECT q.*, p.place {parents} CROSS JOIN LATERAL ({inner}) q"

    def found(self, table: str, where: str, sorting: Iterable[str]) -> str:
        """The statement for the rows that a table has the ids of; null where they are not there.

        Sorted by columns of the table.
        """
        needed = ", ".join(self._needed(ROOT))
        row = (  # each looked up by its id, like what is joined to it
            f'SELECT {needed} FROM "{self.model._meta.db_table}" {ROOT} '  # noqa: S608 - our names
            f'{self._within(where)} AND {ROOT}."id" = {FOUND}."id" OFFSET 0'
        )
        by = (
            f'{FOUND}."{name.lstrip("-")}"{" DESC" if name.startswith("-") else ""}'
            for name in sorting
        )
        return (
            f"SELECT {_listed(self._read())} FROM {table} {FOUND} "  # noqa: S608 - our names
            f"LEFT JOIN LATERAL ({row}) {ROOT} ON TRUE {self._joined()}ORDER BY {', '.join(by)}"
        )

    def _read(self) -> list[str]:
        return [
            FORMS[form].sql.format(f'{alias}."{column}"') for alias, column, form in self._columns
        ]

    def _from(self, where: str, order: "Order | None") -> str:
        rows = f'"{self.model._meta.db_table}" {ROOT}'
        within = self._within(where)
        if not order:
            return f"FROM {rows} {self._joined()}{within}"
        if not self._joins:
            return f"FROM {rows} {within}{order.first}"
        # The rows first, from the index that serves their order, and only then what they lead to.
        columns = ", ".join(dict.fromkeys((*self._needed(ROOT), *order.columns)))
        page = f"(SELECT {columns} FROM {rows} {within}{order.first}) {ROOT}"  # noqa: S608 - names of our own
        return f"FROM {page} {self._joined()}{order}"

    def _joined(self) -> str:
        # With an offset each is looked up by its id: left to itself, the planner may read the whole
        # of a table that is small today, and sort what was in order.
        return "".join(
            f"LEFT JOIN LATERAL (SELECT {', '.join(self._needed(join.alias, 'o'))} "  # noqa: S608 - names of our own
            f'FROM "{join.model._meta.db_table}" o WHERE {join.condition} '
            f'AND o."{self.wall}" = $1 OFFSET 0) {join.alias} ON TRUE '
            for join in self._joins
        )

    def _needed(self, alias: str, table: str = ROOT) -> Iterable[str]:
        """Of the row at `alias`: its columns, and those that others are joined by."""
        columns = [each.name for each in self._columns if each.alias == alias]
        columns += [join.column for join in self._joins if join.parent == alias]
        return dict.fromkeys(f'{table}."{column}"' for column in columns)

    def _within(self, where: str) -> str:
        walled = f'{ROOT}."{self.wall}" = $1' if self.wall else ""
        return f"WHERE {' AND '.join(part for part in (walled, where) if part) or 'TRUE'}"


class _Column(NamedTuple):
    alias: str
    name: str
    form: str


class _Join(NamedTuple):
    """The row of `model` at `alias`: the one whose id is in a column of `parent`."""

    alias: str
    model: type[Model]
    parent: str
    column: str
    maybe: bool  # it leads nowhere, in some rows

    @property
    def condition(self) -> str:
        end = f'{self.parent}."{self.column}"'
        # Of nothing, an index would still be asked.
        return f'{f"{end} IS NOT NULL AND " if self.maybe else ""}o."id" = {end}'


class Order:
    """The order of rows, as `order_by` takes it, and how many of them are the first."""

    __slots__ = ("_limit", "_signs", "columns")

    def __init__(
        self, model: type[Model], sorting: Iterable[str], limit: int | None = None
    ) -> None:
        names = model._meta.fields_db_projection
        self.columns = tuple(f'{ROOT}."{names[name.lstrip("-")]}"' for name in sorting)
        self._signs = tuple(" DESC" if name.startswith("-") else "" for name in sorting)
        self._limit = limit

    def __str__(self) -> str:
        ordered = (column + sign for column, sign in zip(self.columns, self._signs, strict=True))
        return f" ORDER BY {', '.join(ordered)}"

    @property
    def first(self) -> str:
        """With its limit."""
        return str(self) if self._limit is None else f"{self} LIMIT {self._limit:d}"


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(columns) or f'{ROOT}."id"'  # of rows that are only counted


def _made(row: Row | None, column: _Column) -> Any:
    value = None if row is None else row[column.name]
    return None if value is None else FORMS[column.form].made(value)
