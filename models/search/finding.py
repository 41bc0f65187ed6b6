"""What the search function of the database finds: ids, to be read behind the walls."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar
from uuid import UUID

from pypika_tortoise.context import SqlContext
from pypika_tortoise.terms import Term
from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.database import fetch
from models.sight import Sight

MOST: Final = 10_000  # of what a list goes on to filter and to sort; the newest
HITS: Final = "SELECT kind, id, rank FROM search($1, $2, $3, $4, $5, $6)"
SEEN: Final = "SELECT kind, id, rank FROM search_seen($7, $8, $9, $1, $2, $3, $4, $5, $6)"
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
    sight: Sight | None = None,
) -> list[Hit]:
    """The next `size` that hold all of these words, of which the last may be a beginning.

    Of conversations, and what is said in them, those that are seen.

    Conversations by number, then contacts, conversations and messages, the newest first: those
    after the place `past`, and messages of one `thread` if given. Nothing is found without a word.
    """
    rank, id = past or (None, None)
    asked = (_sendable(wanted), list(kinds), size, rank, id, thread)
    if sight is None:
        rows = await fetch(HITS, *asked)
    else:
        rows = await fetch(SEEN, *asked, *sight.values, sight.whole)
    return [Hit(SearchKind(row["kind"]), row["id"], row["rank"]) for row in rows]


def found(
    rows: QuerySet[Row], wanted: str, *kinds: str, sight: Sight | None = None
) -> QuerySet[Row]:
    """Those of `rows`, which are of these kinds, that the search finds; all for a blank one.

    Of `rows` that are only those that are seen, their `sight`, or the newest may all be others.
    """
    return rows.filter(id__in=_Found(_sendable(wanted), kinds, sight)) if wanted.strip() else rows


def among(rows: QuerySet[Row], ids: Sequence[UUID]) -> QuerySet[Row]:
    """Those of `rows` with these ids, of which there is one at least.

    Padded by the last one up to a power of two, to keep the number of distinct statements small.
    """
    spare = (1 << (len(ids) - 1).bit_length()) - len(ids)
    return rows.filter(id__in=[*ids, *[ids[-1]] * spare])


class _Found(Term):
    def __init__(self, wanted: str, kinds: Collection[str], sight: Sight | None) -> None:
        super().__init__()
        self.wanted, self.kinds, self.sight = wanted, list(kinds), sight

    def get_sql(self, ctx: SqlContext) -> str:
        wanted, kinds = _parameter(ctx, self.wanted), _parameter(ctx, self.kinds)
        asked = f"{wanted}::text, {kinds}::text[], {MOST}"
        if self.sight is None:
            return f"(SELECT id FROM search({asked}))"  # noqa: S608 - names of our own
        member, queues = (_parameter(ctx, value) for value in self.sight.values)
        whole = str(self.sight.whole).lower()
        return f"(SELECT id FROM search_seen({member}::uuid, {queues}::uuid[], {whole}, {asked}))"  # noqa: S608 - names of our own


def _parameter(ctx: SqlContext, value: Any) -> str:
    assert ctx.parameterizer is not None
    return ctx.parameterizer.create_param(value).get_sql(ctx)


def _sendable(wanted: str) -> str:
    """Without what PostgreSQL cannot take, which is in no word."""
    return wanted.encode(errors="replace").decode().replace("\0", " ")
