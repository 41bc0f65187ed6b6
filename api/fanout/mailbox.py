"""What waits for one socket: little, and never the wait of others."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry.http.exceptions import WebSocketDisconnected

from api.fanout import limits
from api.fanout.memo import Entry
from api.fanout.pipe import Pipe


class Follower(Protocol):
    """A subscription, and what it has been sent all of."""

    @property
    def cursor(self) -> int: ...

    @property
    def resume_cursor(self) -> str: ...


class Stalled(Exception):
    """The peer did not take what it was sent for too long."""


class Mailbox:
    """Of one socket, for all its subscriptions."""

    def __init__(self, socket: WebSocket, *, ended: asyncio.Future[Any]) -> None:
        self.sent = 0
        self.members: set[Follower] = set()
        self._socket = socket
        self._ended = ended
        send = socket.scope["state"].get("send")
        self.pipe = Pipe.reach(send, unsent=limits.LIMITS.chunk_bytes)
        self._waiting = b""
        self._frames = 0  # since all that was sent had left

    @property
    def open(self) -> bool:
        return not self._ended.done() and (self.pipe is None or self.pipe.open)

    @property
    def resume_cursor(self) -> str | None:
        """Behind it, every subscription of the socket finds what it has not been sent."""
        begun = [member for member in self.members if member.cursor >= 0]
        return min(begun, key=lambda member: member.cursor).resume_cursor if begun else None

    @property
    def takes(self) -> bool:
        """Can be posted to: there is a pipe, and it flows."""
        return self.pipe is not None and self.pipe.flowing

    @property
    def depth(self) -> int:
        """Bytes on our side of the kernel."""
        return len(self._waiting) + (self.pipe.buffered() if self.pipe else 0)

    def post(self, data: bytes, frames: int, *, dirty: "list[Mailbox]") -> bool:
        """Take frames to be written at the next `flush`; False when they are too many."""
        assert self.pipe is not None
        depth = len(self._waiting) + self.pipe.buffered()
        if not depth:
            self._frames = 0
        if (
            depth + len(data) > limits.LIMITS.mailbox_bytes
            or self._frames + frames > limits.LIMITS.mailbox_frames
        ):
            return False
        if self._waiting:
            self._waiting += data
        else:
            self._waiting = data
            dirty.append(self)
        self._frames += frames
        return True

    def flush(self) -> None:
        """All that waits, in one write."""
        waiting, self._waiting = self._waiting, b""
        if waiting and self.pipe is not None and self.pipe.open:
            self.pipe.write(waiting)

    async def send(self, entries: Sequence[Entry], prefix: bytes) -> None:
        """Write once the socket flows. Raises Stalled, WebSocketDisconnected."""
        try:
            async with asyncio.timeout(limits.LIMITS.stall):
                if self.pipe is None:
                    await self._send_by_server(entries, prefix)
                else:
                    await self.pipe.drained()
        except TimeoutError:
            raise Stalled from None
        if not self.open:
            raise WebSocketDisconnected
        if self.pipe is not None:
            self.pipe.write(b"".join([entry.frame(prefix) for entry in entries]))
        self.sent += len(entries)

    def abort(self) -> None:
        """After the close: a peer that reads nothing keeps nothing of ours."""
        if self.pipe is not None and self.pipe.buffered():
            self.pipe.abort()

    async def _send_by_server(self, entries: Sequence[Entry], prefix: bytes) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            for entry in entries:
                await self._socket.send_text(f"{prefix.decode()}{entry.payload.decode()}}}")
            return
        raise WebSocketDisconnected
