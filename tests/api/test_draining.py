"""A server that stops sends its sockets away over seconds; a silent peer goes without a word."""

import asyncio
from collections import Counter
from pathlib import Path
from time import monotonic

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Opcode

from models.database import transaction
from models.events import Event
from models.tenancy import acting_for
from tests.api.test_stopping import held_up, waiting_for_lock
from tests.clients import SOON, Door, SignedIn, SocketClient, open_socket, sign_in, socket_of
from tests.following import write
from tests.people import Cast
from tests.serving import Served, serving
from tests.stalls import stalls

SOCKETS = 200
SECONDS = 2.0  # 100 a second
STILL = SECONDS / 8  # a machine that stands still so long sends many at once
EVENTS = """subscription ($after: Cursor) {
  events(after: $after, names: ["member.updated"]) { cursor event { changes } }
}"""
ROOM = {"CONNECTIONS_PER_VIEWER": "500"}
RENAME = """mutation { updateCompany(input: {name: "Done"}) { company { name } } }"""


class Follower:
    """Hears of its company's members until `last`, wherever it is sent."""

    def __init__(self, doors: list[Door], who: SignedIn) -> None:
        self.doors = doors
        self.who = who
        self.heard: list[int] = []
        self.closes: list[tuple[int, float]] = []
        self.following = asyncio.Event()
        self._cursor: str | None = None

    async def follow(self, *, after: str, last: int) -> None:
        self._cursor = after
        while not self.heard or self.heard[-1] < last:
            try:
                async with socket_of(self.doors[0], self.who) as client:
                    await client.subscribe("live", EVENTS, after=self._cursor)
                    self.following.set()
                    while not self.heard or self.heard[-1] < last:
                        told = (await client.receive())["payload"]["data"]["events"]
                        self.heard.append(told["event"]["changes"]["n"])
                        self._cursor = told["cursor"]
            except ConnectionClosed as closed:
                self.closes.append((closed.rcvd.code if closed.rcvd else 1006, monotonic()))
                self.doors = self.doors[1:]


async def test_sockets_leave_over_seconds_and_go_on_elsewhere_without_a_gap(
    database: str, acme: Cast, rival: Cast, tmp_path: Path
) -> None:
    for attempt in ("first", "second", "third"):
        folder = tmp_path / attempt
        folder.mkdir()
        async with stalls() as lags:
            moments = await sent_away(acme, rival, folder)
        if is_spread(moments) or max(lags) < STILL:
            break
    assert is_spread(moments), moments


async def sent_away(acme: Cast, rival: Cast, folder: Path) -> list[float]:
    """When each was."""
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    (folder / "a").mkdir()
    (folder / "b").mkdir()
    async with (
        serving(folder / "a", DRAIN_SECONDS=str(SECONDS), **ROOM) as stopping,
        serving(folder / "b", **ROOM) as staying,
        socket_of(staying.door, stranger) as theirs,
    ):
        start = await position(stopping, who)
        doors = [stopping.door, staying.door]
        followers = [Follower(doors, who) for _ in range(SOCKETS)]
        last = 40
        async with asyncio.timeout(6 * SOON), asyncio.TaskGroup() as group:
            for follower in followers:
                group.create_task(follower.follow(after=start, last=last))
            await asyncio.gather(*(follower.following.wait() for follower in followers))
            await happen(acme, 0)
            stopping.stop()
            for number in range(1, last + 1):
                await happen(acme, number)
                await happen(rival, number)
                await asyncio.sleep(1.5 * SECONDS / last)  # none hears the last one where it was

        for follower in followers:
            assert follower.heard == list(range(last + 1))
        closes = [close for follower in followers for close in follower.closes]
        assert Counter(code for code, _ in closes) == {1012: SOCKETS}
        assert (await theirs.run("{ company { name } }"))["data"] == {"company": {"name": "Rival"}}
        return [at for _, at in closes]


def is_spread(moments: list[float]) -> bool:
    """Over about the time that was said, and never most of them at once."""
    first, last = min(moments), max(moments)
    quarters = Counter(min(int(4 * (at - first) / (last - first)), 3) for at in moments)
    return SECONDS * 0.5 < last - first < SECONDS * 3 and max(quarters.values()) < SOCKETS * 0.6


async def test_what_was_asked_over_a_socket_is_answered_before_it_closes(
    database: str, acme: Cast, rival: Cast, tmp_path: Path
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    async with (
        serving(tmp_path) as served,
        socket_of(served.door, who) as ours,
        socket_of(served.door, stranger) as theirs,
    ):
        async with held_up(database, "companies") as owner:
            await ours.subscribe("rename", RENAME)
            await waiting_for_lock(owner)
            served.stop()
            assert (await theirs.closed())[0] == 1012
        answer = await ours.receive()

        assert answer["payload"]["data"] == {"updateCompany": {"company": {"name": "Done"}}}
        assert await ours.receive() == {"id": "rename", "type": "complete"}
        assert await ours.closed() == (1012, "Service restart")
        await served.stopped()


async def test_a_silent_peer_is_let_go_and_others_stay(
    database: str, acme: Cast, rival: Cast, tmp_path: Path
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    async with (
        serving(tmp_path, SOCKET_PING_SECONDS="0.5") as served,
        socket_of(served.door, stranger) as theirs,
        open_socket(served.door) as silent,
    ):
        await silent.init(who.headers)
        mute(silent)
        async with asyncio.timeout(SOON):
            with pytest.raises(ConnectionClosed) as closed:
                await silent.connection.recv()

        assert closed.value.rcvd is None  # no 1011: a client would take it for the end
        assert (await theirs.run("{ company { name } }"))["data"] == {"company": {"name": "Rival"}}
        metrics = (await served.http.get("/metrics")).text
    assert "chatia_sockets 1.0" in metrics
    assert 'chatia_socket_closes_total{code="1006"} 1.0' in metrics


async def test_compression_is_a_choice(database: str, acme: Cast, tmp_path: Path) -> None:
    who = await sign_in(acme.owner)
    async with (
        serving(tmp_path, SOCKET_COMPRESSION="true") as served,
        open_socket(served.door, compression="deflate") as client,
    ):
        await client.init(who.headers)
        await client.subscribe("live", EVENTS, after=await position(served, who))
        await write(acme)

        extensions = client.connection.protocol.extensions
        assert [type(extension).__name__ for extension in extensions] == ["PerMessageDeflate"]
        assert (await client.receive())["type"] == "next"


def mute(client: SocketClient) -> None:
    """It takes what it is sent and answers no ping, as if its machine slept."""
    protocol = client.connection.protocol
    answer = protocol.send_frame

    def send(frame: object) -> None:
        if getattr(frame, "opcode", None) is not Opcode.PONG:
            answer(frame)  # type: ignore[arg-type]

    protocol.send_frame = send  # type: ignore[method-assign]


async def happen(company: Cast, number: int) -> None:
    with acting_for(company.id):
        async with transaction():
            await Event.record("member.updated", company.owner, changes={"n": number})


async def position(served: Served, who: SignedIn) -> str:
    answer = await served.http.post("/graphql", json={"query": "{ cursor }"}, headers=who.headers)
    return str(answer.json()["data"]["cursor"])
