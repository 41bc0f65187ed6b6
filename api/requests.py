"""Every request has an id, an answer with headers that browsers obey, and a line in the log."""

import re
from time import perf_counter
from typing import Final
from uuid import uuid4

import structlog
from prometheus_client import Counter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bind_contextvars, clear_contextvars

RESPONSES: Final = Counter("chatia_http_responses", "HTTP responses.", ["door", "status"])
# Probes and files come by the thousand and say nothing; an operation has a line of its own.
QUIET: Final = frozenset({"livez", "readyz", "metrics", "explorer", "graphql"})
DOORS: Final = QUIET | {"inbound"}

_ID: Final = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}
log = structlog.get_logger()


class Requests:
    """The outermost layer; `https` says that clients reach us by TLS only."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.headers = dict(_HEADERS)
        if https:
            self.headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        id = scope.setdefault("state", {})["request_id"] = _request_id(scope)
        clear_contextvars()
        bind_contextvars(request_id=id)
        scope["state"]["send"] = send  # the server's own: see api.fanout.pipe
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return
        started, status = perf_counter(), 500

        async def noticed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = id
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self.app(scope, receive, noticed)
        finally:
            _note(scope, status, perf_counter() - started)


def _note(scope: Scope, status: int, seconds: float) -> None:
    first = scope["path"].split("/", 2)[1] if scope["path"].startswith("/") else ""
    door = first if first in DOORS else "other"
    RESPONSES.labels(door, str(status)).inc()
    if door not in QUIET or status >= 400:
        log.info(
            "http.request",
            action=f"{scope['method']} {'/' if door == 'other' else scope['path'][:100]}",
            status=status,
            duration_ms=round(seconds * 1000, 1),
        )


def _request_id(scope: Scope) -> str:
    """The client's own id, if it is one that we can repeat in headers, logs and rows."""
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _ID.fullmatch(value):
            return str(value.decode())
    return uuid4().hex
