"""Values of columns that lists are sorted by, in bytes as PostgreSQL sends them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from tortoise import fields
from tortoise.fields.base import Field

_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


class Wire(NamedTuple):
    """How values are sent and read; their size, if all have the same."""

    sent: Callable[[Any], bytes]
    read: Callable[[bytes], Any]
    size: int | None


def _number(sent: bytes) -> int:
    return int.from_bytes(sent, signed=True)


def _number_sent(value: int) -> bytes:
    return value.to_bytes(8, signed=True)


def _time(sent: bytes) -> datetime:
    return _EPOCH + _number(sent) * _MICROSECOND


def time_sent(at: datetime) -> bytes:
    return _number_sent((at - _EPOCH) // _MICROSECOND)


# Of the id a cursor has no second: it says itself where its row is.
_NOTHING: Final = Wire(lambda _: b"", lambda _: None, 0)
_NUMBER: Final = Wire(_number_sent, _number, 8)
_TEXT: Final = Wire(str.encode, bytes.decode, None)
_WIRES: Final[dict[type[Field[Any]], Wire]] = {
    fields.DatetimeField: Wire(time_sent, _time, 8),
    fields.SmallIntField: _NUMBER,
    fields.IntField: _NUMBER,
    fields.BigIntField: _NUMBER,
    fields.CharField: _TEXT,
    fields.TextField: _TEXT,
    fields.UUIDField: _NOTHING,
}


def wire(field: Field[Any]) -> Wire:
    """Raises KeyError for columns of another type."""
    return _WIRES[type(field)]
