"""Members taking the next one of a line, however many of them at once."""

from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.conversations.conversation import Conversation
from models.conversations.handling import active
from models.database import fetch, transaction
from models.errors import Forbidden, Refusal
from models.queues.queue import Queue
from models.tenancy import current_company, locked

if TYPE_CHECKING:
    from models.viewer import Viewer


class AtCapacity(Refusal):
    """You are as busy as you may be. Resolve a conversation, or have your capacity raised."""

    code = "AT_CAPACITY"


class NotInQueue(Refusal):
    """You are not in this queue. Have an administrator add you."""

    code = "NOT_IN_QUEUE"


async def take_next(queue: Queue | None, *, by: "Viewer") -> Conversation | None:
    """The first that waits and nobody else has on offer is the member's; None when none does.

    Without a queue, of all that they are in: of those where they are primary first, and of these
    of the one whose line begins soonest. Raises AtCapacity,
    MemberInactive and NotInQueue.
    """
    if by.member_id is None:
        raise Forbidden("Only a member can take a conversation.")
    if queue is not None:
        taken = await _take_from(queue.id, by.member_id, by=by)
        if taken is None and not await fetch(MEMBER, current_company(), queue.id, by.member_id):
            raise NotInQueue
        return taken
    for row in await fetch(LINES, current_company(), by.member_id):
        if row["waits"] is not None:
            taken = await _take_from(row["queue_id"], by.member_id, by=by)
            if taken is not None:
                return taken
    return None


async def busy(member_id: UUID, *, besides: UUID | None = None) -> int:
    """How many conversations a member is to see to now, or has on offer."""
    [row] = await fetch(BUSY, current_company(), member_id, besides)
    return int(row[0])


async def _take_from(queue_id: UUID, member_id: UUID, *, by: "Viewer") -> Conversation | None:
    which = current_company(), queue_id, member_id
    held: list[UUID] = []
    while True:
        async with transaction():
            found = await fetch(CLAIM, *which, held)
            if not found:
                break
            [(first, ours)] = found
            if ours is not None:
                return await _give(await locked(Conversation.all(), ours), member_id, by=by)
            held.append(first)
    # What somebody is at is left to them, unless there is nothing else.
    while True:
        async with transaction():
            found = await fetch(FIRST, *which)
            if not found:
                return None
            conversation = await locked(Conversation.all(), found[0][0])
            if await fetch(STILL, *which, conversation.id):
                return await _give(conversation, member_id, by=by)


async def _give(conversation: Conversation, member_id: UUID, *, by: "Viewer") -> Conversation:
    # Conversations before members, here and in routing.
    member = await active(member_id)
    if await busy(member.id, besides=conversation.id) >= member.capacity:
        raise AtCapacity
    await conversation._hand_to(member, by=by)
    return conversation


LINES: Final = """
    SELECT m.queue_id, head.place AS waits FROM queue_members m LEFT JOIN LATERAL (
        SELECT e.place FROM queue_entries e
        WHERE e.company_id = m.company_id AND e.queue_id = m.queue_id
        ORDER BY e.place, e.id LIMIT 1
    ) AS head ON true
    WHERE m.company_id = $1 AND m.member_id = $2
    ORDER BY m.level = 'BACKUP', head.place
"""
BUSY: Final = """
    SELECT (SELECT count(*) FROM conversations c
            WHERE c.company_id = $1 AND c.assignee_id = $2 AND c.status = ANY ('{OPEN,PENDING}'))
         + (SELECT count(*) FROM queue_entries e
            WHERE e.company_id = $1 AND e.offered_to_id = $2
              AND ($3::uuid IS NULL OR e.conversation_id <> $3))
"""
MEMBER: Final = """
    SELECT FROM queue_members m WHERE m.company_id = $1 AND m.queue_id = $2 AND m.member_id = $3
"""
_FREE: Final = f"""
    EXISTS ({MEMBER}) AND e.company_id = $1 AND e.queue_id = $2
    AND (e.offered_to_id IS NULL OR e.offered_to_id = $3 OR e.offer_expires_at <= now())
"""
# Step by step, as no statistics may make one of it. Whoever is at the conversation itself may want
# its entry next, and is not waited for with that in hand.
CLAIM: Final = f"""
    WITH next AS MATERIALIZED (
        SELECT e.conversation_id FROM queue_entries e
        WHERE {_FREE} AND e.conversation_id <> ALL($4)
        ORDER BY e.place, e.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
    ), ours AS MATERIALIZED (
        SELECT c.id FROM conversations c
        WHERE c.company_id = $1 AND c.id = (SELECT next.conversation_id FROM next)
        FOR NO KEY UPDATE SKIP LOCKED
    )
    SELECT next.conversation_id, ours.id FROM next LEFT JOIN ours ON true
"""  # noqa: S608
FIRST: Final = f"""
    SELECT e.conversation_id FROM queue_entries e WHERE {_FREE} ORDER BY e.place, e.id LIMIT 1
"""  # noqa: S608
STILL: Final = f"""
    SELECT FROM queue_entries e WHERE {_FREE} AND e.conversation_id = $4
"""
