"""Uvicorn's WebSockets, but for how they end, and for what an idle one holds in memory."""

import asyncio
from typing import Any, Final

from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from uvicorn._types import ASGIReceiveEvent, ASGISendEvent, ASGIVersions
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from api.requests import Origins
from api.stopping import departures

# All that anybody reads of a handshake: a browser sends far more, and it is kept to the end.
READ: Final = frozenset(
    {
        *(b"authorization", b"host", b"origin", b"user-agent", b"x-request-id"),
        *(b"x-forwarded-for", b"x-forwarded-proto"),
    }
)


ASGI: Final[ASGIVersions] = {"version": "3.0", "spec_version": "2.4"}  # the same for all
BLIND: Final = (Origins,)  # layers that let sockets pass


class Inbox:
    """As much of a queue as uvicorn uses, with one reader: an idle socket has an empty one."""

    __slots__ = ("_called", "_messages")

    def __init__(self) -> None:
        self._messages: list[ASGIReceiveEvent] = []
        self._called: asyncio.Future[None] | None = None

    def empty(self) -> bool:
        return not self._messages

    def put_nowait(self, message: ASGIReceiveEvent) -> None:
        self._messages.append(message)
        if self._called is not None and not self._called.done():
            self._called.set_result(None)

    async def get(self) -> ASGIReceiveEvent:
        while not self._messages:
            self._called = asyncio.get_running_loop().create_future()
            try:
                await self._called
            finally:
                self._called = None
        return self._messages.pop(0)


class Gate:
    """An event that is nearly always set, and then holds nothing."""

    __slots__ = ("_opened",)

    def __init__(self) -> None:
        self._opened: asyncio.Future[None] | None = None

    def is_set(self) -> bool:
        return self._opened is None

    def set(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None and not opened.done():
            opened.set_result(None)

    def clear(self) -> None:
        if self._opened is None:
            self._opened = asyncio.get_running_loop().create_future()

    async def wait(self) -> None:
        while self._opened is not None:
            await asyncio.shield(self._opened)


class SocketProtocol(WebSocketsSansIOProtocol):
    """One socket, below ASGI."""

    # What uvicorn gives every socket: more names than Python shares between objects, so that each
    # would have a table of its own for them. Others still find a place, as before.
    __slots__ = (
        *("config", "app", "loop", "logger", "root_path", "asgi_version", "app_state"),
        *("connections", "tasks", "default_headers", "transport", "server", "client", "scheme"),
        *("queue", "handshake_initiated", "handshake_complete", "close_sent", "disconnected"),
        *("close_timer", "close_timeout", "initial_response", "conn", "read_paused", "writable"),
        *("ping_interval", "ping_timeout", "ping_timer", "pong_timer", "pending_ping_payload"),
        *("ping_sent_at", "last_ping_rtt", "frames", "curr_msg_data_type", "scope"),
        *("request", "response"),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.queue = Inbox()  # type: ignore[assignment]
        self.writable = Gate()  # type: ignore[assignment]

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:  # the application runs later
            self.app = _straight(self.app, self.scope["path"])
            self.scope["headers"] = [
                (name, value) for name, value in self.scope["headers"] if name in READ
            ]

    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        if message["type"] == "websocket.accept" and self.handshake_complete:
            self.request.headers.clear()  # the parser keeps them as long as the socket lives
            del self.request, self.response
            self.scope.pop("extensions", None)  # of the handshake, too
            self.scope["asgi"] = ASGI

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.conn.parser.close()  # it waits for the end of a message, and holds what holds it

    def keepalive_timeout(self) -> None:
        """Let a peer that does not answer pings go without a word.

        After uvicorn's 1011 the reference client would not come back: a laptop that slept reads it
        when it wakes. And what is still to be written to it would be kept until it is read.
        """
        self.pong_timer = None
        if not self.transport.is_closing():
            self.queue.put_nowait({"type": "websocket.disconnect", "code": 1006})
            self.transport.abort()

    def shutdown(self) -> None:
        """Uvicorn would have all go at once."""
        if not departures.begun or self.close_sent or not self.handshake_complete:
            super().shutdown()


def _straight(app: Any, path: str) -> Any:
    """The door of this path behind the layers that look at sockets, without those that do not.

    Each layer that a socket goes through is a frame, or several, which is held to its end.
    """
    if not isinstance(app, Starlette):
        return app
    known: dict[str, Any] = app.state._state.setdefault("sockets", {})
    if path not in known:
        doors = [r for r in app.routes if isinstance(r, WebSocketRoute) and r.path == path]
        if not doors:
            return app
        known[path] = doors[0].app
        for layer in reversed(app.user_middleware):
            if not (isinstance(layer.cls, type) and issubclass(layer.cls, BLIND)):
                known[path] = layer.cls(known[path], *layer.args, **layer.kwargs)
    return known[path]
