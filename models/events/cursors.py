"""Positions in a company's log, as clients hold them."""

from base64 import urlsafe_b64decode
from binascii import Error as Malformed
from uuid import UUID

from models.database import session
from models.errors import CursorInvalid
from models.events.event import Event, place
from models.identifiers import url_safe


def cursor(company_id: UUID, seq: int) -> str:
    """An opaque position in a company's log."""
    return url_safe(company_id.bytes + seq.to_bytes(8))


def seq_of(cursor: str, *, company_id: UUID) -> int:
    """The seq a cursor stands for; raises CursorInvalid for any other company's."""
    try:
        raw = urlsafe_b64decode(cursor)
    except (Malformed, ValueError):
        raise CursorInvalid from None
    if len(raw) != 24 or raw[:16] != company_id.bytes:
        raise CursorInvalid
    return int.from_bytes(raw[16:])


async def position() -> int:
    """The seq at which what this operation has just done, or is about to read, is visible."""
    current = session()
    if current is not None and current.transaction is not None:
        await place()
    return current.committed_seq if current and current.committed_seq else await Event.head()
