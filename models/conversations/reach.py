"""Whether a contact can be written to."""

from models.contacts.contact import Contact
from models.errors import Refusal
from models.inboxes.inbox import Inbox


class ContactBlocked(Refusal):
    """This contact is blocked. Unblock them to write to them."""

    code = "CONTACT_BLOCKED"


class ContactDeleted(Refusal):
    """This contact is deleted. Restore them to write to them."""

    code = "CONTACT_DELETED"


class InboxDisabled(Refusal):
    """This inbox is disabled. Enable it to write through it."""

    code = "INBOX_DISABLED"


def require_reachable(inbox: Inbox, contact: Contact) -> None:
    """Refuse where nothing may go out, or could."""
    if contact.deleted_at is not None:
        raise ContactDeleted
    if contact.blocked_at is not None:
        raise ContactBlocked
    if inbox.disabled_at is not None:
        raise InboxDisabled
