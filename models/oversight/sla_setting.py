"""Where a policy is set, and which one holds for a conversation."""

from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import UUID

from models.conversations.conversation import Conversation
from models.database import fetch, transaction
from models.events import Actor, Event, EventName
from models.inboxes.inbox import Inbox
from models.oversight.sla_policy import PolicyArchived, SlaPolicy
from models.queues.queue import Queue
from models.tenancy import current_company

if TYPE_CHECKING:
    from models.oversight.timing import Timing

Place = TypeVar("Place", Queue, Inbox, Conversation)


async def set_policy(place: Place, policy: SlaPolicy | None, *, by: Actor) -> Place:
    """What holds there from now on; without one, what holds around it. Raises PolicyArchived."""
    wanted = policy.id if policy else None
    async with transaction():
        if policy is not None:
            await policy.lock()
            if policy.archived_at is not None:
                raise PolicyArchived
        await place.lock()
        if place.sla_policy_id != wanted:
            earlier, place.sla_policy_id = place.sla_policy_id, wanted
            fields = ["sla_policy_id"]
            if isinstance(place, Queue | Conversation):
                place.version += 1
                fields.append("version")
            await place.save(update_fields=fields)
            changes: dict[str, Any] = {"fields": ["sla_policy_id"]}
            if isinstance(place, Conversation):
                changes = {"from": earlier, "to": wanted}
            await Event.record(TOLD[type(place)], place, actor=by, changes=changes)
    return place


async def policy_of(timing: "Timing") -> SlaPolicy | None:
    """The policy that holds for a conversation in the queue where its events have it."""
    rows = await fetch(
        HOLDING, current_company(), timing.conversation_id, timing.queue_id, timing.inbox_id
    )
    return await SlaPolicy.get(id=UUID(str(rows[0][0]))) if rows else None


TOLD: Final[dict[type, EventName]] = {
    Queue: "queue.updated",
    Inbox: "inbox.updated",
    Conversation: "conversation.sla_policy_changed",
}
HOLDING: Final = """
    SELECT p.id FROM sla_policies p
    LEFT JOIN conversations c ON c.company_id = $1 AND c.id = $2 AND c.sla_policy_id = p.id
    LEFT JOIN queues q ON q.company_id = $1 AND q.id = $3 AND q.sla_policy_id = p.id
    LEFT JOIN inboxes i ON i.company_id = $1 AND i.id = $4 AND i.sla_policy_id = p.id
    WHERE p.company_id = $1 AND p.archived_at IS NULL
      AND (c.id IS NOT NULL OR q.id IS NOT NULL OR i.id IS NOT NULL OR p.is_default)
    ORDER BY c.id IS NULL, q.id IS NULL, i.id IS NULL
    LIMIT 1
"""
