"""Finding contacts by what is known of them."""

from tortoise.queryset import QuerySet

from models.contacts.contact import Contact
from models.search import found


def matching(contacts: QuerySet[Contact], search: str) -> QuerySet[Contact]:
    """Those whose name or e-mail has these words, or whose e-mail or phone this part."""
    return found(contacts, search, "CONTACT", "DELETED_CONTACT")
