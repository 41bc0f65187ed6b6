"""A peer that does not read, where nothing is shared: it is let go in time, and held little for."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlencode

import httpx
import orjson
import pytest

from api.fanout.figures import LAGGARDS
from api.fanout.shape import Shape, Unlike, shapes
from models.events import cursor, seq_of
from models.live.tally import tally
from schema import schema
from schema.journal import DELIVERIES
from tests.api.fanout.conftest import happen, marks, position, until
from tests.api.fanout.test_slow import LARGE, drained, slow
from tests.clients import Door, SignedIn, sign_in, socket_of
from tests.people import Cast

# Two of them differ in nothing but their text: this one is known to be personal.
ALONE = """subscription ($after: Cursor) {
  events(after: $after, names: ["member.updated"]) { cursor event { name changes } } } # alone"""


@pytest.fixture(autouse=True)
def alone() -> None:
    shape_of(ALONE).personal = True


@pytest.fixture(autouse=True)
async def nothing_left(acme: Cast) -> AsyncIterator[None]:
    yield
    await until(lambda: acme.id in tally._books, (False).__eq__)


async def test_a_socket_that_does_not_read_is_ended_with_its_cursor(
    door: Door, acme: Cast, rival: Cast, limit: Callable[..., None]
) -> None:
    limit(stall=0.3)
    who, start, before = await sign_in(acme.owner), await position(acme), LAGGARDS._value.get()
    async with slow(door, who) as sleeper, socket_of(door, await sign_in(rival.owner)) as other:
        await sleeper.subscribe("live", ALONE, after=start)
        await other.subscribe("live", ALONE, after=await position(rival))
        number = 0
        while LAGGARDS._value.get() == before:
            number += len(await happen(acme, f"{number} {LARGE}"))
        await happen(rival, "theirs")
        assert await marks(other, 1) == ["theirs"]  # nobody waits for it
        told, code, reason = await drained(sleeper)
    assert code == 4208
    assert LAGGARDS._value.get() == before + 1
    goes_on = reason.rpartition(" ")[2]
    assert goes_on == cursor(acme.id, seq_of(start, company_id=acme.id) + len(told))

    limit(stall=15.0)
    async with socket_of(door, who) as client:
        await client.subscribe("live", ALONE, after=goes_on)
        told += await marks(client, number - len(told))
    assert [int(mark.split()[0]) for mark in told] == list(range(number))


@pytest.mark.parametrize("single", [False, True])
async def test_a_stream_that_is_not_read_is_let_go(
    door: Door,
    http: httpx.AsyncClient,
    acme: Cast,
    rival: Cast,
    limit: Callable[..., None],
    single: bool,
) -> None:
    limit(stall=0.3)
    who, before = await sign_in(acme.owner), LAGGARDS._value.get()
    start, told = await position(acme), DELIVERIES._value.get()
    async with stream(door, http, who, single=single, after=start) as reader:
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in head.splitlines()[0]
        for number in range(200):
            await happen(acme, f"{number} {LARGE}")
            if LAGGARDS._value.get() > before:
                break
        await until(lambda: acme.id in tally._books, (False).__eq__)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            while True:
                await reader.readexactly(1_000)
    # What we and two kernels held; the rest was not even read from the table.
    assert DELIVERIES._value.get() - told < 1_000_000 // len(LARGE) < number


@asynccontextmanager
async def stream(
    door: Door, http: httpx.AsyncClient, who: SignedIn, *, single: bool, after: str
) -> AsyncIterator[asyncio.StreamReader]:
    """One that stops reading after its head."""
    asked: dict[str, object] = {"query": ALONE, "variables": {"after": after}}
    if single:
        token = (await http.put("/graphql", headers=who.headers)).text
        headers = who.headers | {"x-graphql-event-stream-token": token}
        body = asked | {"extensions": {"operationId": "live"}}
        assert (await http.post("/graphql", json=body, headers=headers)).status_code == 202
        query = urlencode({"token": token})
    else:
        variables = orjson.dumps(asked["variables"]).decode()
        query = urlencode({"query": ALONE, "variables": variables})
    host, _, port = door.address.partition(":")
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.setblocking(False)
    await asyncio.get_running_loop().sock_connect(peer, (host, int(port)))
    reader, writer = await asyncio.open_connection(sock=peer, limit=1_000)
    head = f"GET /graphql?{query} HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\n"
    writer.write(f"{head}authorization: {who.headers['authorization']}\r\n\r\n".encode())
    try:
        yield reader
    finally:
        writer.transport.abort()


def shape_of(query: str) -> Shape:
    """What is known of a document, which is known from here on."""
    with suppress(Unlike):
        shapes.of(schema._schema, query, None)
    shape = shapes._known[query, None]
    assert shape is not None
    return shape
