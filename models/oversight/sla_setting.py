"""Where a policy is set, and which one holds for a conversation."""

from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.conversations.activity import Side
from models.conversations.conversation import Conversation
from models.database import fetch, transaction
from models.events import Actor, Event, EventName
from models.inboxes.inbox import Inbox
from models.oversight.sla_policy import SlaPolicy
from models.queues.queue import Queue
from models.tenancy import current_company

if TYPE_CHECKING:
    from models.oversight.timing import Timing


async def set_policy(
    place: Queue | Inbox | Conversation, policy: SlaPolicy | None, *, by: Actor
) -> None:
    """What holds there from now on; without one, what holds around it. Raises PolicyArchived."""
    wanted = policy.id if policy else None
    async with transaction():
        if policy is not None:
            await policy.lock()
            policy.require_in_use()
        if isinstance(place, Conversation):
            await _set_of_one(place, policy, by=by)
            return
        await place.lock()
        if place.sla_policy_id != wanted:
            place.sla_policy_id = wanted
            fields = ["sla_policy_id"]
            if isinstance(place, Queue):
                place.version += 1
                fields.append("version")
            await place.save(update_fields=fields)
            name: EventName = "queue.updated" if isinstance(place, Queue) else "inbox.updated"
            await Event.record(name, place, actor=by, changes={"fields": ["sla_policy_id"]})


async def _set_of_one(conversation: Conversation, policy: SlaPolicy | None, *, by: Actor) -> None:
    async with conversation._held():
        earlier, wanted = conversation.sla_policy_id, policy and policy.id
        if earlier != wanted:
            before = await SlaPolicy.get(id=earlier) if earlier else None
            await conversation._change(sla_policy_id=wanted)
            await conversation._record(
                "conversation.sla_policy_changed",
                by=by,
                changes={"from": earlier, "to": wanted},
                before=Side.of(before),
                after=Side.of(policy),
            )


async def policy_of(timing: "Timing") -> SlaPolicy | None:
    """The policy that holds for a conversation in the queue where its events have it."""
    rows = await fetch(
        HOLDING, current_company(), timing.conversation_id, timing.queue_id, timing.inbox_id
    )
    return await SlaPolicy.get(id=UUID(str(rows[0][0]))) if rows else None


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
