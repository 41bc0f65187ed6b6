"""Finding a contact by the beginning of what is known of them."""

import re
from typing import Final

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from models.checks import storable
from models.contacts.contact import Contact
from models.contacts.details import search_key
from models.errors import Invalid

PHONE: Final = re.compile(r"\+?[\d\s().-]*\d[\d\s().-]*")
LAST: Final = "\U0010ffff"


def matching(contacts: QuerySet[Contact], search: str) -> QuerySet[Contact]:
    """Those whose name or e-mail begins with this, or whose phone does when it looks like one.

    Ranges, not LIKE: under row-level security only leakproof operators may use an index.
    """
    wanted = search.strip()
    if not wanted:
        return contacts
    if not storable(wanted):
        raise Invalid.because("search", "UNSTORABLE", "Nothing we keep holds this character.")
    found = _beginning("search_name", search_key(wanted)) | _beginning("email", wanted.lower())
    if PHONE.fullmatch(wanted):
        found |= _beginning("phone", "+" + re.sub(r"\D", "", wanted))
    return contacts.filter(found)


def _beginning(column: str, start: str) -> Q:
    return Q(**{f"{column}__gte": start, f"{column}__lt": start + LAST})
