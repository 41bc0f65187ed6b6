"""The load: plain asyncio on loopback, so that the client costs as little as it can."""

import asyncio
import os
import struct
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

import psutil

TEXT, PING, PONG = 1, 9, 10


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one round: requests (or deliveries) a second, and the server's CPU for each."""

    per_second: float
    cpu_us: float


def cpu_seconds(pid: int) -> float:
    """CPU used so far by a process."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def post(path: str, token: str, body: bytes) -> bytes:
    """The bytes of a request."""
    return (
        f"POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
        f"accept: application/json\r\nauthorization: Bearer {token}\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    ).encode() + body


async def requests(
    port: int, pid: int, wanted: list[bytes], *, seconds: float, connections: int = 32
) -> Figures:
    """Send these requests in turn over so many connections; every answer must be a success."""
    turn, done, deadline = cycle(wanted), 0, time.monotonic() + seconds

    async def one_connection() -> None:
        nonlocal done
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < deadline:
            writer.write(next(turn))
            head = await reader.readuntil(b"\r\n\r\n")
            body = await reader.readexactly(_length(head))
            if not head.startswith(b"HTTP/1.1 200") or b'"errors"' in body[:200]:
                raise RuntimeError(f"{head!r} {body[:500]!r}")
            done += 1
        writer.close()

    cpu, began = cpu_seconds(pid), time.monotonic()
    await asyncio.gather(*(one_connection() for _ in range(connections)))
    return Figures(done / (time.monotonic() - began), (cpu_seconds(pid) - cpu) / max(done, 1) * 1e6)


class Listener(asyncio.Protocol):
    """A WebSocket that counts text frames and keeps none."""

    def __init__(self, path: str, opening: list[str]) -> None:
        self.frames = 0
        self._path = path
        self._opening = opening
        self._buffer = b""
        self._upgraded = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self._path} HTTP/1.1\r\nhost: bench\r\nupgrade: websocket\r\n"
            f"connection: Upgrade\r\nsec-websocket-key: {key}\r\nsec-websocket-version: 13\r\n"
            "sec-websocket-protocol: graphql-transport-ws\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head:
                raise RuntimeError(head.decode())
            self._upgraded, self._buffer = True, rest
            for text in self._opening:
                self._send(text.encode())
        for opcode, payload in self._frames():
            self.frames += opcode == TEXT
            if opcode == PING:
                self._send(payload, PONG)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _frames(self) -> Iterator[tuple[int, bytes]]:
        buffer, start = self._buffer, 0
        while len(buffer) - start >= 2:
            length, body = buffer[start + 1] & 127, start + 2
            if length == 126:
                if len(buffer) < start + 4:
                    break
                length, body = struct.unpack_from(">H", buffer, start + 2)[0], start + 4
            if len(buffer) < body + length:
                break
            yield buffer[start] & 15, buffer[body : body + length]
            start = body + length
        self._buffer = buffer[start:]

    def _send(self, payload: bytes, opcode: int = TEXT) -> None:
        assert self._transport is not None
        size = bytes([128 | len(payload)]) if len(payload) < 126 else b"\xfe"
        if len(payload) >= 126:
            size += struct.pack(">H", len(payload))
        self._transport.write(bytes([0x80 | opcode]) + size + bytes(4) + payload)  # a mask of zeros


async def listener(port: int, path: str, opening: list[str]) -> Listener:
    """An open socket."""
    loop = asyncio.get_running_loop()
    _, opened = await loop.create_connection(lambda: Listener(path, opening), "127.0.0.1", port)
    return opened


async def listeners(port: int, count: int, path: str, opening: list[str]) -> list[Listener]:
    """So many open sockets that begin alike."""
    return [await listener(port, path, opening) for _ in range(count)]


async def heard(sockets: list[Listener], frames: int, *, within: float) -> None:
    """Wait until each socket has heard so many frames. Raises TimeoutError."""
    deadline = time.monotonic() + within
    while any(socket.frames < frames for socket in sockets):
        if time.monotonic() > deadline:
            counts = sorted(socket.frames for socket in sockets)
            raise TimeoutError(f"{counts[0]} to {counts[-1]} of {frames} frames")
        await asyncio.sleep(0.005)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return int(line.split(b":")[1])
    raise RuntimeError("An answer without a length.")
