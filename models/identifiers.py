"""Ids: UUIDv7 inside, opaque and typed on the outside."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Malformed
from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["global_id", "local_id", "uuid7"]


def global_id(kind: str, id: UUID) -> str:
    """The id a client sees: it names its type, so `node(id)` needs nothing else."""
    return urlsafe_b64encode(kind.encode() + b":" + id.bytes).rstrip(b"=").decode()


def local_id(value: str) -> tuple[str, UUID] | None:
    """Type and UUID of a global id, or None when it is not one of ours."""
    try:
        kind, _, raw = urlsafe_b64decode(value + "=" * (-len(value) % 4)).partition(b":")
        return kind.decode("ascii"), UUID(bytes=raw)
    except (Malformed, ValueError):
        return None
