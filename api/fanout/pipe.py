"""The one place that knows the server's own socket class: frames straight to its transport.

`send` of an ASGI server frames, checks and awaits for each message of each socket: most of what a
delivery costs. Frames of a group are bytes already. Where the server is another, or compresses,
there is no pipe, and everything goes through `send`.
"""

import socket
from collections.abc import Callable
from contextlib import suppress
from inspect import getclosurevars
from typing import Any

from starlette.types import Send
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State


class Pipe:
    """The transport of one open socket; it may be written to as long as it is `open`."""

    def __init__(self, protocol: WebSocketsSansIOProtocol, *, unsent: int) -> None:
        self._protocol = protocol
        self._transport = protocol.transport
        self.write = protocol.transport.write
        self._closing = protocol.transport.is_closing
        self.buffered = protocol.transport.get_write_buffer_size
        _limit_kernel(protocol.transport, unsent)

    @classmethod
    def reach(cls, send: Send | None, *, unsent: int) -> "Pipe | None":
        """Behind the `send` that the server gave; the kernel holds `unsent` bytes beside ours."""
        protocol = getattr(send, "__self__", None)
        if isinstance(protocol, WebSocketsSansIOProtocol) and not protocol.conn.extensions:
            return cls(protocol, unsent=unsent)
        return None

    @property
    def open(self) -> bool:
        protocol = self._protocol
        return not (
            protocol.close_sent
            or protocol.disconnected
            or protocol.conn._state is not State.OPEN  # `state` is a call, for each delivery
            or self._closing()
        )

    @property
    def flowing(self) -> bool:
        """The peer takes what it is sent."""
        return self._protocol.writable.is_set()

    async def drained(self) -> None:
        """Wait until it does, or has gone."""
        await self._protocol.writable.wait()

    def abort(self) -> None:
        """Drop what the peer does not take, and the connection."""
        self._transport.abort()


def hold_little(send: Send | None, *, unsent: int) -> Callable[[], None]:
    """The same limit for a response that streams; call what is returned to drop the connection."""
    while send is not None and not hasattr(send, "__self__"):  # a layer around the server's own
        send = getclosurevars(send).nonlocals.get("send")
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        return lambda: None
    _limit_kernel(transport, unsent)
    abort: Callable[[], None] = transport.abort
    return abort


def _limit_kernel(transport: Any, unsent: int) -> None:
    """Without this a peer that reads nothing costs megabytes in the kernel's send buffer."""
    option = getattr(socket, "TCP_NOTSENT_LOWAT", None)
    # OSError from a Unix socket; ValueError from uvloop for one whose peer is gone by now.
    with suppress(OSError, ValueError):
        connection = transport.get_extra_info("socket")
        if connection is not None and option is not None:
            connection.setsockopt(socket.IPPROTO_TCP, option, unsent)
