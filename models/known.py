"""Rows as a transaction left them: whoever tells of it at once need not read them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from tortoise import fields
from tortoise.fields.data import CharEnumFieldInstance
from tortoise.models import Model

from models.rows import Shape
from models.writes import Guard, RowWrite

Return = Callable[[Any], Any]
PLAIN: Final = (
    *(fields.CharField, fields.TextField, fields.IntField, fields.BigIntField),
    *(fields.BooleanField, CharEnumFieldInstance),
)


class KnownRow:
    """One that was new, or had been read and is changed in what is `written`."""

    __slots__ = ("_read", "_returns", "_row", "_shape", "_written")

    def __init__(
        self, of: Shape, row: Model, read: Mapping[str, Any], written: Mapping[str, Any]
    ) -> None:
        self._shape = of
        self._row = row
        self._read = read
        self._written = written
        self._returns = _returns(type(row))

    def __getitem__(self, column: str) -> Any:
        """As PostgreSQL would return it. Raises LookupError where that is not known."""
        returned = self._returns[column]
        if column in self._written:
            value = self._written[column]
        else:
            value = self._read[column]
            if returned is not _id:
                value = self._shape.write[column](value, self._row)
        return value if value is None or returned is None else returned(value)


class KnownRows:
    """All of one company that are known after a transaction."""

    __slots__ = ("_rows",)

    def __init__(self, writes: Iterable[RowWrite], guard: Guard | None) -> None:
        changed: dict[Any, RowWrite] = {write.key: write for write in writes}
        self._rows = {
            (type(write.row), write.row.id): KnownRow(write.shape, write.row, {}, write.values)
            for write in changed.values()
            if write.new
        }
        if guard is not None:
            change = changed.get(guard.key)
            row = KnownRow(guard.shape, guard.row, guard.read, change.values if change else {})
            self._rows[type(guard.row), guard.row.id] = row

    def get(self, model: type[Model], id: UUID) -> KnownRow | None:
        return self._rows.get((model, id))


@cache
def _returns(model: type[Model]) -> dict[str, Return | None]:
    """How it returns what it was given, unless as it is, by the columns of which that is known."""
    returns: dict[str, Return | None] = {}
    for name in model._meta.fields_db_projection:
        field: Any = model._meta.fields_map[name]
        if isinstance(field, fields.UUIDField):
            returns[name] = _id
        elif isinstance(field, fields.DatetimeField):
            returns[name] = _time
        elif isinstance(field, PLAIN):
            returns[name] = None
    return returns


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _time(value: datetime) -> datetime:
    return value.astimezone(UTC)
