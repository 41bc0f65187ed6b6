"""How a model's rows go to PostgreSQL and come back: worked out once for each model.

Tortoise builds every statement and converts every value anew. What is made here is what it would
have made, with the company beside the id; what is not plain enough is left to Tortoise.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Final

from tortoise.expressions import Expression, Q
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.clauses import Clause, Kind
from models.columns import Take, Write, WriteSome, held, reader, taker, writer, writer_of

Name = str | Kind  # of what is asked of a row
NULL: Final = {"isnull": "IS NULL", "notnull": "IS NOT NULL"}
BEYOND: Final = attrgetter(  # of a query that is more than a filter
    *("_limit", "_offset", "_distinct", "_annotations", "_custom_filters", "_joined_tables"),
    *("_having", "_group_bys", "_select_related", "_prefetch_map", "_fields_for_select"),
    "_select_for_update",
)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Of one model: its columns, and how each of their values is taken, written and read."""

    table: str
    columns: tuple[str, ...]
    fields: dict[str, Any]
    constants: dict[str, Any]  # defaults
    makers: tuple[tuple[str, Callable[[], Any]], ...]  # of the other defaults
    required: frozenset[str]
    take: dict[str, Take]
    held: dict[str, frozenset[type]]  # values of these classes are taken as they are
    write: dict[str, Write]
    read: tuple[tuple[str, Take], ...]  # of the columns that asyncpg does not read as they are


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Columns of other rows, to be read with a row: one of each table, which is surely there.

    They are of types of PostgreSQL's own: asyncpg knows no others inside a value of several.
    """

    columns: str
    source: str  # what follows FROM


@cache
def shape(model: type[Model]) -> Shape:
    meta = model._meta
    known: dict[str, Any] = {name: meta.fields_map[name] for name in meta.fields_db_projection}
    renamed = any(name != column for name, column in meta.fields_db_projection.items())
    if renamed or any(field.has_db_default() for field in known.values()):
        raise TypeError(f"{model.__name__} has a column that only Tortoise knows how to write.")
    return Shape(
        table=meta.db_table,
        columns=tuple(known),
        fields=known,
        constants={name: f.default for name, f in known.items() if not callable(f.default)},
        makers=tuple((name, f.default) for name, f in known.items() if callable(f.default)),
        required=frozenset(name for name, field in known.items() if not field.null),
        take={name: taker(field) for name, field in known.items()},
        held={name: held(field) for name, field in known.items()},
        write={name: writer(field) for name, field in known.items()},
        read=tuple(
            (name, read)
            for _, name, field in (*meta.db_default_fields, *meta.db_complex_fields)
            if (read := reader(field)) is not None
        ),
    )


def taken(of: Shape, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of columns, as a row holds them."""
    held, columns = of.held, {}
    for name, value in values.items():
        columns[name] = taking = value if type(value) in held[name] else of.take[name](value)
        if taking is None and name in of.required:
            raise ValueError(f"{name} is non nullable field, but null was passed")
    return columns


def fresh(of: Shape, values: Mapping[str, Any]) -> dict[str, Any]:
    """All columns of a row that is new."""
    columns = of.constants | taken(of, values)
    for name, make in of.makers:
        if name not in values:
            columns[name] = make()
    return columns


def read(of: Shape, record: Sequence[Any]) -> dict[str, Any]:
    """All columns of a row, of a record that has them in their order and then perhaps more."""
    columns = dict(zip(of.columns, record, strict=False))
    for name, convert in of.read:
        columns[name] = convert(columns[name])
    return columns


def stamp(row: Model) -> None:
    """Note that it is changed now, and when it was made unless that is known."""
    times = row.__dict__
    now = datetime.now(UTC)
    for name in ("created_at", "updated_at"):
        if name in times and (name == "updated_at" or times[name] is None):
            times[name] = now


def written(of: Shape, row: Model, names: Iterable[str]) -> dict[str, Any]:
    """What PostgreSQL is to store in these columns. Raises ValidationError."""
    return _writer(of, tuple(names))(row.__dict__, row)


@lru_cache(maxsize=1_000)
def _writer(of: Shape, names: tuple[str, ...]) -> WriteSome:
    return writer_of({name: of.fields[name] for name in names})


@lru_cache(maxsize=1_000)
def insertion(of: Shape) -> str:
    columns = ", ".join(f'"{name}"' for name in of.columns)
    places = ", ".join(f"${place}" for place in range(1, len(of.columns) + 1))
    return f'INSERT INTO "{of.table}" ({columns}) VALUES ({places})'  # noqa: S608


@lru_cache(maxsize=1_000)
def alteration(of: Shape, names: tuple[str, ...]) -> str:
    """Its last two arguments are the id and the company."""
    changes = ", ".join(f'"{name}" = ${place}' for place, name in enumerate(names, 1))
    id, company = len(names) + 1, len(names) + 2
    return (
        f'UPDATE "{of.table}" SET {changes} '  # noqa: S608
        f'WHERE "id" = ${id} AND "company_id" = ${company}'
    )


@lru_cache(maxsize=1_000)
def selection(
    of: Shape,
    names: tuple[Name, ...],
    tail: str = "",
    beside: Beside | None = None,
    *,
    stamped: bool = False,
) -> str:
    """All columns in their order, of the rows in which each of these equals its argument.

    Or, by Tortoise's ending `__isnull`, is NULL or with `__notnull` is not. A kind of clause takes
    as many arguments as it has places. Behind the columns stand what is beside the row, as one
    value, and the stamp of its last change.
    """
    columns = ", ".join(f'"{of.table}"."{name}"' for name in of.columns)
    terms, place = [], 0
    for name in names:
        if isinstance(name, Kind):
            places = [f"${place + each}" for each in range(1, name.places + 1)]
            terms.append(name.written(f'"{of.table}"', places))
            place += name.places
            continue
        column, _, null = name.partition("__")
        place += not null
        terms.append(f'"{of.table}"."{column}" {NULL[null] if null else f"= ${place}"}')
    # Joined to the row, it would have all columns of the row handed on by each of the joins.
    more = f", (SELECT ROW({beside.columns}) FROM {beside.source})" if beside else ""  # noqa: S608
    stamp = f', "{of.table}"."xmin"' if stamped else ""
    where = " AND ".join(terms)
    return f'SELECT {columns}{more}{stamp} FROM "{of.table}" WHERE {where} {tail}'  # noqa: S608


def plain(rows: QuerySet[Any], **filters: Any) -> tuple[list[Name], list[Any]] | None:
    """What is asked of the rows, for `selection`; None when it is more than columns' values."""
    if any(BEYOND(rows)):
        return None
    names: list[Name] = []
    arguments: list[Any] = []
    for term in rows._q_objects:
        if isinstance(term, Clause):
            names.append(term.kind)
            arguments += term.values
            continue
        if term.children or term._is_negated or term.join_type == Q.OR:
            return None
        if not _ask(rows.model, term.filters, names, arguments):
            return None
    return (names, arguments) if _ask(rows.model, filters, names, arguments) else None


def _ask(
    model: type[Model], filters: Mapping[str, Any], names: list[Name], arguments: list[Any]
) -> bool:
    write = shape(model).write
    for name, value in filters.items():
        column, _, comparison = name.partition("__")
        if column not in write or isinstance(value, Expression):
            return False
        if comparison == "isnull" or (value is None and not comparison):
            names.append(f"{column}__{'isnull' if comparison == '' or value else 'notnull'}")
        elif comparison:
            return False
        else:
            names.append(name)
            arguments.append(write[name](value, model))
    return True
