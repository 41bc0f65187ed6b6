"""graphql-transport-ws to the letter, beyond what tests/api/test_graphql_ws.py has of it.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from api.graphql_ws import Socket
from tests.api.protocol.doings import COMPANY, EVENTS, RENAME, happen, position
from tests.clients import SOON, Door, SocketClient, open_socket, sign_in, socket_of
from tests.people import Cast

ACME = {"company": {"name": "Acme"}}
BOTH = "query a { company { name } } query b { cursor }"


async def test_an_absent_init_payload_is_none(door: Door, acme: Cast, rival: Cast) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    async with (
        open_socket(door, additional_headers=who.headers) as ours,
        open_socket(door, additional_headers=stranger.headers) as theirs,
    ):
        for client in (ours, theirs):
            await client.send({"type": "connection_init"})
            assert (await client.receive())["type"] == "connection_ack"

        assert (await ours.run(COMPANY))["data"] == ACME
        assert (await theirs.run(COMPANY))["data"] == {"company": {"name": "Rival"}}


@pytest.mark.parametrize("payload", [None, {}, {"at": [1, None, "ü"]}])
async def test_pings_are_answered_before_and_after_the_handshake(
    door: Door, acme: Cast, rival: Cast, payload: Any
) -> None:
    async with open_socket(door) as client:
        await client.send({"type": "ping", "payload": payload, "more": True})
        assert await client.receive() == {"type": "pong", "payload": payload}
        await client.init((await sign_in(acme.owner)).headers)
        await client.send({"type": "pong", "payload": {"nobody": "asked"}})
        await client.send({"type": "ping", "payload": payload})
        assert await client.receive() == {"type": "pong", "payload": payload}


@pytest.mark.parametrize(
    "message",
    [
        {"type": "connection_ack"},
        {"type": "next", "id": "1", "payload": {"data": None}},
        {"type": "error", "id": "1", "payload": []},
        {"type": "connection_terminate"},
        {"type": None},
        {"type": ["ping"]},
        {"id": "1"},
        {"type": "complete", "id": 1},
        {"type": "subscribe", "id": None, "payload": {"query": COMPANY}},
        {"type": "subscribe", "payload": {"query": COMPANY}},
        {"type": "subscribe", "id": "1", "payload": None},
        {"type": "subscribe", "id": "1", "payload": {"query": COMPANY, "operationName": 1}},
        1,
        True,
        [{"type": "ping"}],
        "",
        " ",
        "ping",
        "{'type': 'ping'}",
        '{"type": "ping"} {"type": "ping"}',
    ],
)
async def test_what_is_no_message_of_a_client_is_4400(
    door: Door, acme: Cast, rival: Cast, message: Any
) -> None:
    async with (
        socket_of(door, await sign_in(rival.owner)) as theirs,
        socket_of(door, await sign_in(acme.owner)) as ours,
    ):
        await ours.send(message)

        assert (await ours.closed())[0] == 4400
        assert (await theirs.run(COMPANY))["data"] == {"company": {"name": "Rival"}}


async def test_close_codes_have_the_reasons_of_the_protocol(
    door: Door, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await sign_in(acme.owner)
    init = {"type": "connection_init", "payload": who.headers}
    subscribe = {"id": "one", "type": "subscribe", "payload": {"query": EVENTS}}
    told = {}
    for name, frames in {
        "nobody": [subscribe],
        "twice": [init, subscribe, subscribe],
        "again": [init, init],
    }.items():
        async with open_socket(door) as client:
            for frame in frames:
                await client.send(frame)
            told[name] = await client.closed()
    async with connect(door.socket_url) as connection:
        told["protocol"] = await SocketClient(connection).closed()
    monkeypatch.setattr(Socket, "init_timeout", timedelta(0))
    async with open_socket(door) as client:
        told["silent"] = await client.closed()

    assert told == {
        "nobody": (4401, "Unauthorized"),
        "twice": (4409, "Subscriber for one already exists"),
        "again": (4429, "Too many initialisation requests"),
        "protocol": (4406, "Subprotocol not acceptable"),
        "silent": (4408, "Connection initialisation timeout"),
    }


async def test_an_id_is_free_again_after_its_error(door: Door, acme: Cast, rival: Cast) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as ours:
        for _ in range(2):
            await ours.subscribe("1", "{ nothing }")
            answer = await ours.receive()
            assert (answer["id"], answer["type"]) == ("1", "error")
        await ours.subscribe("1", COMPANY)
        assert (await ours.receive())["payload"]["data"] == ACME


async def test_nothing_is_told_after_a_complete_and_others_go_on(
    door: Door, acme: Cast, rival: Cast
) -> None:
    async with (
        socket_of(door, await sign_in(acme.owner)) as ours,
        socket_of(door, await sign_in(rival.owner)) as theirs,
    ):
        start = await position(acme)
        for id in ("ends", "stays"):
            await ours.subscribe(id, EVENTS, after=start)
        await theirs.subscribe("rival", EVENTS, after=await position(rival))
        await happen(acme, 1)
        assert {(await ours.receive())["id"] for _ in range(2)} == {"ends", "stays"}
        await ours.send({"id": "ends", "type": "complete"})
        await ours.send({"type": "ping"})
        assert await ours.receive() == {"type": "pong"}
        await happen(rival, 2)
        await happen(acme, 3, 4)

        told = [await ours.receive() for _ in range(2)]
        assert [each["id"] for each in told] == ["stays", "stays"]
        assert (await theirs.receive())["payload"]["data"]["events"]["event"] == {
            "changes": {"n": 2}
        }


async def test_many_operations_at_once_are_answered_by_their_ids(
    door: Door, acme: Cast, rival: Cast
) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as ours:
        await ours.subscribe("rename", RENAME, name="Acme & Co")
        for number in range(10):
            await ours.subscribe(f"q{number}", COMPANY)
        told = [await ours.receive() for _ in range(22)]

    ids = {"rename", *(f"q{number}" for number in range(10))}
    assert {each["id"] for each in told if each["type"] == "next"} == ids
    assert {each["id"] for each in told if each["type"] == "complete"} == ids


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"operationName": "a", "variables": None, "extensions": None}, ACME),
        ({"operationName": "a", "extensions": {"persisted": 1}, "more": 1}, ACME),
    ],
)
async def test_an_operation_is_chosen_by_its_name(
    door: Door, acme: Cast, rival: Cast, asked: dict[str, Any], answer: Any
) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as ours:
        await ours.send({"id": "1", "type": "subscribe", "payload": {"query": BOTH, **asked}})
        assert (await ours.receive())["payload"]["data"] == answer


@pytest.mark.parametrize("name", [None, "c", ""])
async def test_an_operation_that_is_not_there_is_not_guessed(
    door: Door, acme: Cast, rival: Cast, name: str | None
) -> None:
    document = f"{RENAME.replace('mutation', 'mutation a')} query b {{ cursor }}"
    async with socket_of(door, await sign_in(acme.owner)) as ours:
        asked = {"query": document, "variables": {"name": "Changed"}, "operationName": name}
        await ours.send({"id": "1", "type": "subscribe", "payload": asked})
        told = await ours.receive()
        (error,) = told["payload"] if told["type"] == "error" else told["payload"]["errors"]
        assert error["extensions"]["code"] == "GRAPHQL_OPERATION_UNKNOWN"
        if told["type"] == "next":
            assert (await ours.receive())["type"] == "complete"
        assert (await ours.run(COMPANY))["data"] == ACME


async def test_frames_of_the_transport_are_as_rfc_6455_has_them(
    door: Door, acme: Cast, rival: Cast
) -> None:
    async with open_socket(door, compression="deflate") as client:
        # permessage-deflate is offered, and not taken.
        handshake = client.connection.response
        assert handshake is not None
        assert "sec-websocket-extensions" not in handshake.headers
        await client.init((await sign_in(acme.owner)).headers)
        async with asyncio.timeout(SOON):
            await (await client.connection.ping(b"are you there?"))
        await client.connection.send(['{"type": ', '"ping"}'])  # in two frames
        assert await client.receive() == {"type": "pong"}
        await client.connection.close(4499, "Terminated")
        assert client.connection.close_code == 4499


async def test_text_that_is_not_utf8_is_1007(door: Door, acme: Cast, rival: Cast) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as ours:
        with pytest.raises(ConnectionClosed) as closed:
            await ours.connection.send(b'{"type": "\xff"}', text=True)
            async with asyncio.timeout(SOON):
                await ours.connection.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1007
