"""An answer that is written at once is, byte for byte, the one that is sent message by message."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn
from starlette.types import Message, Receive, Scope, Send

from api.http_protocol import HttpProtocol, at_hand, at_once

HEADERS = [(b"content-length", b"5"), (b"content-type", b"text/plain"), (b"x-some", b"a, b")]
looked = asyncio.Event()  # whether the body was at hand
LAST = b"GET /once HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"


async def answering(scope: Scope, receive: Receive, send: Send) -> None:
    """At /once by `at_once`, elsewhere by messages; at /back with what was sent."""
    headers = list(HEADERS)
    if scope["path"] == "/back":
        came = at_hand(receive, 5)
        looked.set()
        body = (await receive())["body"] if came is None else came
        length = (b"content-length", b"%d" % len(body))
        assert at_once(send, 200, [length, (b"x-came", b"%d" % (came is not None))], body)
        return
    if scope["path"] == "/lines":
        headers.append((b"x-two", b"one\r\nset-cookie: two"))
    if scope["path"] == "/nothing":
        headers.append((b"x-two", b"one\0two"))
    if scope["path"] != "/parts":
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


@pytest.mark.parametrize("path", ["/lines", "/nothing"])
async def test_a_header_is_one_line_of_text(port: int, path: str) -> None:
    told = await _told(port, _asked(path, "1.1"))

    assert told.startswith(b"HTTP/1.1 500 ")
    assert b"set-cookie" not in told
    assert b"two" not in told


@pytest.mark.parametrize(
    ("head", "body", "came"),
    [
        ("content-length: 5", b"hello", 1),
        ("transfer-encoding: chunked", b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", 1),
        ("content-length: 5\r\nexpect: 100-continue", b"hello", 0),
        ("content-length: 6", b"hello!", 0),  # it is too large
    ],
)
async def test_a_body_that_came_with_its_head_is_at_hand(
    port: int, head: str, body: bytes, came: int
) -> None:
    asked = f"POST /back HTTP/1.1\r\nhost: x\r\n{head}\r\n\r\n".encode() + body

    told = await _told(port, asked * 2 + LAST)

    assert told.count(b"x-came: %d\r\n\r\nhello" % came) == 2
    assert (b"100 Continue" in told) == ("expect" in head)


async def test_a_body_that_comes_later_is_waited_for(port: int) -> None:
    looked.clear()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"POST /back HTTP/1.0\r\ncontent-length: 5\r\n\r\n")
    await looked.wait()
    writer.write(b"hello")

    async with asyncio.timeout(10):
        told = await reader.read()
    writer.close()

    assert b"x-came: 0\r\n" in told
    assert told.endswith(b"\r\n\r\nhello")


async def test_another_server_is_sent_messages() -> None:
    async def send(_: object) -> None:
        raise AssertionError

    async def receive() -> Message:
        raise AssertionError

    assert not at_once(send, 200, HEADERS, b"hello")
    assert at_hand(receive, 5) is None


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
