"""Pages of what a search finds, by its place among the rest: a rank, and then the id."""

from base64 import urlsafe_b64decode
from binascii import Error as Malformed
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from tortoise.queryset import QuerySet

from models.connection import ReadUUID
from models.errors import CursorInvalid
from models.identifiers import url_safe
from models.search import Hit, Search, among
from models.tenancy import current_company
from schema.compiler import declared
from schema.pages import Connection, Edge, PageInfo, Window

Place = tuple[int, UUID]  # of a hit among the others


class FoundPage(declared.Found):
    """Those of `rows` that a search for one more than a page has finds, in its order."""

    column = "rank"

    def __init__(self, rows: QuerySet[Any], search: Search, window: Window) -> None:
        self.rows = rows
        self.size = search.size - 1
        self.table = search.table  # type: ignore[method-assign]
        self._search = search
        self._window = window

    def __await__(self) -> Generator[Any, Any, Connection[Any]]:
        return self._read().__await__()

    def wanted(self) -> QuerySet[Any]:
        return self.rows

    def sorting(self) -> list[str]:
        return ["-rank", "-id"]

    def sealing(self) -> Callable[[Any, bytes], str]:
        start = orjson.dumps([_company(), "search"])[:-1]

        def seal(rank: int, id: bytes) -> str:
            return url_safe(b'%b,%d,"%b"]' % (start, rank, str(ReadUUID(id)).encode()))

        return seal

    def neighbours(self, *, more: bool) -> tuple[bool, bool]:
        return more, self._window.after is not None

    async def _read(self) -> Connection[Any]:
        found, past = cut(await self._search.hits(), self.size)
        rows = await among(self.rows, [hit.id for hit in found]) if found else []
        return page_of(found, self._window, {row.id: row for row in rows}, past)


def cut(found: Sequence[Hit], size: int) -> tuple[Sequence[Hit], Place | None]:
    """A page of hits, and the place behind which there are more, if there are."""
    shown = found[:size]
    return shown, (shown[-1].rank, shown[-1].id) if len(found) > size else None


def page_of(
    found: Sequence[Hit], window: Window, nodes: Mapping[UUID, Any], past: Place | None
) -> Connection[Any]:
    """Those of the hits that have a node; there are more behind the place `past`."""
    edges = [
        Edge(node=nodes[hit.id], cursor=_sealed((hit.rank, hit.id)))
        for hit in found
        if hit.id in nodes
    ]
    end = past or ((found[-1].rank, found[-1].id) if found else None)
    return Connection(
        edges=edges,
        page_info=PageInfo(
            has_next_page=past is not None,
            has_previous_page=window.after is not None,
            start_cursor=edges[0].cursor if edges else None,
            end_cursor=_sealed(end) if end else None,
        ),
    )


def opened(cursor: str | None) -> Place | None:
    """The place that a cursor of ours names. Raises CursorInvalid."""
    if cursor is None:
        return None
    try:
        company, kind, rank, id = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if (company, kind, type(rank)) != (_company(), "search", int) or not 0 < rank < 5:
            raise CursorInvalid
        return rank, UUID(id)
    except (Malformed, ValueError, TypeError, AttributeError):
        raise CursorInvalid from None


def _sealed(place: Place) -> str:
    rank, id = place
    return url_safe(orjson.dumps([_company(), "search", rank, str(id)]))


def _company() -> str:
    return current_company().hex[-8:]  # the random end: the start is only the time
