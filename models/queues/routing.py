"""Waiting conversations find a member, and go elsewhere when they find none."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from models.conversations.conversation import Conversation
from models.database import execute, fetch, transaction, write
from models.identity.member import Availability, Member
from models.job import Job
from models.queues.claiming import busy
from models.queues.entry import QueueEntry
from models.queues.queue import Assignment, Queue
from models.queues.wants import AGAIN, ROUTE, begin_routing
from models.tenancy import current_company, locked
from models.viewer import Viewer

OVERFLOW: Final = "queue.overflow"
NET: Final = timedelta(seconds=60)  # until a line that could not be emptied is looked at unasked


async def route(queue_id: UUID) -> None:
    """Give or offer what waits in this queue to its members, until nothing waits or nobody can."""
    await begin_routing(queue_id)
    while await _route_one(queue_id):
        pass


async def overflow(conversation_id: UUID) -> None:
    """On to the overflow queue, if it has waited long enough; on offer, when that has ended."""
    async with transaction():
        conversation = await locked(Conversation.all(), conversation_id)
        entry = await QueueEntry.get_or_none(conversation_id=conversation_id)
        if entry is None:
            return
        queue = await Queue.get(id=entry.queue_id)
        if queue.overflow_after_seconds is None or queue.overflow_queue_id is None:
            return
        due = entry.joined_at + timedelta(seconds=queue.overflow_after_seconds)
        due = max(due, entry.offer_expires_at or due)
        if due > datetime.now(UTC):
            payload, key = {"conversation_id": str(conversation_id)}, f"{conversation_id}@{due}"
            await Job.ensure(OVERFLOW, payload, unique_key=key, run_at=due)
            return
        into = await Queue.get(id=queue.overflow_queue_id)
        if into.archived_at is None:
            by = Viewer.system(queue.company_id)
            await conversation.move_to_queue(into, by=by, reason="overflow")


async def _route_one(queue_id: UUID) -> bool:
    """Whether there may be more to do."""
    async with transaction():
        # Those who route one queue take turns, so that its members take theirs.
        await execute(TURN, str(current_company()), str(queue_id))
        queue = await Queue.get(id=queue_id)
        if queue.assignment is Assignment.MANUAL:
            return False
        first = await fetch(FIRST, current_company(), queue_id)
        if not first:
            return False
        conversation = await locked(Conversation.all(), first[0][0])
        entry = await QueueEntry.get_or_none(conversation_id=conversation.id, queue_id=queue_id)
        if entry is None or entry.offered_to_id is not None:
            return True
        next_one = await _next(queue, entry)
        if next_one is None:
            await _look_again(queue)
            return False
        member = await locked(Member.all(), next_one)
        if not await _can_take_more(member):
            # Anew: who waits for one member must not hold another.
            return True
        await write(GIVEN, current_company(), queue_id, member.id)
        if queue.accept_timeout_seconds is None:
            await conversation._hand_to(member, by=Viewer.system(queue.company_id))
        else:
            await conversation._offer(entry, member, seconds=queue.accept_timeout_seconds)
    return True


async def _next(queue: Queue, entry: QueueEntry) -> UUID | None:
    """Whose turn it is."""
    least = queue.assignment is Assignment.LEAST_BUSY
    rows = await fetch(NEXT, current_company(), queue.id, entry.passed, least)
    return rows[0][0] if rows else None


async def _can_take_more(member: Member) -> bool:
    """Still, now that they are held?"""
    is_there = member.is_active and member.availability is Availability.ONLINE
    return is_there and await busy(member.id) < member.capacity


async def _look_again(queue: Queue) -> None:
    await Job.ensure(
        ROUTE,
        {"queue_id": str(queue.id)},
        unique_key=f"{queue.id}{AGAIN}",
        run_at=datetime.now(UTC) + NET,
    )


TURN: Final = "SELECT pg_advisory_xact_lock(hashtextextended('queue/' || $1 || '/' || $2, 0))"
FIRST: Final = """
    SELECT e.conversation_id FROM queue_entries e
    WHERE e.company_id = $1 AND e.queue_id = $2 AND e.offered_to_id IS NULL
    ORDER BY e.place, e.id LIMIT 1
"""
# Nobody twice before all others had it; then primary members, and of those whose turn it is.
NEXT: Final = """
    SELECT m.id FROM queue_members q
    JOIN members m ON m.company_id = q.company_id AND m.id = q.member_id
    CROSS JOIN LATERAL (
        SELECT (SELECT count(*) FROM conversations c
                WHERE c.company_id = m.company_id AND c.assignee_id = m.id
                  AND c.status = ANY ('{OPEN,PENDING}'))
             + (SELECT count(*) FROM queue_entries e
                WHERE e.company_id = m.company_id AND e.offered_to_id = m.id) AS busy
        OFFSET 0
    ) AS load
    WHERE q.company_id = $1 AND q.queue_id = $2 AND m.availability = 'ONLINE'
      AND m.disabled_at IS NULL AND m.removed_at IS NULL AND load.busy < m.capacity
    ORDER BY coalesce(array_position($3::text[], m.id::text), 0), q.level = 'BACKUP',
             CASE WHEN $4 THEN load.busy END, q.given_at NULLS FIRST, q.id
    LIMIT 1
"""
GIVEN: Final = """
    UPDATE queue_members SET given_at = clock_timestamp()
    WHERE company_id = $1 AND queue_id = $2 AND member_id = $3 RETURNING 1
"""
