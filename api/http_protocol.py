"""Uvicorn's HTTP/1.1, but for a status that it does not know, and for one thing more: what is
written in one turn of the loop leaves together.

Head and body of an answer are two writes, and each write is a system call, which costs more than
most of what else is done for a small answer.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from starlette.types import Receive, Send
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

STATUS_LINE[294] = b"HTTP/1.1 294 Partial Success\r\n"  # GraphQL over HTTP
CONTROLS: Final = bytes([*range(ord("\t")), *range(ord("\n"), ord(" ")), 127])  # all but a tab


def at_once(send: Send, status: int, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> bool:
    """Answer a GET or POST with all of this, whose length is among the headers; False where that
    has to be sent the usual way, message by message. It is in no access log, as we keep none.
    """
    cycle = getattr(send, "__self__", None)
    if (
        type(cycle) is not RequestResponseCycle  # another server, or something in between
        or not isinstance(cycle.transport, Together)
        or cycle.response_started
        or cycle.flow.write_paused
    ):
        return False
    if cycle.disconnected:
        return True
    lines = [b": ".join(header) for header in (*cycle.default_headers, *headers)]
    head = b"\r\n".join(lines)
    if len(head) - len(head.translate(None, CONTROLS)) != 2 * len(lines) - 2:  # the ends of lines
        raise ValueError("A header has a control character in it.")
    cycle.response_started = cycle.response_complete = True
    cycle.waiting_for_100_continue = False
    close = b"" if cycle.keep_alive else b"connection: close\r\n"
    cycle.transport.write_now(b"%b%b\r\n%b\r\n%b" % (STATUS_LINE[status], head, close, body))
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()
    return True


def at_hand(receive: Receive, largest: int) -> bytes | None:
    """The body, if it has come with its head, as most do; else it is to be received."""
    cycle = getattr(receive, "__self__", None)
    if (
        type(cycle) is not RequestResponseCycle
        or cycle.more_body
        or cycle.disconnected
        or cycle.waiting_for_100_continue
        or len(cycle.body) > largest
    ):
        return None
    body, cycle.body = bytes(cycle.body), bytearray()
    cycle.message_event.clear()
    return body


class HttpProtocol(HttpToolsProtocol):
    """One connection, below ASGI."""

    def connection_made(self, transport: Any) -> None:
        self._bare = transport
        together: Any = Together(transport, asyncio.get_running_loop())
        super().connection_made(together)

    def handle_websocket_upgrade(self) -> None:
        self.transport = self._bare
        super().handle_websocket_upgrade()
        self.parser: Any = None  # as when a connection is lost: it leads back to here


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

    def write_now(self, data: bytes) -> None:
        """What nothing belongs to that would follow."""
        if self._waiting:
            self._waiting.append(data)
        elif not self._transport.is_closing():
            self._transport.write(data)

    def is_closing(self) -> bool:
        return self._transport.is_closing()

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
