"""How the values of a column are taken, written and read: as Tortoise's fields do it.

They also convert and validate, and cost a call of several; here, they are asked only where a value
is not of a kind of which it is known that there is nothing to do.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import NoneType
from typing import Any, Final
from uuid import UUID

from tortoise import fields
from tortoise.fields.data import CharEnumFieldInstance

from models.connection import ReadUUID

Take = Callable[[Any], Any]
Write = Callable[[Any, Any], Any]  # a value and its row
WriteSome = Callable[[Mapping[str, Any], Any], dict[str, Any]]  # of the values of a row, and it
IDS: Final[frozenset[type]] = frozenset({UUID, ReadUUID})
NATIVE: Final[Mapping[type, frozenset[type]]] = {
    fields.UUIDField: IDS,
    fields.IntField: frozenset({int}),
    fields.BigIntField: frozenset({int}),
    fields.BooleanField: frozenset({bool}),
    fields.TextField: frozenset({str}),
    fields.CharField: frozenset({str}),
}


def held(field: Any) -> frozenset[type]:
    """Values of these classes are taken as they are; others by the taker."""
    return native(field) | {NoneType}


def taker(field: Any) -> Take:
    slow: Take = field.to_python_value
    if isinstance(field, fields.DatetimeField):
        return lambda value: (
            value if type(value) is datetime and value.tzinfo is UTC else slow(value)
        )
    return slow


def reader(field: Any) -> Take | None:
    """None where asyncpg reads it as it is."""
    slow: Take = field.to_python_value
    if isinstance(field, CharEnumFieldInstance):
        return _Members(field).__getitem__
    if isinstance(field, fields.UUIDField | fields.DatetimeField):
        return None
    return slow


def writer(field: Any) -> Write:
    source, names = _writing(field)
    write: Write = eval(f"lambda value, row: {source}", names)  # noqa: S307 - the text is ours
    return write


def writer_of(known: Mapping[str, Any]) -> WriteSome:
    """As the writers of these fields, in their order, without a call for each."""
    names: dict[str, Any] = {}
    lines = ["def function(values, row):"]
    for place, (name, field) in enumerate(known.items()):
        source, theirs = _writing(field, place)
        names |= theirs
        lines += [f"    value = values[{name!r}]", f"    written{place} = {source}"]
    pairs = (f"{name!r}: written{place}" for place, name in enumerate(known))
    lines.append(f"    return {{{', '.join(pairs)}}}")
    exec("\n".join(lines), names)  # noqa: S102 - the text is ours
    write: WriteSome = names["function"]
    return write


def native(field: Any) -> frozenset[type]:
    """The classes whose values need no conversion."""
    if isinstance(field, CharEnumFieldInstance):
        return frozenset({field.enum_type})
    return NATIVE.get(type(field), frozenset())


class _Members(dict[Any, Any]):
    """Of an enumeration by their values; what is none of these is asked of the field."""

    def __init__(self, field: Any) -> None:
        super().__init__({member.value: member for member in field.enum_type} | {None: None})
        self._field = field

    def __missing__(self, value: Any) -> Any:
        return self._field.to_python_value(value)


def _writing(field: Any, place: int = 0) -> tuple[str, dict[str, Any]]:
    """What PostgreSQL is given of a `value` of a `row`, as an expression; and the names in it."""
    slow, kept = f"slow{place}", f"kept{place}"
    source = f"{slow}(value, row)"
    if isinstance(field, CharEnumFieldInstance):
        source = f"value._value_ if type(value) in {kept} else {source}"
    elif type(field) is fields.CharField and len(field.validators) == 1:
        fits = f"type(value) is str and len(value) <= {field.max_length}"
        source = f"value if {fits} else {source}"
    elif isinstance(field, fields.DatetimeField) and not field.validators:
        source = f"value if type(value) is datetime and value.tzinfo is UTC else {source}"
    elif native(field) and not field.validators:
        source = f"value if type(value) in {kept} else {source}"
    if field.null:
        source = f"None if value is None else {source}"
    return source, {slow: field.to_db_value, kept: native(field), "UTC": UTC, "datetime": datetime}
