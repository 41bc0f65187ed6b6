"""Every request has an id, an answer with headers that browsers obey, and a line in the log."""

import re
from collections.abc import Iterable
from functools import cache
from random import getrandbits
from time import perf_counter
from typing import Final

import structlog
from prometheus_client import Counter
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models.logs import begin

RESPONSES: Final = Counter("chatia_http_responses", "HTTP responses.", ["door", "status"])
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


class Requests:
    """The outermost layer; `https` says that clients reach us by TLS only."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.headers = list(_HEADERS)
        if https:
            self.headers.append((b"strict-transport-security", b"max-age=31536000"))
        self.names = {b"x-request-id", *(name for name, _ in self.headers)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        id = scope.setdefault("state", {})["request_id"] = _request_id(scope)
        begin(id)
        scope["state"]["send"] = send  # the server's own: see api.fanout.pipe
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        started, status = perf_counter(), 500

        async def noticed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._complete(message.get("headers", ()), id.encode())
            await send(message)

        try:
            await self.app(scope, receive, noticed)
        except ClientDisconnect:
            status = GONE
        finally:
            del scope["state"]["send"]  # a circle: it would wait for the garbage collector
            _note(scope, status, perf_counter() - started)

    def _complete(self, headers: Iterable[Header], id: bytes) -> list[Header]:
        """With what all our answers say; what this one says of it stays, but for the id."""
        theirs = {name for name, _ in headers}
        if theirs.isdisjoint(self.names):
            return [*headers, *self.headers, (b"x-request-id", id)]
        said = [header for header in headers if header[0] != b"x-request-id"]
        ours = [header for header in self.headers if header[0] not in theirs]
        return [*said, *ours, (b"x-request-id", id)]


class Origins(CORSMiddleware):
    """What comes from no page needs no answer about pages, and no work for one."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for name, _ in scope.get("headers", ()):
            if name == b"origin":
                await super().__call__(scope, receive, send)
                return
        await self.app(scope, receive, send)


class Straight:
    """To the busiest door without asking at the others."""

    def __init__(self, app: ASGIApp, *, path: str, door: ASGIApp) -> None:
        self.app = app
        self.path = path
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self.door if scope["type"] == "http" and scope["path"] == self.path else self.app
        await app(scope, receive, send)


def _note(scope: Scope, status: int, seconds: float) -> None:
    first = scope["path"].split("/", 2)[1] if scope["path"].startswith("/") else ""
    door = first if first in DOORS else "other"
    _responses(door, status).inc()
    if door not in QUIET or status >= 400:
        log.info(
            "http.request",
            action=f"{scope['method']} {'/' if door == 'other' else scope['path'][:100]}",
            status=status,
            duration_ms=round(seconds * 1000, 1),
        )


@cache  # looking up a label takes longer than counting
def _responses(door: str, status: int) -> Counter:
    return RESPONSES.labels(door, str(status))


def _request_id(scope: Scope) -> str:
    """The client's own id, if it is one that we can repeat in headers, logs and rows."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ID.fullmatch(value):
            return str(value.decode())
    return f"{getrandbits(128):032x}"
