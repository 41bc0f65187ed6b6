"""GraphQL over a WebSocket: the protocol, its close codes, and what clients get wrong."""

import asyncio
import socket
from datetime import timedelta
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from api.cli import LARGEST_FRAME
from api.graphql_ws import MAX_OPERATIONS, Socket
from models.database import transaction
from models.events import Event
from models.identity import ApiKey, Company
from models.tenancy import acting_for
from schema.journal import DELIVERIES
from tests.clients import Door, SocketClient, open_socket, sign_in, socket_of
from tests.people import Cast

COMPANY = "{ company { name } }"
EVENTS = "subscription ($after: Cursor) { events(after: $after) { cursor event { name } } }"
RENAME = """mutation ($name: String!) {
  updateCompany(input: {name: $name}) { company { name } }
}"""


async def happen(company: Cast, number: int = 1, **changes: Any) -> None:
    with acting_for(company.id):
        async with transaction():
            for _ in range(number):
                await Event.record("member.updated", company.owner, changes=changes)


async def test_queries_mutations_and_events_stay_in_their_company(
    door: Door, acme: Cast, rival: Cast
) -> None:
    async with (
        socket_of(door, await sign_in(acme.owner)) as ours,
        socket_of(door, await sign_in(rival.owner)) as theirs,
    ):
        position = (await ours.run("{ cursor }"))["data"]["cursor"]
        their_position = (await theirs.run("{ cursor }"))["data"]["cursor"]
        refusal = (await theirs.run(EVENTS, after=position))["errors"][0]
        assert refusal["extensions"]["code"] == "CURSOR_INVALID"
        await theirs.subscribe("live", EVENTS, after=their_position)
        answer = await ours.run(RENAME, name="Acme & Co")
        await ours.subscribe("live", EVENTS, after=position)
        seen = await ours.receive()
        await happen(rival)
        seen_by_rival = await theirs.receive()

    assert answer["data"] == {"updateCompany": {"company": {"name": "Acme & Co"}}}
    assert seen["payload"]["data"]["events"]["event"] == {"name": "company.updated"}
    assert seen_by_rival["payload"]["data"]["events"]["event"] == {"name": "member.updated"}
    with acting_for(rival.id):
        assert (await Company.current()).name == "Rival"


async def test_every_answer_has_an_id_of_its_own(door: Door, acme: Cast) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as ours:
        stamps = [(await ours.run(COMPANY))["extensions"] for _ in range(2)]

    assert stamps[0]["requestId"] != stamps[1]["requestId"]
    assert all(stamp["timestamp"] for stamp in stamps)


@pytest.mark.parametrize("name", ["authorization", "Authorization", "token"])
async def test_the_token_goes_by_several_names(
    door: Door, acme: Cast, rival: Cast, name: str
) -> None:
    who = await sign_in(acme.owner)
    value = who.token if name == "token" else f"Bearer {who.token}"

    async with open_socket(door) as client:
        await client.init({name: value})
        assert (await client.run(COMPANY))["data"] == {"company": {"name": "Acme"}}


async def test_an_api_key_opens_a_socket(door: Door, acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        _, secret = await ApiKey.make(
            "socket", scopes=["company:read"], expires_at=None, by=acme.viewer
        )

    async with open_socket(door) as client:
        await client.init({"apiKey": secret})
        assert (await client.run(COMPANY))["data"] == {"company": {"name": "Acme"}}


async def test_the_header_of_the_handshake_serves_too(door: Door, acme: Cast, rival: Cast) -> None:
    who = await sign_in(acme.owner)

    async with open_socket(door, additional_headers=who.headers) as client:
        await client.init()
        assert (await client.run(COMPANY))["data"] == {"company": {"name": "Acme"}}


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "connection_init"},
        {"type": "connection_init", "payload": None},
        {"type": "connection_init", "payload": {}},
        {"type": "connection_init", "payload": {"authorization": None}},
        {"type": "connection_init", "payload": {"authorization": {"a": 1}}},
        {"type": "connection_init", "payload": {"authorization": "Bearer nonsense"}},
        {"type": "connection_init", "payload": {"token": ""}},
    ],
)
async def test_nobody_is_4403(door: Door, payload: Any) -> None:
    async with open_socket(door) as client:
        await client.send(payload)

        code, reason = await client.closed()
    assert (code, reason[:10]) == (4403, "Forbidden:")


INIT = "init"  # stands for a connection_init with a good token


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([{"type": "connection_init", "payload": []}], 4400),
        ([{"type": "connection_init", "payload": "x"}], 4400),
        ([INIT, INIT], 4429),
        ([{"id": "1", "type": "subscribe", "payload": {"query": COMPANY}}], 4401),
        ([INIT, *[{"id": "1", "type": "subscribe", "payload": {"query": EVENTS}}] * 2], 4409),
        (["{"], 4400),
        (["[]"], 4400),
        (["null"], 4400),
        (['"ping"'], 4400),
        (["{}"], 4400),
        (['{"type": "start"}'], 4400),
        (['{"type": 1}'], 4400),
        ([b'{"type": "ping"}'], 4400),
        ([INIT, {"id": "1", "type": "subscribe"}], 4400),
        ([INIT, {"id": "1", "type": "subscribe", "payload": {}}], 4400),
        ([INIT, {"id": "1", "type": "subscribe", "payload": [COMPANY]}], 4400),
        ([INIT, {"id": "1", "type": "subscribe", "payload": {"query": 1}}], 4400),
        ([INIT, {"id": 1, "type": "subscribe", "payload": {"query": COMPANY}}], 4400),
        (
            [
                INIT,
                {"id": "1", "type": "subscribe", "payload": {"query": COMPANY, "variables": []}},
            ],
            4400,
        ),
        ([INIT, {"type": "complete"}], 4400),
        ([" " * (LARGEST_FRAME + 1)], 1009),
    ],
)
async def test_what_breaks_the_protocol_closes_the_socket(
    door: Door, acme: Cast, frames: list[Any], code: int
) -> None:
    who = await sign_in(acme.owner)

    async with open_socket(door) as client:
        for frame in frames:
            if frame == INIT:
                frame = {"type": "connection_init", "payload": who.headers}
            await client.send(frame)

        assert (await client.closed())[0] == code


