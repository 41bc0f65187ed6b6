"""Uvicorn's HTTP/1.1, but for a status that it does not know, and for two things more: what is
written in one turn of the loop leaves together, and what all heads have in common is made once.

Head and body of an answer are two writes, and each write is a system call, which costs more than
most of what else is done for a small answer.
"""

import asyncio
<<<<<<< ours
from collections.abc import Sequence
from typing import Any

from starlette.types import Send
from uvicorn.protocols.http.httptools_impl import (
=======
from functools import lru_cache
from typing import Any, Final

from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.httptools_impl import (
    HEADER_RE,
    HEADER_VALUE_RE,
>>>>>>> theirs
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

STATUS_LINE[294] = b"HTTP/1.1 294 Partial Success\r\n"  # GraphQL over HTTP
LINES: Final = 1_000  # that are remembered
# Uvicorn sees to what these say of the connection.
THEIRS: Final = frozenset({b"connection", b"transfer-encoding"})


def at_once(send: Send, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> bool:
    """Answer a GET or POST with all of this, whose length is among the headers; False where that
    has to be sent the usual way, message by message. It is in no access log, as we keep none.
    """
    cycle = getattr(send, "__self__", None)
    if (
        type(cycle) is not RequestResponseCycle  # another server, or something in between
        or cycle.response_started
        or cycle.flow.write_paused
    ):
        return False
    if cycle.disconnected:
        return True
    said = [*cycle.default_headers, *headers]
    head = b"\r\n".join([b": ".join(header) for header in said])
    if head.count(b"\n") >= len(said) or head.count(b"\r") >= len(said):
        raise ValueError("A header has more than one line.")
    cycle.response_started = cycle.response_complete = True
    cycle.waiting_for_100_continue = False
    close = b"" if cycle.keep_alive else b"connection: close\r\n"
    cycle.transport.write(b"%b%b\r\n%b\r\n%b" % (STATUS_LINE[status], head, close, body))
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()
    return True


class HttpProtocol(HttpToolsProtocol):
    """One connection, below ASGI."""

    def connection_made(self, transport: Any) -> None:
        self._bare = transport
        together: Any = Together(transport, asyncio.get_running_loop())
        super().connection_made(together)

    def handle_websocket_upgrade(self) -> None:
        self.transport = self._bare
        super().handle_websocket_upgrade()


class Cycle(RequestResponseCycle):
    """A request and its answer; if that says how long it is, as nearly all do, in few steps."""

    async def send(self, message: Any) -> None:
        if self.response_started or not self._started(message):
            await super().send(message)

    def _started(self, message: Any) -> bool:
        """Write a head that has nothing in it for uvicorn to see to."""
        if (
            message["type"] != "http.response.start"
            or self.access_log
            or self.disconnected
            or self.flow.write_paused
            or not self.keep_alive
        ):
            return False
        head, length = [STATUS_LINE[message["status"]]], None
        for name, value in (*self.default_headers, *message.get("headers", ())):
            line = _line(name, value)
            if line is None:
                return False
            if name == b"content-length" and length is None:
                length = int(value)
            head.append(line)
        if length is None:
            return False
        head.append(b"\r\n")
        self.response_started, self.waiting_for_100_continue = True, False
        self.expected_content_length, self.chunked_encoding = length, False
        self.transport.write(b"".join(head))
        return True


class Together:
    """A transport whose writes wait for the end of the loop's turn."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._waiting: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._waiting:
            self._loop.call_soon(self._flush)
        self._waiting.append(data)

    def get_write_buffer_size(self) -> int:
        return self._transport.get_write_buffer_size() + sum(map(len, self._waiting))

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._waiting:
            data, self._waiting = b"".join(self._waiting), []
            if not self._transport.is_closing():  # the peer may have gone in the meantime
                self._transport.write(data)


@lru_cache(LINES)
def _line(name: bytes, value: bytes) -> bytes | None:
    """Of a head; None for what is uvicorn's to write, or to refuse."""
    if name != name.lower() or name in THEIRS or HEADER_RE.search(name):
        return None
    return None if HEADER_VALUE_RE.search(value) else b"%b: %b\r\n" % (name, value)


httptools_impl.RequestResponseCycle = Cycle  # type: ignore[misc]
