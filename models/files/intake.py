"""A file as it comes in: measured, weighed and looked at while it passes to the store."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from models.errors import Refusal
from models.files.kinds import HEAD, require_alike
from models.files.store import store


class FileSizeMismatch(Refusal):
    """The file is not as large as was announced. Announce its size in bytes."""

    code = "FILE_SIZE_MISMATCH"


class FileTooLarge(Refusal):
    """The file is larger than files may be."""

    code = "FILE_TOO_LARGE"
    cure = "Send a smaller one; `fileUsage` says how large files may be."


@dataclass(frozen=True, slots=True)
class Taken:
    """What has been stored: `size` in bytes, `checksum` its SHA-256 in hexadecimal."""

    size: int
    checksum: str


async def taken_in(
    pieces: AsyncIterator[bytes],
    *,
    file_id: UUID,
    name: str,
    kind: str | None,
    size: int | None = None,
    largest: int | None = None,
) -> Taken:
    """Store it under this name, if it is of that kind and size, and never more of it than that.

    Raises FileSizeMismatch, FileTooLarge, FileTypeMismatch, FilesAway, and what `pieces` raises.
    """
    digest, passed = sha256(), 0

    async def passing() -> AsyncIterator[bytes]:
        nonlocal passed
        head: bytes | None = b""
        async for piece in pieces:
            passed += len(piece)
            if size is not None and passed > size:
                raise FileSizeMismatch(size=size)
            if largest is not None and passed > largest:
                raise FileTooLarge(largest=largest)
            digest.update(piece)
            if head is None:
                yield piece
                continue
            head += piece  # nothing is stored before its beginning has been seen
            if len(head) >= HEAD:
                _look(kind, head)
                yield head
                head = None
        if size is not None and passed != size:
            raise FileSizeMismatch(size=size)
        if head is not None:
            _look(kind, head)
            yield head

    await store().put(file_id, name, passing())
    return Taken(passed, digest.hexdigest())


def _look(kind: str | None, head: bytes) -> None:
    if kind is not None:
        require_alike(kind, head[:HEAD])
