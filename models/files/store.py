"""Where the bytes are: a folder, or whatever speaks S3. A company's are below its own id."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit, urlunsplit
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from models.errors import DomainError, NotFound
from models.settings import Misconfigured, settings
from models.tenancy import current_company

PIECE: Final = 256 * 1024  # bytes that are read at once
AT_ONCE: Final = 2  # parts of a large file on their way, of 5 MiB each
TIMEOUT: Final = timedelta(seconds=30)
S3_OPTIONS: Final = (
    *("region", "endpoint", "access_key_id", "secret_access_key", "session_token"),
    *("virtual_hosted_style_request", "skip_signature"),
)


class FilesAway(DomainError):
    """The store of files does not answer. Try again."""

    code = "FILES_UNAVAILABLE"
    cure = "Send it again in a few seconds."
    retryable = True


class Store:
    """Objects of files, each with all that was ever written for it below one prefix.

    Who asks names a file and one of its objects; the company is the one we act for, so that
    nothing can name another's.
    """

    def __init__(self, objects: LocalStore | S3Store) -> None:
        self._objects = objects

    async def put(self, file_id: UUID, name: str, pieces: AsyncIterator[bytes]) -> None:
        """Keep what comes, as it comes: all of it, or nothing if `pieces` raises or we are stopped.

        Raises FilesAway, and whatever `pieces` raises.
        """
        with _answering():
            await obstore.put_async(
                self._objects, _key(file_id, name), pieces, max_concurrency=AT_ONCE
            )

    async def get(
        self, file_id: UUID, name: str, *, start: int = 0, end: int | None = None
    ) -> AsyncIterator[bytes]:
        """Its bytes from `start` to before `end`, piece by piece. Raises NotFound and FilesAway."""
        key, options = _key(file_id, name), _range(start, end)
        with _answering():
            found = await obstore.get_async(self._objects, key, options=options)
        return _pieces(found)

    async def clear(self, file_id: UUID) -> None:
        """Let go of all that was written for it, finished or not."""
        prefix = f"{current_company()}/{file_id}"
        if isinstance(self._objects, LocalStore):
            folder = Path(str(self._objects.prefix)) / prefix
            # It does not list what a process that was killed has left unfinished.
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
            return
        with _answering():
            async for listed in self._objects.list(prefix):
                await obstore.delete_async(self._objects, [each["path"] for each in listed])


def store() -> Store:
    """This process's."""
    return _opened(settings().files_url or f"file://{_quoted(settings().data_dir / 'files')}")


@cache
def _opened(url: str) -> Store:
    address = urlsplit(url)
    if address.scheme == "file" and not address.netloc and address.path.startswith("/"):
        folder = Path(unquote(address.path))
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Store(LocalStore(folder))
    if address.scheme == "s3" and address.netloc:
        return Store(_s3(url))
    raise Misconfigured("FILES_URL must be file:///folder or s3://bucket/prefix?region=….")


def _s3(url: str) -> S3Store:
    """By what the URL says; of what it does not, by the usual variables of AWS."""
    address = urlsplit(url)
    said: dict[str, Any] = dict(parse_qsl(address.query))
    if unknown := sorted(said.keys() - set(S3_OPTIONS)):
        raise Misconfigured(f"FILES_URL has unknown options: {', '.join(unknown)}.")
    plain = said.get("endpoint", "").startswith("http://")
    return S3Store.from_url(
        urlunsplit(address._replace(query="")),
        client_options={"allow_http": plain, "timeout": TIMEOUT, "connect_timeout": "5s"},
        retry_config={"max_retries": 3, "retry_timeout": TIMEOUT},
        **said,
    )


def _key(file_id: UUID, name: str) -> str:
    return f"{current_company()}/{file_id}/{name}"


def _range(start: int, end: int | None) -> Any:
    if end is not None:
        return {"range": (start, end)}
    return {"range": {"offset": start}} if start else None


async def _pieces(found: "obstore.GetResult") -> AsyncIterator[bytes]:
    with _answering():
        async for piece in found.stream(min_chunk_size=PIECE):
            yield bytes(piece)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NotFound from None
    except (BaseError, OSError) as error:
        raise FilesAway from error


def _quoted(folder: Path) -> str:
    return folder.absolute().as_uri().removeprefix("file://")
