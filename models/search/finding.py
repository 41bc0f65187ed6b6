"""What the search function of the database finds: ids, to be read behind the walls."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from pypika_tortoise.context import SqlContext
from pypika_tortoise.terms import Term
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.database import fetch

MOST: Final = 10_000  # of a list that is also filtered or sorted; the newest
Row = TypeVar("Row", bound=Model)


class SearchKind(StrEnum):
    CONTACT = "CONTACT"
    CONVERSATION = "CONVERSATION"
    MESSAGE = "MESSAGE"
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; `rank` and then the id, each falling, are its place among the others."""

    kind: SearchKind
    id: UUID
    rank: int


async def hits(
    wanted: str,
    *,
    kinds: Collection[SearchKind],
    size: int,
    past: tuple[int, UUID] | None = None,
    thread: UUID | None = None,
) -> list[Hit]:
    """The next `size` that hold all of these words, of which the last may be a beginning.

    Conversations by number, then contacts, conversations and messages, the newest first: those
    after the place `past`, and messages of one `thread` if given. Nothing is found without a word.
    """
    rank, id = past or (None, None)
    rows = await fetch(HITS, searchable(wanted), list(kinds), size, rank, id, thread)
    return [Hit(SearchKind(row["kind"]), row["id"], row["rank"]) for row in rows]


def found(rows: QuerySet[Row], wanted: str, *, kind: str) -> QuerySet[Row]:
    """Those of `rows`, which are of this kind, that the search finds."""
    return rows.filter(id__in=_Found(searchable(wanted), kind))


def searchable(wanted: str) -> str:
    """Without what PostgreSQL cannot take; no word holds it."""
    return wanted.encode(errors="replace").decode().replace("\0", " ")


class _Found(Term):
    """The ids as a subquery. The words stay a parameter."""

    def __init__(self, wanted: str, kind: str) -> None:
        super().__init__()
        self.wanted, self.kind = wanted, kind

    def get_sql(self, ctx: SqlContext) -> str:
        wanted, kind = (_parameter(ctx, value) for value in (self.wanted, self.kind))
        return f"(SELECT id FROM search({wanted}::text, ARRAY[{kind}::text], {MOST}))"  # noqa: S608


def _parameter(ctx: SqlContext, value: Any) -> str:
    assert ctx.parameterizer is not None
    return ctx.parameterizer.create_param(value).get_sql(ctx)


HITS: Final = "SELECT kind, id, rank FROM search($1, $2, $3, $4, $5, $6)"
