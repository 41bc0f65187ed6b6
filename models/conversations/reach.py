"""Whether a contact can be written to."""

from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from models.contacts.consent import require_consent
from models.database import fetch
from models.errors import Refusal
from models.rows import Beside
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


class Reach(NamedTuple):
    """What stands between us and a contact."""

    deleted_at: datetime | None
    blocked_at: datetime | None
    disabled_at: datetime | None
    csat_enabled: bool = False
    csat_question: str | None = None

    @property
    def is_barred(self) -> bool:
        """Is it so that nothing may go out, or could?"""
        return any((self.deleted_at, self.blocked_at, self.disabled_at))

    def require(self) -> None:
        """Refuse where nothing may go out, or could."""
        if self.deleted_at is not None:
            raise ContactDeleted
        if self.blocked_at is not None:
            raise ContactBlocked
        if self.disabled_at is not None:
            raise InboxDisabled


async def require_reachable(*, inbox_id: UUID, contact_id: UUID) -> None:
    """Refuse where nothing may go out, or could, unless it is an answer."""
    [state] = await fetch(
        """
        SELECT c.deleted_at, c.blocked_at, i.disabled_at FROM contacts c, inboxes i
        WHERE c.company_id = $1 AND c.id = $2 AND i.company_id = $1 AND i.id = $3
        """,
        current_company(),
        contact_id,
        inbox_id,
    )
    Reach(*state).require()
    await require_consent(inbox_id=inbox_id, contact_id=contact_id)


OF_CONVERSATION: Final = Beside(
    "contacts.deleted_at, contacts.blocked_at, inboxes.disabled_at, inboxes.csat_enabled, "
    "inboxes.csat_question",
    """
    contacts, inboxes
    WHERE contacts.company_id = conversations.company_id
        AND contacts.id = conversations.contact_id
        AND inboxes.company_id = conversations.company_id
        AND inboxes.id = conversations.inbox_id
    """,
)
