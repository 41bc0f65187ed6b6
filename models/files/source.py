"""Where a file is that came with a contact's message."""

from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from typing import Any

from models.errors import Invalid


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was announced with a message: `source` is a URL, or its place in a push."""

    file_name: str
    content_type: str | None
    source: dict[str, Any]


def decoded(content: str) -> bytes:
    """Of base64, as RFC 4648 has it. Raises Invalid."""
    try:
        return b64decode(content, validate=True)
    except (NotBase64, ValueError):
        message = "`content` must be base64."
        raise Invalid.because("content", "NOT_BASE64", message) from None
