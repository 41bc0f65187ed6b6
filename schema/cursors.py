"""Cursors of lists: a row's place by its value in the column that sorts it, and by its id."""

from base64 import urlsafe_b64decode
from binascii import Error as Malformed
from binascii import b2a_base64
from collections.abc import Iterable
from itertools import chain, repeat
from typing import Any, Final, NamedTuple
from uuid import UUID

from tortoise.fields.base import Field

from models.errors import CursorInvalid
from models.identifiers import URL_SAFE, url_safe
from models.tenancy import current_company
from schema.compiler.wire import wire

ID: Final = 16  # bytes


class _Laid(NamedTuple):
    """Places of one size behind each other, in base64: three bytes are four letters there."""

    padding: bytes
    length: int
    step: int  # from one to the next

    @classmethod
    def of(cls, size: int) -> "_Laid":
        padding = bytes(-size % 3)
        return cls(padding, -(-size * 4 // 3), (size + len(padding)) // 3 * 4)


_LAID: Final = {size: _Laid.of(size + ID) for size in (0, 8)}


class Cursors:
    """Of the current company's lists that are sorted by a column."""

    __slots__ = ("_head", "_start", "_wire")

    def __init__(self, field: Field[Any]) -> None:
        self._wire = wire(field)
        company = current_company().hex[-8:]  # the random end: the start is only the time
        head = f"{company} {field.model_field_name} "
        # In base64, what comes behind it begins with a letter of its own.
        self._head = head.ljust(len(head) + -len(head) % 3).encode()
        self._start = url_safe(self._head)

    def of(self, value: Any, id: UUID) -> str:
        return self(self._wire.sent(value), id.bytes)

    def __call__(self, value: bytes, id: bytes) -> str:
        """Of a value and an id as PostgreSQL sends them."""
        return self._start + url_safe(value + id)

    def all(self, values: Iterable[bytes], ids: Iterable[bytes]) -> list[str]:
        """The same of many: one at a time, they take longer than the rest of their page."""
        if self._wire.size is None:
            return list(map(self, values, ids))
        padding, length, step = _LAID[self._wire.size]
        places = b"".join(chain.from_iterable(zip(values, ids, repeat(padding), strict=False)))
        text, start = b2a_base64(places, newline=False).translate(URL_SAFE).decode(), self._start
        return [start + text[at : at + length] for at in range(0, len(text), step)]

    def opened(self, cursor: str) -> tuple[Any, UUID]:
        """The value and the id. Raises CursorInvalid for what is no cursor of such a list."""
        try:
            raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            place = raw.removeprefix(self._head)
            value, id = place[:-ID], place[-ID:]
            if len(place) == len(raw) or self._wire.size not in (None, len(value)):
                raise CursorInvalid
            return self._wire.read(value), UUID(bytes=id)
        except (Malformed, ValueError, OverflowError):
            raise CursorInvalid from None
