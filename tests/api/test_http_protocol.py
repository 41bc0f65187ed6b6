<<<<<<< ours
"""An answer that is written at once is, byte for byte, the one that is sent message by message."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.http_protocol import HttpProtocol, at_once

HEADERS = [(b"content-length", b"5"), (b"content-type", b"text/plain"), (b"x-some", b"a, b")]
LAST = b"GET /once HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"


async def answering(scope: Scope, receive: Receive, send: Send) -> None:
    """At /once by `at_once`, elsewhere by messages."""
    headers = list(HEADERS)
    if scope["path"] == "/lines":
        headers.append((b"x-two", b"one\r\nset-cookie: two"))
    if scope["path"] in ("/once", "/lines"):
        assert at_once(send, 200, headers, b"hello")
        assert not at_once(send, 200, headers, b"hello")  # it is answered
        return
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"hello"})


@pytest.fixture
async def port() -> AsyncIterator[int]:
    config = uvicorn.Config(
        answering,
        port=0,
        lifespan="off",
        http=HttpProtocol,
        access_log=False,
        log_config=None,
        proxy_headers=False,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


@pytest.mark.parametrize("version", ["1.0", "1.1"])
async def test_both_are_the_same(port: int, version: str) -> None:
    once = await _told(port, _asked("/once", version) * 3 + LAST)
    parts = await _told(port, _asked("/parts", version) * 3 + LAST)

    assert once == parts
    assert once.count(b"hello") == (4 if version == "1.1" else 1)  # 1.0 keeps no connection
    assert once.count(b"connection: close") == 1


async def test_a_header_is_one_line(port: int) -> None:
    told = await _told(port, _asked("/lines", "1.1"))

    assert told.startswith(b"HTTP/1.1 500 ")
    assert b"set-cookie" not in told


async def test_another_server_is_sent_messages() -> None:
    async def send(_: object) -> None:
        raise AssertionError

    assert not at_once(send, 200, HEADERS, b"hello")


def _asked(path: str, version: str) -> bytes:
    return f"GET {path} HTTP/{version}\r\nhost: x\r\n\r\n".encode()


async def _told(port: int, requests: bytes) -> bytes:
    """All that is answered until the server hangs up, but for the time of day."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(requests)
    async with asyncio.timeout(10):
        told = await reader.read()
    writer.close()
    return b"\r\n".join(line for line in told.split(b"\r\n") if not line.startswith(b"date:"))
=======
"""What leaves over HTTP is to the byte what uvicorn would write, in fewer steps."""

import asyncio
from typing import Any

import pytest
import uvicorn
from uvicorn.protocols.http import httptools_impl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from api.http_protocol import Cycle, HttpProtocol

GET = b"GET /livez HTTP/1.1\r\nhost: ours.example\r\n\r\n"
HEAD = GET.replace(b"GET", b"HEAD")
CLOSING = GET.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")
OLD = GET.replace(b"HTTP/1.1", b"HTTP/1.0")
LENGTH = (b"content-length", b"2")
ANSWERS: dict[str, tuple[int, list[tuple[bytes, bytes]], bytes]] = {
    "of a length": (200, [LENGTH, (b"vary", b"Origin"), (b"vary", b"Accept")], b"{}"),
    "of a status of its own": (294, [LENGTH], b"{}"),
    "of two lengths": (200, [LENGTH, (b"content-length", b"3")], b"{}"),
    "of no length": (200, [(b"vary", b"Origin")], b"{}"),
    "with nothing in it": (304, [], b""),
    "in capitals": (200, [(b"Content-Length", b"2"), (b"Vary", b"Origin")], b"{}"),
    "that closes": (200, [LENGTH, (b"connection", b"close")], b"{}"),
    "in chunks": (200, [(b"transfer-encoding", b"chunked")], b"{}"),
    "too long": (200, [LENGTH], b"{...}"),
    "too short": (200, [LENGTH], b"{"),
    "with a line in a value": (200, [LENGTH, (b"vary", b"a\r\nset-cookie: b")], b"{}"),
    "with a line in a name": (200, [LENGTH, (b"vary: a\r\nset-cookie", b"b")], b"{}"),
}


class Peer(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 1), "sockname": ("127.0.0.1", 2)})
        self.received = b""
        self.closed = False

    def write(self, data: Any) -> None:
        self.received += data

    def get_write_buffer_size(self) -> int:
        return 0

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True


async def exchanged(
    kind: type[HttpToolsProtocol], asked: bytes, answer: tuple[int, list[Any], bytes]
) -> tuple[bytes, bool, str]:
    """What the peer received, whether the connection was closed, and what the application met."""
    status, headers, body = answer
    met = ""

    async def app(_: Any, __: Any, send: Any) -> None:
        nonlocal met
        try:
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": body})
        except RuntimeError as error:
            met = str(error)

    config = uvicorn.Config(app, http=kind, log_config=None, access_log=False, lifespan="off")
    state, peer = ServerState(), Peer()
    state.default_headers = [(b"date", b"Sat, 21 Nov 2026 12:00:00 GMT")]
    protocol = kind(config, state, {})
    protocol.connection_made(peer)
    protocol.data_received(asked)
    await asyncio.gather(*state.tasks)
    await asyncio.sleep(0)
    protocol.connection_lost(None)
    return peer.received, peer.closed, met


@pytest.mark.parametrize("asked", [GET, HEAD, CLOSING, OLD], ids=["GET", "HEAD", "closing", "1.0"])
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
async def test_an_answer_is_what_uvicorn_would_write(
    monkeypatch: pytest.MonkeyPatch, asked: bytes, answer: tuple[int, list[Any], bytes]
) -> None:
    ours = await exchanged(HttpProtocol, asked, answer)
    again = await exchanged(HttpProtocol, asked, answer)

    assert httptools_impl.RequestResponseCycle is Cycle
    monkeypatch.setattr(httptools_impl, "RequestResponseCycle", RequestResponseCycle)
    theirs = await exchanged(HttpToolsProtocol, asked, answer)
    assert ours == again == theirs
>>>>>>> theirs
