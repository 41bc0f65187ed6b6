"""How a model's rows go to PostgreSQL and come back: worked out once for each model.

Tortoise builds every statement and converts every value anew. What is made here is what it would
have made, with the company beside the id; what is not plain enough is left to Tortoise.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from types import NoneType
from typing import Any, Final
from uuid import UUID

from tortoise import fields
from tortoise.expressions import Expression, Q
from tortoise.fields.data import CharEnumFieldInstance
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.clauses import Clause, Kind

Take = Callable[[Any], Any]
Write = Callable[[Any, Any], Any]  # a value and its row
Name = str | Kind  # of what is asked of a row
NATIVE: Final[dict[type, type]] = {
    fields.UUIDField: UUID,
    fields.IntField: int,
    fields.BigIntField: int,
    fields.BooleanField: bool,
    fields.TextField: str,
    fields.CharField: str,
}
NULL: Final = {"isnull": "IS NULL", "notnull": "IS NOT NULL"}
BEYOND: Final = (  # of a query that is more than a filter
    *("_limit", "_offset", "_distinct", "_annotations", "_custom_filters", "_joined_tables"),
    *("_having", "_group_bys", "_select_related", "_prefetch_map", "_fields_for_select"),
    "_select_for_update",
)


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Of one model: its columns, and how each of their values is taken, written and read."""

    table: str
    columns: tuple[str, ...]
    constants: dict[str, Any]  # defaults
    makers: tuple[tuple[str, Callable[[], Any]], ...]  # of the other defaults
    required: frozenset[str]
    take: dict[str, Take]
    write: dict[str, Write]
    held: dict[str, frozenset[type]]  # values of these classes are taken as they are
    kept: dict[str, frozenset[type]]  # and of these, written as they are
    read: tuple[tuple[str, Take], ...]  # of the columns that asyncpg does not read as they are


@dataclass(frozen=True, slots=True)
class Beside:
    """More to be read with a row: columns, and the JOINs that they are from."""

    columns: str
    joined: str


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
        constants={name: f.default for name, f in known.items() if not callable(f.default)},
        makers=tuple((name, f.default) for name, f in known.items() if callable(f.default)),
        required=frozenset(name for name, field in known.items() if not field.null),
        take={name: _taker(field) for name, field in known.items()},
        write={name: _writer(field) for name, field in known.items()},
        held={name: _held(field) for name, field in known.items()},
        kept={name: _kept(field) for name, field in known.items()},
        read=tuple(
            (name, field.to_python_value)
            for _, name, field in (*meta.db_default_fields, *meta.db_complex_fields)
            if not isinstance(field, fields.UUIDField | fields.DatetimeField)
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
    values, kept, columns = row.__dict__, of.kept, {}
    for name in names:
        value = values[name]
        columns[name] = value if type(value) in kept[name] else of.write[name](value, row)
    return columns


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
    of: Shape, names: tuple[Name, ...], tail: str = "", beside: Beside | None = None
) -> str:
    """All columns in their order, of the rows in which each of these equals its argument.

    Or, by Tortoise's ending `__isnull`, is NULL or with `__notnull` is not. A kind of clause takes
    as many arguments as it has places.
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
    more, joined = (f", {beside.columns}", beside.joined) if beside else ("", "")
    where = " AND ".join(terms)
    return f'SELECT {columns}{more} FROM "{of.table}" {joined} WHERE {where} {tail}'  # noqa: S608


def plain(rows: QuerySet[Any], **filters: Any) -> tuple[list[Name], list[Any]] | None:
    """What is asked of the rows, for `selection`; None when it is more than columns' values."""
    if any(getattr(rows, name) for name in BEYOND):
        return None
    names: list[Name] = []
    arguments: list[Any] = []
    for term in (*rows._q_objects, Q(**filters)):
        if isinstance(term, Clause):
            names.append(term.kind)
            arguments += term.values
            continue
        if term.children or term._is_negated or term.join_type == Q.OR:
            return None
        for name, value in term.filters.items():
            if not _ask(rows.model, name, value, names, arguments):
                return None
    return names, arguments


def _ask(
    model: type[Model], name: str, value: Any, names: list[Name], arguments: list[Any]
) -> bool:
    column, _, comparison = name.partition("__")
    write = shape(model).write.get(column)
    if write is None or isinstance(value, Expression):
        return False
    if comparison == "isnull" or (value is None and not comparison):
        names.append(f"{column}__{'isnull' if comparison == '' or value else 'notnull'}")
    elif comparison:
        return False
    else:
        names.append(column)
        arguments.append(write(value, model))
    return True


def _taker(field: Any) -> Take:
    slow: Take = field.to_python_value
    if isinstance(field, fields.DatetimeField):
        return lambda value: value if value is None or value.tzinfo is UTC else slow(value)
    native = _native(field)
    if native is None:
        return slow
    return lambda value: value if value is None or type(value) is native else slow(value)


def _writer(field: Any) -> Write:
    """As Tortoise's, which also converts and validates; not asked where there is nothing to do."""
    slow: Write = field.to_db_value
    nullable, native = field.null, _native(field)
    if isinstance(field, CharEnumFieldInstance):
        return lambda value, row: (
            value.value if type(value) is native else slow(value, row)  # type: ignore[attr-defined]
        )
    if type(field) is fields.CharField and len(field.validators) == 1:
        longest = field.max_length
        return lambda value, row: (
            value
            if (type(value) is str and len(value) <= longest) or (value is None and nullable)
            else slow(value, row)
        )
    if isinstance(field, fields.DatetimeField) and not field.validators:
        return lambda value, row: (
            value
            if (value is None and nullable) or (type(value) is datetime and value.tzinfo is UTC)
            else slow(value, row)
        )
    if native is None or field.validators:
        return slow
    if native is UUID:  # asyncpg's own are of a class derived from it
        return lambda value, row: (
            value if isinstance(value, UUID) or (value is None and nullable) else slow(value, row)
        )
    return lambda value, row: (
        value if type(value) is native or (value is None and nullable) else slow(value, row)
    )


def _held(field: Any) -> frozenset[type]:
    native = _native(field)
    return frozenset() if native is None else frozenset({native, NoneType})


def _kept(field: Any) -> frozenset[type]:
    """Not those whose values are measured, or written otherwise than they are held."""
    null = {NoneType} if field.null else set()
    if isinstance(field, CharEnumFieldInstance):
        return frozenset()
    if not field.validators and (native := _native(field)) is not None:
        return frozenset({native, *null})
    measured = type(field) is fields.CharField and len(field.validators) == 1
    timed = isinstance(field, fields.DatetimeField) and not field.validators
    return frozenset(null) if measured or timed else frozenset()


def _native(field: Any) -> type | None:
    """The type whose values need no conversion."""
    return field.enum_type if isinstance(field, CharEnumFieldInstance) else NATIVE.get(type(field))
