"""Who asks for the latest only is told the last state of everything, and little else."""

import socket
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from models.conversations import Conversation
from models.database import transaction
from models.events import Event
from models.identifiers import global_id
from models.tenancy import acting_for
from tests.api.fanout.conftest import live, position
from tests.clients import SOON, Door, SocketClient, open_socket, sign_in, socket_of
from tests.people import Cast
from tests.threads import open_conversation

CHANGED = """subscription ($after: Cursor, $latest: Boolean! = true) {
  conversationChanged(after: $after, latestOnly: $latest) {
    cursor conversation { id subject } } }"""


async def change(company: Cast, conversation: Conversation, subject: str) -> None:
    with acting_for(company.id):
        async with transaction():
            conversation.subject = subject
            await conversation.save(update_fields=["subject"])
            await Event.record("conversation.updated", conversation, actor=company.owner)


async def told(client: SocketClient, *, until: dict[str, str]) -> list[dict[str, Any]]:
    """All that is told until these are the subjects by conversation."""
    payloads: list[dict[str, Any]] = []
    state: dict[str, str] = {}
    while state != until:
        message = await client.receive()
        assert message["type"] == "next", message
        payloads.append(message["payload"]["data"]["conversationChanged"])
        conversation = payloads[-1]["conversation"]
        state[conversation["id"]] = conversation["subject"]
    return payloads


async def test_who_comes_back_is_told_the_last_of_each_and_any_cursor_leads_to_the_rest(
    door: Door, acme: Cast, rival: Cast, limit: Callable[..., None]
) -> None:
    ours = [await open_conversation(acme) for _ in range(3)]
    theirs = await open_conversation(rival)
    start = await position(acme)
    for number in range(30):
        await change(acme, ours[number % 3], f"{number}")
        await change(rival, theirs, f"{number}")
    final = {global_id("Conversation", each.id): f"{27 + place}" for place, each in enumerate(ours)}
    async with socket_of(door, await sign_in(acme.owner)) as client:
        await client.subscribe("all", CHANGED, after=start, latest=False)
        every = [await client.receive() for _ in range(30)]
        assert [m["type"] for m in every] == ["next"] * 30
        await client.send({"type": "complete", "id": "all"})

        await client.subscribe("1", CHANGED, after=start)
        payloads = await told(client, until=final)
        assert len(payloads) == 3
        await client.send({"type": "complete", "id": "1"})
        for number, payload in enumerate(payloads):
            seen = {p["conversation"]["id"] for p in payloads[: number + 1]}
            left = {id: subject for id, subject in final.items() if id not in seen}
            await client.subscribe(f"again {number}", CHANGED, after=payload["cursor"])
            assert len(await told(client, until=left)) == len(left)
        await change(acme, ours[0], "new")
        assert {(await client.receive())["id"] for _ in range(3)} == {
            f"again {n}" for n in range(3)
        }


async def test_a_slow_reader_sees_the_last_state_of_everything_in_few_frames(
    door: Door, acme: Cast, rival: Cast, limit: Callable[..., None]
) -> None:
    limit(chunk_bytes=2_000, mailbox_bytes=4_000)
    ours = [await open_conversation(acme) for _ in range(3)]
    who, peer = await sign_in(acme.owner), socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
    host, _, port = door.address.partition(":")
    peer.connect((host, int(port)))
    async with (
        open_socket(door, sock=peer, max_queue=1, ping_interval=None, close_timeout=0.1) as slow,
        socket_of(door, who) as quick,
    ):
        await slow.init(who.headers)
        start = await position(acme)
        for client in (slow, quick):
            await client.subscribe("1", CHANGED, after=start)
        (group,) = await live(acme, 2)
        number = 0
        while len(group.live) == 2:  # until the slow one is behind
            await change(acme, ours[number % 3], f"{number}")
            await quick.receive()
            number += 1
        behind = number
        for number in range(behind, behind + 60):
            await change(acme, ours[number % 3], f"{number}")
            await quick.receive(within=SOON)
        last = {each.id: n for n, each in ((n, ours[n % 3]) for n in range(number + 1))}
        final = {global_id("Conversation", id): f"{n}" for id, n in last.items()}
        payloads = await told(slow, until=final)
        await live(acme, 2)

    # What was on its way when it fell behind, then the last of each.
    assert len(payloads) <= behind + 3
    assert max(Counter(p["cursor"] for p in payloads).values()) == 1


@pytest.fixture(autouse=True)
async def nothing_of_ours_is_theirs(door: Door, rival: Cast) -> Any:
    async with socket_of(door, await sign_in(rival.owner)) as stranger:
        await stranger.subscribe("1", CHANGED)
        await live(rival, 1)
        yield
        await stranger.send({"type": "ping"})
        message = await stranger.receive()
        while message["type"] == "next":
            assert message["payload"]["data"]["conversationChanged"]["conversation"]
            message = await stranger.receive()
        assert message["type"] == "pong"
