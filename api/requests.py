"""Every request has an id, an answer with headers that browsers obey, and a line in the log."""

import re
from collections.abc import Collection
from functools import cache
from random import getrandbits
from time import perf_counter
from typing import Final

import structlog
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.figures import Count
from models.logs import begin

RESPONSES: Final = Count("chatia_http_responses", "HTTP responses.", ["door", "status"])
# Probes and files come by the thousand and say nothing; an operation has a line of its own.
QUIET: Final = frozenset({"livez", "readyz", "metrics", "explorer", "graphql"})
GONE: Final = 499  # nobody waits for an answer; in figures and log what nginx calls it
DOORS: Final = QUIET | {"inbound", "files"}

Header = tuple[bytes, bytes]
_ID: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"vary", b"Origin"),
)
log = structlog.get_logger()


class Manners:
    """The headers of all our answers; `https` says that clients reach us by TLS only."""

    def __init__(self, *, https: bool) -> None:
        self._headers = list(_HEADERS)
        if https:
            self._headers.append((b"strict-transport-security", b"max-age=31536000"))
        self._names = {b"x-request-id", *(name for name, _ in self._headers)}

    def complete(self, headers: Collection[Header], id: str) -> list[Header]:
        """With what all our answers say; what this one says of it stays, but for the id."""
        last = (b"x-request-id", id.encode())
        for name, _ in headers:
            if name in self._names:
                break
        else:
            return [*headers, *self._headers, last]
        theirs = {name for name, _ in headers}
        said = [header for header in headers if header[0] != b"x-request-id"]
        ours = [header for header in self._headers if header[0] not in theirs]
        return [*said, *ours, last]


class Requests:
    """The outermost layer."""

    def __init__(self, app: ASGIApp, *, manners: Manners) -> None:
        self.app = app
        self.manners = manners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        id = scope.setdefault("state", {})["request_id"] = request_id(scope)
        begin(id)
        # The server's own: see api.fanout.pipe. It makes a circle, which is to be opened again, or
        # all that is held by it waits for the garbage collector.
        scope["state"]["send"] = send
        if scope["type"] == "websocket":
            try:
                await self.app(scope, receive, send)
            finally:
                del scope["state"]["send"]
            return
        started, status = perf_counter(), 500

        async def noticed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self.manners.complete(message.get("headers", ()), id)
            await send(message)

        try:
            await self.app(scope, receive, noticed)
        except ClientDisconnect:
            status = GONE
        finally:
            del scope["state"]["send"]
            first = scope["path"].split("/", 2)[1] if scope["path"].startswith("/") else ""
            door = first if first in DOORS else "other"
            note(scope, door, status, perf_counter() - started)


class Origins(CORSMiddleware):
    """What comes from no page needs no answer about pages, and no work for one."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for name, _ in scope.get("headers", ()):
            if name == b"origin":
                await super().__call__(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def told(self, scope: Scope, headers: list[Header]) -> list[Header]:
        """The headers of an answer to a page, with what its browser asks for."""
        message: Message = {"type": "http.response.start", "headers": headers}
        await self.send(message, _nothing, Headers(scope=scope))
        return list(message["headers"])


def note(scope: Scope, door: str, status: int, seconds: float) -> None:
    """In the figures, and in the log what no operation tells of itself."""
    _responses(door, status).more += 1
    if door not in QUIET or status >= 400:
        log.info(
            "http.request",
            action=f"{scope['method']} {'/' if door == 'other' else scope['path'][:100]}",
            status=status,
            duration_ms=round(seconds * 1000, 1),
        )


@cache  # looking up a label takes longer than counting
def _responses(door: str, status: int) -> Count:
    return RESPONSES.labels(door, str(status))


def request_id(scope: Scope) -> str:
    """The client's own id, if it is one that we can repeat in headers, logs and rows."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ID.fullmatch(value):
            return str(value.decode())
    return new_id()


def new_id() -> str:
    return f"{getrandbits(128):032x}"


async def _nothing(_: Message) -> None:
    """Where a message is changed, and not sent."""
