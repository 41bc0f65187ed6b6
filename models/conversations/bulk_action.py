"""What can be done with many conversations at once: each is a verb of one."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from models.conversations.conversation import Conversation
from models.conversations.handling import Priority
from models.conversations.label import Label
from models.conversations.reading import ConversationRead
from models.tenancy import find

if TYPE_CHECKING:
    from models.viewer import Viewer


class BulkAction(StrEnum):
    ASSIGN = "ASSIGN"
    RESOLVE = "RESOLVE"
    REOPEN = "REOPEN"
    SNOOZE = "SNOOZE"
    PRIORITISE = "PRIORITISE"
    ADD_LABELS = "ADD_LABELS"
    REMOVE_LABELS = "REMOVE_LABELS"
    MOVE = "MOVE"
    READ = "READ"


async def act(
    conversation: Conversation, action: BulkAction, arguments: Mapping[str, Any], *, by: "Viewer"
) -> None:
    """Do it to this one; `arguments` as they are stored. Raises what the verb refuses.

    And Forbidden, as they may have been another when they asked.
    """
    by.require(needed(action))
    match action:
        case BulkAction.ASSIGN:
            id = arguments["member_id"]
            member = await find(by.members, UUID(id)) if id else None
            await conversation.assign(member, by=by)
        case BulkAction.RESOLVE:
            await conversation.resolve(by=by)
        case BulkAction.REOPEN:
            await conversation.reopen(by=by)
        case BulkAction.SNOOZE:
            await conversation.snooze(datetime.fromisoformat(arguments["until"]), by=by)
        case BulkAction.PRIORITISE:
            await conversation.prioritise(Priority(arguments["priority"]), by=by)
        case BulkAction.ADD_LABELS:
            await conversation.add_labels(await _labels(arguments), by=by)
        case BulkAction.REMOVE_LABELS:
            await conversation.remove_labels(await _labels(arguments), by=by)
        case BulkAction.READ:
            await ConversationRead.advance(conversation, by=by)
        case BulkAction.MOVE:
            id = arguments["queue_id"]
            queue = await find(by.queues, UUID(id)) if id else None
            await conversation.move_to_queue(queue, by=by)


def needed(action: BulkAction) -> str:
    """The permission that it takes to do it to one."""
    return NEEDS.get(action, "conversations:write")


async def _labels(arguments: Mapping[str, Any]) -> list[Label]:
    return await Label.filter(id__in=arguments["label_ids"]).order_by("id")


NEEDS: Final = {BulkAction.ASSIGN: "conversations:assign", BulkAction.MOVE: "conversations:assign"}
