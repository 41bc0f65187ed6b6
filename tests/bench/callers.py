"""The load over HTTP: keep-alive connections that send ready-made bytes and look at the answer."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from typing import cast

import psutil

IDLE = 2.0  # seconds; a server lets go of a connection that is idle for five
SATURATED = 0.85  # of a core, from where on the load itself may be what is measured


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one round: works a second, the server's CPU for each, and how busy the load was."""

    per_second: float
    cpu_us: float
    busy: float


class Clock:
    """Wall time, a server's CPU and our own, from here on."""

    def __init__(self, *pids: int) -> None:
        self._pids = pids
        self._began, self._server, self._own = time.perf_counter(), self._cpu(), time.process_time()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    @property
    def server(self) -> float:
        return self._cpu() - self._server

    @property
    def busy(self) -> float:
        """How much of a core this process used."""
        return (time.process_time() - self._own) / self.seconds

    def figures(self, done: int) -> Figures:
        return Figures(done / self.seconds, self.server / max(done, 1) * 1e6, self.busy)

    def _cpu(self) -> float:
        times = [psutil.Process(pid).cpu_times() for pid in self._pids]
        return float(sum(each.user + each.system for each in times))


class Caller(asyncio.Protocol):
    """One request at a time, over a connection that is opened anew when it was idle."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._used = -IDLE
        self._buffer = b""
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # or uvloop's

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("The server hung up."))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n") + 4
        if end < 4 or len(self._buffer) < end + (length := _length(self._buffer[:end])):
            return
        head, body = self._buffer[:end], self._buffer[end : end + length]
        self._buffer = self._buffer[end + length :]
        assert self._answer is not None
        if head.startswith(b"HTTP/1.1 200") and b'"errors"' not in body[:200]:
            self._answer.set_result(body)
        else:
            self._answer.set_exception(RuntimeError(f"{head!r} {body[:500]!r}"))

    async def ask(self, request: bytes) -> bytes:
        """The body of the answer. Raises RuntimeError when it is not a success."""
        loop = asyncio.get_running_loop()
        if loop.time() - self._used > IDLE:
            self.close()
            await loop.create_connection(lambda: self, "127.0.0.1", self._port)
        assert self._transport is not None
        self._answer = loop.create_future()
        self._transport.write(request)
        body = await self._answer
        self._used = loop.time()
        return body

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


@asynccontextmanager
async def callers(port: int, number: int) -> AsyncIterator[list[Caller]]:
    """So many connections, each opened by its first request."""
    opened = [Caller(port) for _ in range(number)]
    try:
        yield opened
    finally:
        for caller in opened:
            caller.close()


def post(path: str, token: str, body: bytes) -> bytes:
    """The bytes of a request."""
    return (
        f"POST {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\n"
        f"accept: application/json\r\nauthorization: Bearer {token}\r\n"
        f"content-length: {len(body)}\r\n\r\n"
    ).encode() + body


async def requests(
    port: int, pid: int, wanted: Iterable[bytes], *, seconds: float, connections: int = 32
) -> Figures:
    """Send these requests in turn, as fast as they are answered."""
    turn, done = cycle(wanted), 0

    async def go_on(caller: Caller) -> None:
        nonlocal done
        while clock.seconds < seconds:
            await caller.ask(next(turn))
            done += 1

    async with callers(port, connections) as opened:
        clock = Clock(pid)
        await asyncio.gather(*map(go_on, opened))
        return clock.figures(done)


def _length(head: bytes) -> int:
    start = head.lower().index(b"content-length:") + 15
    return int(head[start : head.index(b"\r", start)])
