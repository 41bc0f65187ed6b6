"""A customer's system: a real HTTP server that notes what it is sent and answers as it is told."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
import pytest

from models.callback import caller
from models.settings import settings


@dataclass(frozen=True)
class Received:
    """One request."""

    line: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@dataclass
class CustomerSystem:
    """Answers 200 unless told otherwise; each `then` is for one more request."""

    port: int = 0
    received: list[Received] = field(default_factory=list)
    connections: int = 0
    meanwhile: Callable[[], Awaitable[None]] | None = None
    _answers: deque[tuple[bytes, Literal["go on", "close", "stall"]]] = field(default_factory=deque)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def then(
        self, status: int, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        self._answers.append(("\r\n".join([*lines, "", ""]).encode() + body, "go on"))

    def then_break(self, answer: bytes = b"") -> None:
        """These bytes, and the connection is closed."""
        self._answers.append((answer, "close"))

    def then_stall(self, answer: bytes = b"") -> None:
        """These bytes, and then nothing, for ever."""
        self._answers.append((answer, "stall"))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while True:
                self.received.append(await _request(reader))
                if self.meanwhile is not None:
                    await self.meanwhile()
                answer, end = self._answers.popleft() if self._answers else (OK, "go on")
                writer.write(answer)
                await writer.drain()
                if end == "stall":
                    await self._released.wait()
                if end != "go on":
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    def release(self) -> None:
        self._released.set()


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


@asynccontextmanager
async def customer_system(tls: ssl.SSLContext | None = None) -> AsyncIterator[CustomerSystem]:
    system = CustomerSystem()
    server = await asyncio.start_server(system.serve, "127.0.0.1", 0, ssl=tls)
    system.port = server.sockets[0].getsockname()[1]
    try:
        yield system
    finally:
        system.release()
        server.close()


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """These variables for a while, and settings that know of them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.fixture
async def customer(house: None) -> AsyncIterator[CustomerSystem]:
    async with customer_system() as system:
        yield system
        await caller().close()
        caller.cache_clear()


@pytest.fixture
def public_only(house: None) -> Iterator[None]:
    """As in production: nobody may have us call our own network."""
    with environment(ALLOW_PRIVATE_CALLBACKS="false"):
        yield


@pytest.fixture
def impatient(house: None) -> Iterator[None]:
    with environment(CALLBACK_TIMEOUT="0.2"):
        yield


async def _request(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    line, *rest = head.strip().split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (each.partition(":") for each in rest)
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Received(line, headers, body)
