"""What is found, of what was said where and by whom it was asked for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.conversations import Conversation, Message
from models.search.finding import Hit, SearchKind, among, hits
from models.views.criteria import Criteria, narrowed

if TYPE_CHECKING:
    from models.viewer import Viewer

BATCH: Final = 500
MOST: Final = 3_000  # hits that are looked at for a page, however few of them are asked for
SAID: Final = (SearchKind.MESSAGE, SearchKind.NOTE)


@dataclass(frozen=True, slots=True)
class Sieve:
    """Of conversations those of these criteria; of messages those in them, of a sender and time."""

    conversations: Criteria = field(default_factory=Criteria)
    member_id: UUID | None = None
    contact_id: UUID | None = None
    api_key_id: UUID | None = None
    said_after: datetime | None = None
    said_before: datetime | None = None

    @property
    def about_messages(self) -> bool:
        """Does it ask for something that only a message has?"""
        sender = self.member_id or self.contact_id or self.api_key_id
        return bool(sender or self.said_after or self.said_before)


async def sifted(
    wanted: str,
    sieve: Sieve,
    *,
    by: "Viewer",
    kinds: Collection[SearchKind],
    size: int,
    past: tuple[int, UUID] | None = None,
    thread: UUID | None = None,
) -> tuple[list[Hit], tuple[int, UUID] | None]:
    """The next `size` hits that pass, and the place of the last that was looked at, if more follow.

    A page costs the same however few pass: of MOST hits, what passes is all of the page.
    """
    asked = [kind for kind in kinds if kind in _kinds(sieve)]
    found: list[Hit] = []
    for _ in range(MOST // BATCH):
        batch = await hits(
            wanted, kinds=asked, size=BATCH, past=past, thread=thread, sight=by.sight
        )
        passing = await _passing(batch, sieve, by=by)
        found += [hit for hit in batch if hit.id in passing]
        if len(batch) < BATCH:
            return found[:size], _place(found, size)
        past = (batch[-1].rank, batch[-1].id)
        if len(found) > size:
            return found[:size], _place(found, size)
    return found[:size], past


def _kinds(sieve: Sieve) -> Sequence[SearchKind]:
    return SAID if sieve.about_messages else (SearchKind.CONVERSATION, *SAID)


def _place(found: Sequence[Hit], size: int) -> tuple[int, UUID] | None:
    return (found[size - 1].rank, found[size - 1].id) if len(found) > size else None


async def _passing(batch: Sequence[Hit], sieve: Sieve, *, by: "Viewer") -> set[UUID]:
    threads = {hit.id: hit.id for hit in batch if hit.kind is SearchKind.CONVERSATION}
    if ids := [hit.id for hit in batch if hit.kind in SAID]:
        threads.update(await _said_in(ids, sieve))
    if not threads:
        return set()
    rows = among(Conversation.all(), sorted(set(threads.values())))
    there = set(await narrowed(rows, sieve.conversations, by=by).values_list("id", flat=True))
    return {id for id, thread in threads.items() if thread in there}


async def _said_in(ids: Sequence[UUID], sieve: Sieve) -> list[tuple[UUID, UUID]]:
    """The threads of those of these messages that are of the sender and time."""
    rows = among(Message.all(), ids)
    for name in ("member_id", "contact_id", "api_key_id"):
        if (id := getattr(sieve, name)) is not None:
            rows = rows.filter(**{name: id})
    if sieve.said_after is not None:
        rows = rows.filter(created_at__gte=sieve.said_after)
    if sieve.said_before is not None:
        rows = rows.filter(created_at__lt=sieve.said_before)
    found = await rows.values_list("id", "conversation_id")
    return [(id, thread) for id, thread in found]
