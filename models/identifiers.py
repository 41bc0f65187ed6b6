"""Ids: UUIDv7 inside, opaque and typed on the outside."""

from binascii import Error as Malformed
from binascii import a2b_base64, b2a_base64
from functools import cache
from typing import Final
from uuid import UUID

from uuid_utils import uuid7 as made

from models.connection import ReadUUID

REMEMBERED: Final = 10_000  # ids of a kind, of some 250 bytes each
URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")
_STANDARD: Final = bytes.maketrans(b"-_", b"+/")


def uuid7() -> UUID:
    """A new id; later ones are greater."""
    id: UUID = ReadUUID(made().bytes)
    return id


def global_id(kind: str, id: UUID) -> str:
    """The id a client sees: it names its type, so `node(id)` needs nothing else."""
    return global_ids(kind)[id.bytes]


class GlobalIds(dict[bytes, str]):
    """The ids of one kind by their bytes: each is made once, as it is asked for again and again."""

    def __init__(self, kind: str) -> None:
        self._start = kind.encode() + b":"

    def __missing__(self, id: bytes) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        made = self[id] = url_safe(self._start + id)
        return made


@cache
def global_ids(kind: str) -> GlobalIds:
    """Those of one kind: of a page there are hundreds."""
    return GlobalIds(kind)


def url_safe(raw: bytes) -> str:
    """In base64's alphabet for URLs, without padding."""
    return b2a_base64(raw, newline=False).translate(URL_SAFE, b"=").decode()


def local_id(value: str) -> tuple[str, UUID] | None:
    """Type and UUID of a global id, or None when it is not one of ours."""
    try:
        encoded = value.encode("ascii").translate(_STANDARD) + b"=" * (-len(value) % 4)
        kind, _, raw = a2b_base64(encoded).partition(b":")
        return kind.decode("ascii"), ReadUUID(raw)
    except (Malformed, ValueError):
        return None
