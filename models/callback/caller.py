"""One POST, one answer, and no doubt about what is in doubt.

The name is resolved here, every address it has is judged, and the connection is made to one of
those judged, so a name cannot change its mind in between; TLS still verifies the name. The pool of
httpcore knows no redirects, cookies, proxies or credentials of the environment.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, Final

import httpcore
import httpx

from models.callback.address import Resolve, Unreachable, addresses, callable_url, resolve
from models.settings import settings

CONNECT_TIMEOUT: Final = 5.0  # seconds
KEEP_ALIVE: Final = 30.0
LONGEST_WAIT: Final = 24 * 3600.0
EXCERPT: Final = 1024  # bytes
DOWNLOAD_SECONDS: Final = 120.0  # for the whole of a file
FAILURES: Final = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    OSError,  # TimeoutError is one
)


class Unanswered(Exception):
    """The request went out, wholly or partly, and no answer came: it may have been taken or not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said; `retry_after` in seconds, `excerpt` is how its body begins."""

    status: int
    retry_after: float | None = None
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that another host gives, as it gives it."""

    status: int
    content_type: str | None
    pieces: AsyncIterator[bytes]


class Caller:
    """The connections of one process to everybody's callbacks."""

    def __init__(self, resolve: Resolve = resolve) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=200,
            max_keepalive_connections=50,
            keepalive_expiry=KEEP_ALIVE,
            network_backend=_Guard(resolve),
        )

    async def post(self, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        """Raises Uncallable, Unreachable and Unanswered."""
        to = callable_url(url)
        target = httpcore.URL(
            scheme=to.raw_scheme, host=to.raw_host, port=to.port, target=to.raw_path
        )
        progress = _Progress()
        answer = None
        try:
            async with (
                asyncio.timeout(settings().callback_timeout),
                self._pool.stream(
                    "POST",
                    target,
                    headers=_encoded({"Host": to.netloc.decode(), **headers}),
                    content=content,
                    extensions={"trace": progress, "timeout": {"connect": CONNECT_TIMEOUT}},
                ) as response,
            ):
                answer = Answer(response.status, retry_after(response.headers))
                answer = replace(answer, excerpt=await _excerpt(response))
        except FAILURES as error:
            if answer is None:
                raise progress.failure(error) from None
        return answer

    @asynccontextmanager
    async def download(self, url: str) -> AsyncIterator[Download]:
        """A GET, whose answer comes as it is read, and not too slowly.

        Raises Uncallable, Unreachable and Unanswered, reading its pieces, too.
        """
        to = callable_url(url)
        target = httpcore.URL(
            scheme=to.raw_scheme, host=to.raw_host, port=to.port, target=to.raw_path
        )
        progress = _Progress()
        wait = settings().callback_timeout
        limits = {"connect": CONNECT_TIMEOUT, "read": wait, "write": wait}
        try:
            async with (
                asyncio.timeout(wait + DOWNLOAD_SECONDS),
                self._pool.stream(
                    "GET",
                    target,
                    headers=_encoded({"Host": to.netloc.decode(), "User-Agent": "ChatIA-Flow"}),
                    extensions={"trace": progress, "timeout": limits},
                ) as response,
            ):
                said = {name.lower(): value for name, value in response.headers}
                kind = said[b"content-type"].decode("latin-1") if b"content-type" in said else None
                yield Download(response.status, kind, _heard(response, progress))
        except FAILURES as error:
            raise progress.failure(error) from None

    async def close(self) -> None:
        await self._pool.aclose()


@cache
def caller() -> Caller:
    """This process's."""
    return Caller()


def retry_after(headers: Iterable[tuple[bytes, bytes]]) -> float | None:
    """How long the other side asks us to wait: RFC 9110 allows seconds and a date."""
    value = next((value for name, value in headers if name.lower() == b"retry-after"), None)
    if value is None:
        return None
    text = value.decode("latin-1").strip()
    try:
        seconds = float(text) if text.isdecimal() else _until(text)
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, seconds), LONGEST_WAIT)


class _Guard(httpcore.AsyncNetworkBackend):
    """Connects to judged addresses only, in turn."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 -- httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        failure: Exception = httpcore.ConnectError("The host has no address.")
        for address in await addresses(host, port, self._resolve):
            try:
                return await self._network.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _Progress:
    """Follows a request through httpcore's trace: has anything left the house?"""

    def __init__(self) -> None:
        self.sending = False

    async def __call__(self, event: str, _: dict[str, Any]) -> None:
        if event == "http11.send_request_headers.started":
            self.sending = True

    def failure(self, error: Exception) -> Unanswered | Unreachable:
        late = isinstance(error, (TimeoutError, httpcore.TimeoutException))
        if self.sending:
            return Unanswered("No answer in time." if late else "The connection broke off.")
        if late:
            return Unreachable("No connection in time.")
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            return Unreachable("The host's certificate is not valid for its name.")
        return Unreachable("No connection.")


async def _heard(response: httpcore.Response, progress: _Progress) -> AsyncIterator[bytes]:
    try:
        async for piece in response.aiter_stream():
            yield piece
    except FAILURES as error:
        raise progress.failure(error) from None


async def _excerpt(response: httpcore.Response) -> str:
    """How the body begins, when it can be read as it came."""
    body = b""
    async for chunk in response.aiter_stream():
        body += chunk
        if len(body) >= EXCERPT:
            break
    if any(name.lower() == b"content-encoding" for name, _ in response.headers):
        return ""
    text = body[:EXCERPT].decode("utf-8", "replace")
    return "".join(each for each in text if each.isprintable() or each in "\n\t")


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _until(date: str) -> float:
    return parsedate_to_datetime(date).timestamp() - time.time()
