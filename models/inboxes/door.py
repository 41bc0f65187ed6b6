"""Who pushes: known by the secret alone, for anybody can come by an address."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from models.inboxes.inbox import Inbox
from models.inboxes.signature import SignatureRefused, new_secret, verify
from models.tenancy import every_company

NOBODYS_SECRET: Final = [new_secret()]


async def authenticated(address: str, headers: Mapping[str, str], body: bytes) -> Inbox:
    """The inbox with this id, whose secret signed this. Raises SignatureRefused.

    Without the secret nobody learns whether there is such an inbox, not even by the time it takes.
    """
    inbox = await _addressed(address)
    verify(inbox.secrets if inbox else NOBODYS_SECRET, headers, body)
    if inbox is None:
        raise SignatureRefused("SIGNATURE_INVALID")
    return inbox


async def _addressed(address: str) -> Inbox | None:
    try:
        inbox_id = UUID(address)
    except ValueError:
        inbox_id = UUID(int=0)
    with every_company():
        return await Inbox.get_or_none(id=inbox_id)
