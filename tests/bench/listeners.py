"""Sockets that count what they hear, and cost the client as little as they can."""

import asyncio
import os
import struct
import time
from base64 import b64encode
from collections.abc import Sequence
from typing import cast

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
AT_ONCE = 50  # handshakes
Wanted = tuple[str, Sequence[str]]  # a path, and what to say once the socket is open


class Listener(asyncio.Protocol):
    """A WebSocket that counts text frames and keeps none; `arrivals` are their times, if timed."""

    def __init__(self, path: str, opening: Sequence[str], *, timed: bool = False) -> None:
        self.frames = 0
        self.arrivals: list[float] = []
        self.code: int | None = None  # of the close that the server sent
        self.ended = False
        self._timed = timed
        self._path = path
        self._opening = opening
        self._rest = b""
        self._upgraded = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast(asyncio.Transport, transport)  # or uvloop's
        key = b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self._path} HTTP/1.1\r\nhost: bench\r\nupgrade: websocket\r\n"
            f"connection: Upgrade\r\nsec-websocket-key: {key}\r\nsec-websocket-version: 13\r\n"
            "sec-websocket-protocol: graphql-transport-ws\r\n\r\n".encode()
        )

    @property
    def is_open(self) -> bool:
        return self._upgraded and not self.ended

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True

    def data_received(self, data: bytes) -> None:
        # Nearly always one whole frame: what it takes us to hear it delays those who come next.
        whole = data[:2] == b"\x81\x7e" and len(data) == 4 + int.from_bytes(data[2:4])
        if whole and self._upgraded and not self._rest:
            self.frames += 1
            if self._timed:
                self.arrivals.append(time.time())
            return
        if self._rest:
            data = self._rest + data
        self._rest = self._heard(data if self._upgraded else self._upgrade(data))

    def forget(self) -> None:
        """Count from here."""
        self.frames = 0
        self.arrivals.clear()

    def stall(self) -> None:
        """Read no more."""
        if self._transport is not None and not self.ended:
            self._transport.pause_reading()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _upgrade(self, data: bytes) -> bytes:
        head, found, rest = data.partition(b"\r\n\r\n")
        if not found:
            return data
        if b" 101 " not in head:
            raise RuntimeError(head.decode())
        self._upgraded = True
        for text in self._opening:
            self._send(text.encode())
        return rest

    def _heard(self, data: bytes) -> bytes:
        """Count whole frames; what is left."""
        if not self._upgraded:
            return data
        start, size, frames = 0, len(data), 0
        while size - start >= 2:
            length, body = data[start + 1], start + 2
            if length > 125:
                body += 2 if length == 126 else 8
                if body > size:
                    break
                length = int.from_bytes(data[start + 2 : body])
            if body + length > size:
                break
            if data[start] == 0x80 | TEXT:
                frames += 1
            else:
                self._control(data[start] & 15, data[body : body + length])
            start = body + length
        self.frames += frames
        if self._timed and frames:
            self.arrivals += [time.time()] * frames
        return data[start:]

    def _control(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self._send(payload, PONG)
        elif opcode == CLOSE:
            self.code = int.from_bytes(payload[:2])
            self.close()

    def _send(self, payload: bytes, opcode: int = TEXT) -> None:
        assert self._transport is not None
        size = bytes([128 | len(payload)]) if len(payload) < 126 else b"\xfe"
        if len(payload) >= 126:
            size += struct.pack(">H", len(payload))
        self._transport.write(bytes([0x80 | opcode]) + size + bytes(4) + payload)  # a mask of zeros


async def listeners(port: int, wanted: Sequence[Wanted], *, timed: bool = False) -> list[Listener]:
    """So many open sockets. Raises TimeoutError when one is refused."""
    loop, turn = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)

    async def opened(place: int, path: str, opening: Sequence[str]) -> Listener:
        # A source address has some 28,000 ports to one destination.
        source = (f"127.0.0.{1 + place // 20_000}", 0)
        async with turn:
            _, listener = await loop.create_connection(
                lambda: Listener(path, opening, timed=timed), "127.0.0.1", port, local_addr=source
            )
            return listener

    opened_all = await asyncio.gather(*(opened(n, *each) for n, each in enumerate(wanted)))
    async with asyncio.timeout(300):
        while not all(listener.is_open for listener in opened_all):
            await asyncio.sleep(0.01)
    return opened_all


async def heard(sockets: Sequence[Listener], frames: int | Sequence[int], *, within: float) -> None:
    """Wait until each socket has heard so many frames. Raises TimeoutError."""
    due = [frames] * len(sockets) if isinstance(frames, int) else frames
    deadline, waiting = time.monotonic() + within, list(zip(sockets, due, strict=True))
    while waiting := [each for each in waiting if each[0].frames < each[1]]:
        if time.monotonic() > deadline:
            lost = sum(socket.ended for socket in sockets)
            raise TimeoutError(
                f"{len(waiting)} of {len(sockets)} sockets have not heard all; one heard "
                f"{waiting[0][0].frames} of {waiting[0][1]} frames; {lost} are closed"
            )
        await asyncio.sleep(0.005)
