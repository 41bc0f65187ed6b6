"""Where a conversation was and where it is, noted with the event that tells of its move.

Who saw it before and does not any more is told so from this alone, however late (schema.audience):
what stands by then may be another move already.
"""

from typing import Any, Final

from models.database import fetch

MOVE: Final = "move"  # where an event's changes have it
PARTICIPANTS: Final = "conversation.participants_changed"  # whose changes are who takes part
_PLACES: Final = ("queue_id", "assignee_id")


async def move(name: str, row: Any) -> dict[str, Any]:
    """To be added to the changes of an event about a conversation; empty unless a queue hides it.

    Told against what was known when its last event was recorded.
    """
    known = getattr(row, "_known", None)
    if not known or (row.queue_id is None and known["queue_id"] is None):
        return {}
    before, after = ([places[name] for name in _PLACES] for places in (known, row.__dict__))
    if name == PARTICIPANTS:
        return {MOVE: {"from": before, "to": after}}
    if before == after:
        return {}
    taking_part = await fetch(TAKING_PART, row.company_id, row.id)
    return {MOVE: {"from": before, "to": after, "participants": [each[0] for each in taking_part]}}


TAKING_PART: Final = """
    SELECT member_id FROM conversation_members WHERE company_id = $1 AND conversation_id = $2
"""
