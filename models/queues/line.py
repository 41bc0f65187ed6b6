"""Waiting lines follow their conversations: every change of one keeps its entry as it must be."""

from collections.abc import Hashable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from models.database import current_transaction, flush, write
from models.events import Event
from models.identifiers import uuid7
from models.queues.entry import RANK_SPAN, URGENT_RANK, QueueEntry
from models.queues.queue import Queue
from models.queues.wants import want_routing
from models.tenancy import current_company
from models.writes import Last


class Standing(NamedTuple):
    """Where a conversation waits, if it does, with what priority; and who is busy with it."""

    queue_id: UUID | None = None
    rank: int = 0
    holder_id: UUID | None = None


class Waiting(Protocol):
    """A conversation, as far as a line knows it."""

    id: Any
    company_id: Any


async def follow(conversation: Waiting, before: Standing, after: Standing) -> None:
    """Keep the line and those who work it up to what has become of a conversation that is held."""
    if before.queue_id != after.queue_id:
        if before.queue_id is None:
            await _enter(conversation, after)
        elif after.queue_id is None:
            await _leave(conversation, before.queue_id, claimed=after.holder_id is not None)
        else:
            await _move(conversation, before.queue_id, after.queue_id)
    if None is not after.queue_id == before.queue_id and before.rank != after.rank:
        await _raise(conversation, after)
    if before.holder_id not in (None, after.holder_id):
        await want_routing(members=[before.holder_id])  # who has room for another now


async def tell_line(queue_id: UUID) -> None:
    """That a line has changed: once in a transaction, however many of its places have moved."""
    told = current_transaction().batch(_told)
    if queue_id not in told:
        told.append(queue_id)
        line = Queue(id=queue_id, name="")
        await Event.record("queue.line_changed", line)


def place(rank: int, enqueued_at: datetime) -> int:
    """Where in a line: lower is sooner."""
    return (URGENT_RANK - rank) * RANK_SPAN + round(enqueued_at.timestamp() * 1_000_000)


async def _enter(conversation: Waiting, at: Standing) -> None:
    assert at.queue_id is not None
    await _alone(("entry", conversation.id))
    now = datetime.now(UTC)
    entry = QueueEntry(
        queue_id=at.queue_id,
        conversation_id=conversation.id,
        priority=at.rank,
        place=place(at.rank, now),
        enqueued_at=now,
        joined_at=now,
    )
    await entry.save(force_create=True)
    await _await_service(conversation, at.queue_id)


async def _leave(conversation: Waiting, queue_id: UUID, *, claimed: bool) -> None:
    await _alone(("entry", conversation.id))
    await want_routing(conversations=[conversation.id])  # of who had it on offer
    if claimed:
        await _alone(("pace", queue_id))
        await write(PACE, uuid7(), current_company(), conversation.id)
    await write(LEAVE, current_company(), conversation.id)
    await tell_line(queue_id)


async def _move(conversation: Waiting, from_id: UUID, to_id: UUID) -> None:
    await _alone(("entry", conversation.id))
    await write(MOVE, current_company(), conversation.id, to_id)
    await tell_line(from_id)
    await _await_service(conversation, to_id)


async def _raise(conversation: Waiting, at: Standing) -> None:
    assert at.queue_id is not None
    await _alone(("entry", conversation.id))
    before = (URGENT_RANK - at.rank) * RANK_SPAN
    await write(RAISE, current_company(), conversation.id, at.rank, before, RANK_SPAN)
    await tell_line(at.queue_id)


async def _await_service(conversation: Waiting, queue_id: UUID) -> None:
    await write(OVERFLOW_LATER, uuid7(), current_company(), conversation.id, queue_id)
    await want_routing(queues=[queue_id])
    await tell_line(queue_id)


async def _alone(key: Hashable) -> None:
    """One statement sees nothing of what itself has written, so it may write a row but once."""
    touched = current_transaction().batch(_touched)
    if key in touched:
        await flush()  # of what is written already, it costs nothing
    else:
        touched.append(key)


def _told(_: list[UUID]) -> Sequence[Last]:
    return ()


def _touched(_: list[Hashable]) -> Sequence[Last]:
    return ()


LEAVE: Final = """
    DELETE FROM queue_entries WHERE company_id = $1 AND conversation_id = $2 RETURNING 1
"""
# With the time that it has waited in whichever queue, but with the turn of nobody.
MOVE: Final = """
    UPDATE queue_entries
    SET queue_id = $3, joined_at = now(), offered_to_id = NULL, offer_expires_at = NULL,
        passed = '[]', updated_at = now()
    WHERE company_id = $1 AND conversation_id = $2 RETURNING 1
"""
RAISE: Final = """
    UPDATE queue_entries
    SET priority = $3, place = $4::bigint + place % $5::bigint, updated_at = now()
    WHERE company_id = $1 AND conversation_id = $2 RETURNING 1
"""
# How long a claim took, had the line been worked from the later of the last claim and this one's
# coming: nights, and lines that are empty, do not count. An average of about the last twenty.
PACE: Final = """
    INSERT INTO queue_paces AS pace (id, company_id, queue_id, claims, seconds_per_claim,
                                     last_claim_at, created_at, updated_at)
    SELECT $1, $2, e.queue_id, 1,
           least(3600, greatest(0, extract(epoch FROM clock_timestamp() - e.joined_at)))::float8,
           clock_timestamp(), now(), now()
    FROM queue_entries e WHERE e.company_id = $2 AND e.conversation_id = $3
    ON CONFLICT (company_id, queue_id) DO UPDATE
    SET claims = pace.claims + 1,
        seconds_per_claim = pace.seconds_per_claim + (
            least(excluded.seconds_per_claim, greatest(0, extract(
                epoch FROM excluded.last_claim_at - pace.last_claim_at)::float8))
            - pace.seconds_per_claim) / least(pace.claims + 1, 20),
        last_claim_at = greatest(pace.last_claim_at, excluded.last_claim_at), updated_at = now()
    RETURNING 1
"""
# Without a unique key: one that comes too late for what it was to move finds nothing to do.
OVERFLOW_LATER: Final = """
    INSERT INTO jobs (id, company_id, kind, version, payload, priority, run_at,
                      state, attempts, deaths, fence, errors, created_at, updated_at)
    SELECT $1, $2, 'queue.overflow', 1, jsonb_build_object('conversation_id', $3::uuid), 'NORMAL',
           now() + make_interval(secs => q.overflow_after_seconds),
           'PENDING', 0, 0, 0, '[]', now(), now()
    FROM queues q
    WHERE q.company_id = $2 AND q.id = $4 AND q.overflow_after_seconds IS NOT NULL
      AND q.overflow_queue_id IS NOT NULL
    RETURNING 1
"""