async def test_a_socket_that_says_nothing_is_closed(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Socket, "init_timeout", timedelta(0))

    async with open_socket(door) as client:
        assert (await client.closed())[0] == 4408


async def test_other_protocols_are_not_spoken(door: Door) -> None:
    async with connect(door.socket_url) as connection:
        assert (await SocketClient(connection).closed())[0] == 4406
    async with connect(door.socket_url, subprotocols=["graphql-ws"]) as connection:  # type: ignore[list-item]
        assert connection.subprotocol is None
        assert (await SocketClient(connection).closed())[0] == 4406


async def test_pages_of_other_hosts_may_not_open_sockets(door: Door) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        async with open_socket(door, origin="https://rival.example"):
            pass
    assert refusal.value.response.status_code == 403

    async with open_socket(door, origin=door.url):
        pass


async def test_a_ping_is_answered_with_what_it_carried(door: Door) -> None:
    async with open_socket(door) as client:
        await client.send({"type": "ping", "payload": {"at": 1}})
        assert await client.receive() == {"type": "pong", "payload": {"at": 1}}
        await client.send({"type": "pong"})
        await client.send({"type": "ping"})
        assert await client.receive() == {"type": "pong"}


async def test_a_faulty_document_is_an_error_of_its_operation_only(door: Door, acme: Cast) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as ours:
        for query, code in (
            ("{", "GRAPHQL_PARSE_FAILED"),
            ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
            ("query ($n: Int!) { node(id: $n) { id } }", "GRAPHQL_VALIDATION_FAILED"),
            ("query ($n: ID!) { node(id: $n) { id } }", "GRAPHQL_VARIABLES_INVALID"),
        ):
            await ours.subscribe("1", query)
            answer = await ours.receive()
            errors = answer["payload"]
            if answer["type"] == "next":
                errors = errors["errors"]
                assert (await ours.receive())["type"] == "complete"
            assert errors[0]["extensions"]["code"] == code

        assert (await ours.run(COMPANY))["data"] == {"company": {"name": "Acme"}}


async def test_an_id_is_free_again_after_its_operation(door: Door, acme: Cast, rival: Cast) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as ours:
        for _ in range(2):
            await ours.subscribe("1", EVENTS)
            await ours.send({"id": "1", "type": "complete"})
        await ours.send({"id": "never used", "type": "complete"})

        assert (await ours.run(COMPANY))["data"] == {"company": {"name": "Acme"}}


async def test_a_socket_has_so_many_operations_and_no_more(door: Door, acme: Cast) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as ours:
        for number in range(MAX_OPERATIONS + 1):
            await ours.subscribe(str(number), EVENTS)
        refusal = await ours.receive()
        await ours.send({"id": "0", "type": "complete"})
        await ours.subscribe("again", COMPANY)
        answer = await ours.receive()

    assert (refusal["id"], refusal["type"]) == (str(MAX_OPERATIONS), "error")
    assert refusal["payload"][0]["extensions"]["code"] == "TOO_MANY_OPERATIONS"
    assert answer["id"] == "again"


async def test_who_does_not_read_is_not_written_for(door: Door, acme: Cast, rival: Cast) -> None:
    """Nothing piles up for a slow reader, and it misses nothing when it reads again."""
    batches, size = 12, 50
    query = "subscription ($after: Cursor) { events(after: $after) { event { changes } } }"
    host, port = door.address.split(":")
    with socket.create_connection((host, int(port))) as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)  # or the kernel takes it all
        wire.setblocking(False)
        async with open_socket(door, sock=wire, max_queue=1) as client:
            await client.init((await sign_in(acme.owner)).headers)
            position = (await client.run("{ cursor }"))["data"]["cursor"]
            before = DELIVERIES._value.get()
            await client.subscribe("live", query, after=position)
            for batch in range(batches):
                await happen(acme, size, batch=batch, filler="x" * 10_000)
                await happen(rival, size)
            told = await _at_rest(lambda: int(DELIVERIES._value.get() - before))
            # Of a window of less than a packet, the kernel asks ever more seldom if it is open.
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
            seen = [
                (await client.receive())["payload"]["data"]["events"]["event"]["changes"]["batch"]
                for _ in range(batches * size)
            ]

    assert told < batches * size
    assert seen == [batch for batch in range(batches) for _ in range(size)]


async def _at_rest(figure: Any) -> int:
    """Its value once it has not moved for a while."""
    value, still = figure(), 0
    while still < 5:
        await asyncio.sleep(0.1)
        value, still = figure(), still + 1 if figure() == value else 0
    return int(value)
