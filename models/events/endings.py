"""The events that end or change somebody's authority, and the mark that says when the last one was.

Who remembers what a token proved asks for the mark alone: as long as it stands, so does all that
was read at it. It is written with the event, so no verb can end a right and leave the mark.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final
from uuid import UUID

from models.database import fetch
from models.tenancy import every_company

ENDINGS: Final = frozenset(
    {
        "session.ended",
        "member.role_changed",
        "member.disabled",
        "member.removed",
        "api_key.revoked",
        # What members see depends on the queues they are in, once there is one.
        "queue.created",
        "queue.member_added",
        "queue.member_removed",
    }
)
# Of these, only some fields are what a viewer is made of.
FIELDS: Final[Mapping[str, str]] = {"company.updated": "status", "member.updated": "name"}

# Called with the company as soon as this process has committed such an event.
listeners: Final[list[Callable[[UUID], None]]] = []


def ends_authority(name: str, changes: Mapping[str, Any]) -> bool:
    """May somebody be less, or another, than what was known of them before this event?"""
    return name in ENDINGS or (name in FIELDS and FIELDS[name] in changes.get("fields", ()))


def tell(company_id: UUID) -> None:
    """It is committed: the company's mark has moved."""
    for listener in listeners:
        listener(company_id)


async def marks(companies: Collection[UUID]) -> dict[UUID, int]:
    """Where the marks of these companies stand, of all in one look."""
    with every_company():
        rows = await fetch(
            "SELECT company_id, coalesce(ended_seq, 0) FROM event_heads WHERE company_id = ANY($1)",
            list(companies),
        )
    return dict.fromkeys(companies, 0) | {row[0]: row[1] for row in rows}
