"""What a member leaves behind in queues when they are disabled or removed."""

from typing import Final
from uuid import UUID

from models.conversations.conversation import Conversation
from models.database import fetch, transaction
from models.identity.member import Member
from models.tenancy import current_company, locked

AT_ONCE: Final = 100  # looked up
FIRST: Final = UUID(int=0)


async def release(member_id: UUID) -> None:
    """What they were busy with there waits again, what they had on offer goes to the next.

    Each in a transaction of its own: who is enabled again meanwhile keeps the rest.
    """
    last = FIRST
    while found := await fetch(HELD, current_company(), member_id, last, AT_ONCE):
        for row in found:
            last = row["id"]
            if not await _release_one(last, member_id):
                return


async def _release_one(conversation_id: UUID, member_id: UUID) -> bool:
    """False when they are there again."""
    async with transaction():
        conversation = await locked(Conversation.all(), conversation_id)
        member = await locked(Member.all(), member_id)
        if member.is_active:
            return False
        await conversation.leave_to_others(member)
    return True


HELD: Final = """
    SELECT id FROM (
        SELECT c.id FROM conversations c
        WHERE c.company_id = $1 AND c.assignee_id = $2 AND c.queue_id IS NOT NULL
          AND c.status = ANY ('{OPEN,PENDING,SNOOZED}')
        UNION
        SELECT e.conversation_id FROM queue_entries e
        WHERE e.company_id = $1 AND e.offered_to_id = $2
    ) AS held
    WHERE id > $3 ORDER BY id LIMIT $4
"""
