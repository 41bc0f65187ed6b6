"""What was said in several threads, in the order of time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from operator import attrgetter
from uuid import UUID

from tortoise.queryset import QuerySet

from models.conversations.message import Message

WHEN = attrgetter("created_at", "id")


@dataclass(frozen=True, slots=True)
class Place:
    """That of a message: its thread, and of each thread the last seq up to there.

    So a page behind it, or before it, is a range of seqs in each thread, whatever comes meanwhile.
    """

    thread: UUID
    seqs: Mapping[UUID, int]


async def stretch(
    rows: QuerySet[Message],
    threads: Collection[UUID],
    *,
    size: int,
    after: Place | None = None,
    before: Place | None = None,
    backwards: bool = False,
) -> list[tuple[Message, Place]]:
    """Up to `size` of these messages, oldest first; of what is left `backwards` the last.

    A thread keeps its own order. What is in a thread that a place does not know is behind it.
    """
    read: dict[UUID, list[Message]] = {}
    for thread in threads:
        said = rows.filter(conversation_id=thread)
        if after is not None:
            said = said.filter(seq__gt=after.seqs.get(thread, 0))
        if before is not None:
            last = before.seqs.get(thread, 0) - (thread == before.thread)
            said = said.filter(seq__lte=last)
        read[thread] = await said.order_by("-seq" if backwards else "seq").limit(size)
    if backwards:
        return list(reversed(list(_back(read, size))))
    return list(_on(read, size, after.seqs if after else {}))


def _on(
    read: Mapping[UUID, Sequence[Message]], size: int, start: Mapping[UUID, int]
) -> Iterator[tuple[Message, Place]]:
    seqs = {thread: start.get(thread, 0) for thread in read}
    for message, _ in zip(merge(*read.values(), key=WHEN), range(size), strict=False):
        seqs[message.conversation_id] = message.seq
        yield message, Place(message.conversation_id, dict(seqs))


def _back(read: Mapping[UUID, Sequence[Message]], size: int) -> Iterator[tuple[Message, Place]]:
    seqs = {thread: said[0].seq if said else 0 for thread, said in read.items()}
    newest = merge(*read.values(), key=WHEN, reverse=True)
    for message, _ in zip(newest, range(size), strict=False):
        seqs[message.conversation_id] = message.seq
        yield message, Place(message.conversation_id, dict(seqs))
        seqs[message.conversation_id] = message.seq - 1
