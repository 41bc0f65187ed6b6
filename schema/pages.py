"""Relay connections over any queryset: keyset pages, both ways, never more than 100 rows."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

import strawberry
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.errors import Invalid
from schema.compiler import declared
from schema.cursors import Cursors

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

    def beyond(self, value: Any, id: UUID, *, backwards: bool) -> Q:
        """The rows that follow a place, as a range that the order's index can serve."""
        past = "lt" if self.descending != backwards else "gt"
        if self.column == "id":
            return _where(f"id__{past}", id)
        tied = _where(f"{self.column}__{past}", value) | _where(f"id__{past}", id)
        return _where(f"{self.column}__{past}e", value) & tied


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
        for cursor, backwards in ((window.after, False), (window.before, True)):
            if cursor is not None:
                place = self.sealing().opened(cursor)
                rows = rows.filter(self.order.beyond(*place, backwards=backwards))
        return rows

    def sorting(self) -> list[str]:
        return self.order.sorting(backwards=self.backwards)

    def sealing(self) -> Cursors:
        return Cursors(self.rows.model._meta.fields_map[self.column])

    def neighbours(self, *, more: bool) -> tuple[bool, bool]:
        if self.backwards:
            return self.window.before is not None, more
        return more, self.window.after is not None

    async def _read(self) -> Connection[Any]:
        found = await self.wanted().order_by(*self.sorting()).limit(self.size + 1)
        more, found = len(found) > self.size, found[: self.size]
        if self.backwards:
            found.reverse()
        cursors = self.sealing()
        edges = [
            Edge(node=row, cursor=cursors.of(getattr(row, self.column), row.id)) for row in found
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
