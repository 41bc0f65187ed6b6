"""Relay connections over any queryset: keyset pages, both ways, never more than 100 rows."""

from base64 import urlsafe_b64decode
from binascii import Error as Malformed
from binascii import b2a_base64
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import orjson
import strawberry
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.errors import CursorInvalid, Invalid
from models.identifiers import URL_SAFE, url_safe
from models.tenancy import current_company
from schema.compiler import declared

MAX_PAGE = 100
Node = TypeVar("Node")


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type(description="A row and its place in the list.")
class Edge(Generic[Node]):
    node: Node
    cursor: str


@strawberry.type(description="A page of a list.")
class Connection(Generic[Node]):
    edges: list[Edge[Node]]
    page_info: PageInfo


@dataclass(frozen=True, slots=True)
class Order:
    """A column no row lacks, and a direction; the id breaks ties the same way, if there are any."""

    column: str
    descending: bool = True
    unique: bool = False  # among the rows that are sorted

    def sorting(self, *, backwards: bool) -> list[str]:
        sign = "-" if self.descending != backwards else ""
        own = f"{sign}{self.column}"
        return [own] if self.unique or self.column == "id" else [own, f"{sign}id"]

    def beyond(self, cursor: str, *, backwards: bool) -> Q:
        """The rows that follow a cursor, as a range that the order's index can serve."""
        value, id = self._open(cursor)
        past = "lt" if self.descending != backwards else "gt"
        if self.column == "id":
            return _where(f"id__{past}", id)
        tied = _where(f"{self.column}__{past}", value) | _where(f"id__{past}", id)
        return _where(f"{self.column}__{past}e", value) & tied

    def sealing(self) -> Callable[[Any, bytes], str]:
        """What makes a row's cursor of its value in the order's column, and the id's bytes."""
        start = orjson.dumps([_company(), self.column])[:-1] + b","
        if self.column == "id":
            start += b"null]"
            return lambda _, id: url_safe(start + id)
        dumps = orjson.dumps

        def seal(value: Any, id: bytes) -> str:
            # As url_safe has it, but of a page there are hundreds.
            opened = start + dumps(value) + b"]" + id
            return b2a_base64(opened, newline=False).translate(URL_SAFE, b"=").decode()

        return seal

    def _open(self, cursor: str) -> tuple[Any, UUID]:
        try:
            raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            company, column, value = orjson.loads(raw[:-16])
            if (company, column) != (_company(), self.column):
                raise CursorInvalid
            if value and self.column.endswith(("_at", "_since")):
                value = datetime.fromisoformat(value)
            return value, UUID(bytes=raw[-16:])
        except (Malformed, ValueError, TypeError, AttributeError):
            raise CursorInvalid from None


def _company() -> str:
    return current_company().hex[-8:]  # the random end: the start is only the time


def _where(lookup: str, value: Any) -> Q:
    condition: dict[str, Any] = {lookup: value}
    return Q(**condition)


@dataclass(frozen=True, slots=True)
class Window:
    """Which part of a list was asked for."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    @property
    def backwards(self) -> bool:
        return self.last is not None or (self.first is None and self.before is not None)

    @property
    def size(self) -> int:
        asked = self.last if self.last is not None else self.first
        size = 20 if asked is None else asked
        if self.first is not None and self.last is not None:
            raise Invalid.because("last", "FIRST_AND_LAST", "Ask for `first` or `last`, not both.")
        if not 1 <= size <= MAX_PAGE:
            name = "last" if self.backwards else "first"
            raise Invalid.because(name, "OUT_OF_RANGE", f"`{name}` must be 1 to {MAX_PAGE}.")
        return size


class Page(declared.Page):
    """The asked part of `rows`, in `order` whichever way it is reached."""

    def __init__(self, rows: QuerySet[Any], order: Order, window: Window) -> None:
        self.rows = rows
        self.order = order
        self.window = window
        self.column = order.column
        self.size = window.size
        self.backwards = window.backwards

    def __await__(self) -> Generator[Any, Any, Connection[Any]]:
        return self._read().__await__()

    def wanted(self) -> QuerySet[Any]:
        rows, window = self.rows, self.window
        if window.after is not None:
            rows = rows.filter(self.order.beyond(window.after, backwards=False))
        if window.before is not None:
            rows = rows.filter(self.order.beyond(window.before, backwards=True))
        return rows

    def sorting(self) -> list[str]:
        return self.order.sorting(backwards=self.backwards)

    def sealing(self) -> Callable[[Any, bytes], str]:
        return self.order.sealing()

    def neighbours(self, *, more: bool) -> tuple[bool, bool]:
        if self.backwards:
            return self.window.before is not None, more
        return more, self.window.after is not None

    async def _read(self) -> Connection[Any]:
        found = await self.wanted().order_by(*self.sorting()).limit(self.size + 1)
        more, found = len(found) > self.size, found[: self.size]
        if self.backwards:
            found.reverse()
        seal = self.sealing()
        edges = [
            Edge(node=row, cursor=seal(getattr(row, self.column), row.id.bytes)) for row in found
        ]
        following, preceding = self.neighbours(more=more)
        return Connection(
            edges=edges,
            page_info=PageInfo(
                has_next_page=following,
                has_previous_page=preceding,
                start_cursor=edges[0].cursor if edges else None,
                end_cursor=edges[-1].cursor if edges else None,
            ),
        )


def page(rows: QuerySet[Any], order: Order, window: Window) -> Page:
    """A page to return from a resolver: whoever needs it reads it."""
    return Page(rows, order, window)
