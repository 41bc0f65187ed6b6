"""Whether a contact can be written to."""

from uuid import UUID

from models.database import fetch
from models.errors import Refusal
from models.tenancy import current_company


class ContactBlocked(Refusal):
    """This contact is blocked. Unblock them to write to them."""

    code = "CONTACT_BLOCKED"


class ContactDeleted(Refusal):
    """This contact is deleted. Restore them to write to them."""

    code = "CONTACT_DELETED"


class InboxDisabled(Refusal):
    """This inbox is disabled. Enable it to write through it."""

    code = "INBOX_DISABLED"


async def require_reachable(*, inbox_id: UUID, contact_id: UUID) -> None:
    """Refuse where nothing may go out, or could."""
    [state] = await fetch(
        """
        SELECT c.deleted_at, c.blocked_at, i.disabled_at FROM contacts c, inboxes i
        WHERE c.company_id = $1 AND c.id = $2 AND i.company_id = $1 AND i.id = $3
        """,
        current_company(),
        contact_id,
        inbox_id,
    )
    if state["deleted_at"] is not None:
        raise ContactDeleted
    if state["blocked_at"] is not None:
        raise ContactBlocked
    if state["disabled_at"] is not None:
        raise InboxDisabled
