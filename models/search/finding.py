"""What the search function of the database finds: ids, to be read behind the walls."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Final, TypeVar
from uuid import UUID

from tortoise.models import Model
from tortoise.queryset import QuerySet

from models.clauses import Clause, Kind
from models.database import fetch
from models.sight import Sight

MOST: Final = 10_000  # of what a list goes on to filter and to sort; the newest
TYPES: Final = ("text", "text[]", "integer", "integer", "uuid", "uuid", "uuid", "uuid[]")
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


@dataclass(frozen=True, slots=True)
class Search:
    """The next `size` that hold all of these words, of which the last may be a beginning.

    Of conversations, and what is said in them, those that are seen.

    Conversations by number, then contacts, conversations and messages, the newest first: those
    after the place `past`, and messages of one `thread` if given. Nothing is found without a word.
    """

    wanted: str
    kinds: Collection[str]
    size: int
    past: tuple[int, UUID] | None = None
    thread: UUID | None = None
    sight: Sight | None = None

    async def hits(self) -> list[Hit]:
        rows = await fetch(HITS[self._whole], *self.values)
        return [Hit(SearchKind(kind), id, rank) for kind, id, rank in rows]

    def table(self, bind: Callable[[Any], str]) -> str:
        """The same as SQL, with columns `kind`, `id` and `rank`; `bind` gives a value a place."""
        return _table([bind(value) for value in self.values], self._whole)

    def among(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Those of these rows that are found."""
        return rows.filter(Clause(FOUND[self._whole], self.values))

    @property
    def values(self) -> tuple[Any, ...]:
        """In the order of TYPES."""
        asked = (_sendable(self.wanted), list(self.kinds), self.size)
        seen = () if self.sight is None else self.sight.values
        return (*asked, *(self.past or (None, None)), self.thread, *seen)

    @property
    def _whole(self) -> bool | None:
        return None if self.sight is None else self.sight.whole


async def hits(
    wanted: str,
    *,
    kinds: Collection[SearchKind],
    size: int,
    past: tuple[int, UUID] | None = None,
    thread: UUID | None = None,
    sight: Sight | None = None,
) -> list[Hit]:
    return await Search(wanted, kinds, size, past, thread, sight).hits()


def found(
    rows: QuerySet[Row], wanted: str, *kinds: str, sight: Sight | None = None
) -> QuerySet[Row]:
    """Those of `rows`, which are of these kinds, that the search finds; all for a blank one.

    Of `rows` that are only those that are seen, their `sight`, or the newest may all be others.
    """
    return Search(wanted, kinds, MOST, sight=sight).among(rows) if wanted.strip() else rows


def among(rows: QuerySet[Row], ids: Sequence[UUID]) -> QuerySet[Row]:
    """Those of `rows` with these ids, of which there is one at least.

    Padded by the last one up to a power of two, to keep the number of distinct statements small.
    """
    spare = (1 << (len(ids) - 1).bit_length()) - len(ids)
    return rows.filter(id__in=[*ids, *[ids[-1]] * spare])


def _table(places: Sequence[str], whole: bool | None) -> str:  # noqa: FBT001
    """Of the search for those of a sight, who see queues as a `whole` or not, or for all."""
    typed = [f"{place}::{kind}" for place, kind in zip(places, TYPES, strict=False)]
    if whole is None:
        return f"search({', '.join(typed)})"
    return f"search_seen({', '.join([*typed[6:], str(whole).lower(), *typed[:6]])})"


def _among(whole: bool | None, table: str, places: Sequence[str]) -> str:  # noqa: FBT001
    return f"{table}.id IN (SELECT id FROM {_table(places, whole)})"  # noqa: S608 - names of our own


def _sendable(wanted: str) -> str:
    """Without what PostgreSQL cannot take, which is in no word."""
    return wanted.encode(errors="replace").decode().replace("\0", " ")


# By whether queues are seen as a whole.
_SIGHTS: Final = {None: 6, False: 8, True: 8}
FOUND: Final = {whole: Kind(count, partial(_among, whole)) for whole, count in _SIGHTS.items()}
HITS: Final = {
    whole: f"SELECT kind, id, rank FROM {_table([f'${n + 1}' for n in range(count)], whole)}"  # noqa: S608
    for whole, count in _SIGHTS.items()
}
