"""Relay connections over any queryset: keyset pages, both ways, never more than 100 rows."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Malformed
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import orjson
import strawberry
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.errors import CursorInvalid, Invalid
from models.tenancy import current_company
from schema.context import Info
from schema.edges import read_ahead

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
    """A column no row lacks, and a direction; the id breaks ties the same way."""

    column: str
    descending: bool = True

    def sorting(self, *, backwards: bool) -> list[str]:
        sign = "-" if self.descending != backwards else ""
        return [f"{sign}id"] if self.column == "id" else [f"{sign}{self.column}", f"{sign}id"]

    def beyond(self, cursor: str, *, backwards: bool) -> Q:
        """The rows that follow a cursor, as a range that the order's index can serve."""
        value, id = self._open(cursor)
        past = "lt" if self.descending != backwards else "gt"
        if self.column == "id":
            return _where(f"id__{past}", id)
        tied = _where(f"{self.column}__{past}", value) | _where(f"id__{past}", id)
        return _where(f"{self.column}__{past}e", value) & tied

    def seal(self, row: Any) -> str:
        value = None if self.column == "id" else getattr(row, self.column)
        key = orjson.dumps([_company(), self.column, value, str(row.id)])
        return urlsafe_b64encode(key).rstrip(b"=").decode()

    def _open(self, cursor: str) -> tuple[Any, UUID]:
        try:
            company, column, value, id = orjson.loads(
                urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            )
            if (company, column) != (_company(), self.column):
                raise CursorInvalid
            if value and self.column.endswith("_at"):
                value = datetime.fromisoformat(value)
            return value, UUID(id)
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


async def page(
    rows: QuerySet[Any], order: Order, window: Window, *, info: Info | None = None
) -> Connection[Any]:
    """The asked part of `rows`, in `order` whichever way it was reached.

    With `info`, what the operation asks for at the ends of their edges is read ahead.
    """
    size, backwards = window.size, window.backwards
    if window.after is not None:
        rows = rows.filter(order.beyond(window.after, backwards=False))
    if window.before is not None:
        rows = rows.filter(order.beyond(window.before, backwards=True))
    found = await rows.order_by(*order.sorting(backwards=backwards)).limit(size + 1)
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if info is not None:
        await read_ahead(info, found)
    edges = [Edge(node=row, cursor=order.seal(row)) for row in found]
    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=window.before is not None if backwards else more,
            has_previous_page=more if backwards else window.after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=edges[-1].cursor if edges else None,
        ),
    )
