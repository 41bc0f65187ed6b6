"""How an answer goes over the wire: compressed if it is large, not at all if the client has it.

Compressing tells something of a text to who can have words of their own put beside a secret, ask
again and again, and see the lengths (BREACH). That takes a victim's browser which asks on a
stranger's behalf and with the victim's authority; ours is a token, which no browser adds by itself.
"""

import asyncio
from collections.abc import Mapping
from gzip import compress
from hashlib import sha256
from typing import Final

from starlette.types import Scope

LARGE: Final = 8 * 1024  # bytes; of less there are few packets to save, and 0.1 ms to lose
VERY_LARGE: Final = 128 * 1024  # takes longer than everybody else should wait
LEVEL: Final = 1  # six times smaller; the highest makes it eight times, and takes ten times longer
# A browser keeps it for who asked, and asks each time whether it is still so.
KEPT: Final = (
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Origin, Authorization, Accept, Accept-Encoding"),
)

Header = tuple[bytes, bytes]


def has_already(body: bytes, asked: Mapping[bytes, bytes], head: list[Header]) -> bool:
    """Give an answer its name; True where the client has it already, so that 304 is enough.

    The name is of the data alone: request id and time are others each time.
    """
    data = body.rpartition(b',"extensions":')[0]
    etag = b'W/"%b"' % sha256(data).hexdigest()[:32].encode()
    head += ((b"etag", etag), *KEPT)
    return etag in (each.strip() for each in asked.get(b"if-none-match", b"").split(b","))


async def compressed(body: bytes, asked: Mapping[bytes, bytes], head: list[Header]) -> bytes:
    """A large body, if the client can read it then."""
    if not _takes_gzip(asked.get(b"accept-encoding", b"")):
        return body
    head.append((b"content-encoding", b"gzip"))
    if not any(name == b"vary" for name, _ in head):
        head.append((b"vary", b"Origin, Accept-Encoding"))
    if len(body) < VERY_LARGE:
        return compress(body, LEVEL, mtime=0)
    return await asyncio.to_thread(compress, body, LEVEL, mtime=0)


def is_named(scope: Scope) -> bool:
    """A GET of a document by its id or hash."""
    return scope["method"] == "GET" and b"query=" not in scope["query_string"]


def _takes_gzip(accepted: bytes) -> bool:
    for each in accepted.lower().split(b","):
        coding, _, weight = each.replace(b" ", b"").partition(b";q=")
        if coding == b"gzip":
            return weight.strip(b"0.") != b"" or not weight
    return False
