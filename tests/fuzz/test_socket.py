"""Random and malformed frames in any order: only specified closes, no exception, nothing left."""

import asyncio
import random
from pathlib import Path
from time import monotonic
from typing import Any, Final

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.clients import SignedIn, sign_in
from tests.fuzz.leftovers import PRODUCTION, gauges, settled, spotless
from tests.people import Cast
from tests.serving import serving

# RFC 6455, https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md, and our own.
OF_RFC_6455: Final = {1000, 1002, 1003, 1007, 1009, 1012, 1013}
OF_GRAPHQL_WS: Final = {4400, 4401, 4403, 4406, 4408, 4409, 4429}
OURS: Final = {4208}
NONE_SEEN: Final = {0, 1006}  # it was our side that tore the connection
SECONDS, LONG = 4, 600
SOCKETS: Final = 6
DOCUMENTS: Final = (
    "{ cursor }",
    "{ me { id } }",
    "subscription { events { cursor } }",
    "subscription { messageAdded { cursor } }",
    "mutation { updateMe(input: {}) { member { id } } }",
    "subscription { events { cursor } presenceChanged { cursor } }",
    "{ nothing }",
    "{",
    "",
    "query A { cursor } query B { cursor }",
    "{ __schema { types { name } } }",
    "subscription ($after: Cursor) { events(after: $after) { cursor } }",
)
VALUES: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 1.5, 1e308, "", "x", "\ud7ff", "\u0000", "a" * 5_000,
    [], [1], {}, {"a": {"b": []}},
)  # fmt: skip
NONSENSE: Final = ("", "{", "[]", "null", "1", '"x"', "{}", "[" * 500, '{"type":', "\u2028")
PROTOCOLS: Final[list[Any]] = [["graphql-transport-ws"]] * 9 + [["graphql-ws"], ["odd"], []]
TYPES: Final = (
    "connection_init", "connection_ack", "ping", "pong", "subscribe", "next", "error", "complete",
    "start", "stop", "connection_terminate", "ka", "", "SUBSCRIBE",
)  # fmt: skip


class Fuzzer:
    """One client without manners; what it does is told by its seed."""

    def __init__(self, seed: int, who: SignedIn) -> None:
        self.random = random.Random(seed)
        self.who = who
        self.closes: list[int] = []
        self.frames = 0

    async def run(self, url: str, until: float) -> None:
        while monotonic() < until:
            protocols = self.pick(PROTOCOLS)
            try:
                async with connect(url, subprotocols=protocols or None, compression=None) as client:
                    await self.misbehave(client, until)
                    if client.close_code is not None:
                        self.closes.append(client.close_code)
            except ConnectionClosed as closed:
                self.closes.append(closed.rcvd.code if closed.rcvd else 1006)
            except (InvalidStatus, OSError, TimeoutError):
                self.closes.append(0)

    async def misbehave(self, client: ClientConnection, until: float) -> None:
        drained = asyncio.create_task(self.drain(client))
        try:
            if self.random.random() < 0.7:
                await client.send(orjson.dumps(self.init()).decode())
            for _ in range(self.random.randint(1, 40)):
                if monotonic() > until or client.close_code is not None:
                    break
                await client.send(self.frame())
                self.frames += 1
                if self.random.random() < 0.2:
                    await asyncio.sleep(self.random.random() * 0.02)
            if self.random.random() < 0.1:
                client.transport.abort()  # as a phone in a tunnel does it
            elif self.random.random() < 0.5:
                await asyncio.wait([drained], timeout=0.2)
        finally:
            drained.cancel()

    async def drain(self, client: ClientConnection) -> None:
        async for _ in client:
            pass

    def frame(self) -> str | bytes:
        chance = self.random.random()
        if chance < 0.06:
            return bytes(self.random.randbytes(self.random.randint(0, 300)))
        if chance < 0.12:
            return str(self.pick(NONSENSE))
        message = orjson.dumps(self.message(), default=str)
        if chance < 0.2:  # one byte is another
            spoilt = bytearray(message)
            spoilt[self.random.randrange(len(spoilt))] = self.random.randrange(32, 127)
            message = bytes(spoilt)
        return str(message, "utf-8", "replace")

    def message(self) -> Any:
        if self.random.random() < 0.35:
            return self.subscribe()
        if self.random.random() < 0.1:
            return self.init()
        fields = {"type": self.pick(TYPES), "id": self.id(), "payload": self.pick(VALUES)}
        kept = {name: value for name, value in fields.items() if self.random.random() < 0.8}
        if self.random.random() < 0.15:
            kept[self.pick(["type", "id", "payload"])] = self.pick(
                [v for v in VALUES if v != 2**70]
            )
        if kept.get("payload") == 2**70:
            kept["payload"] = 1e308
        return kept

    def subscribe(self) -> Any:
        payload: dict[str, Any] = {"query": self.pick(DOCUMENTS)}
        for name in ("variables", "operationName", "extensions"):
            if self.random.random() < 0.3:
                payload[name] = self.pick(VALUES)
        return {"id": self.id(), "type": "subscribe", "payload": payload}

    def init(self) -> Any:
        token = self.pick([self.who.headers["authorization"]] * 6 + ["Bearer nothing", "", None])
        payload = self.pick([{"authorization": token}] * 8 + [None, [], 1, {}])
        return {"type": "connection_init", "payload": payload}

    def id(self) -> Any:
        return self.pick([str(self.random.randint(1, 6))] * 8 + ["", "x" * 2_000, 1, None])

    def pick(self, among: Any) -> Any:
        return self.random.choice(list(among))


async def test_whatever_comes_over_a_socket(
    acme: Cast, rival: Cast, prove: bool, tmp_path: Path
) -> None:
    seconds = LONG if prove else SECONDS
    seed = random.SystemRandom().randrange(10**9)
    async with serving(tmp_path, **PRODUCTION) as served:
        people = [await sign_in(company.owner) for company in (acme, rival)]
        before = await gauges(served.http)
        fuzzers = [Fuzzer(seed + n, people[n % 2]) for n in range(SOCKETS)]
        until = monotonic() + seconds
        await asyncio.gather(*[each.run(served.door.socket_url, until) for each in fuzzers])
        after = await settled(served.http, before)
        assert (await served.http.get("/livez")).status_code == 200

    closes = [code for each in fuzzers for code in each.closes]
    told = {code: closes.count(code) for code in sorted(set(closes))}
    print(f"\nseed {seed}: {sum(each.frames for each in fuzzers)} frames, closes {told}")
    assert set(closes) <= OF_RFC_6455 | OF_GRAPHQL_WS | OURS | NONE_SEEN, (seed, told)
    assert after == before, seed
    assert spotless(served) == [], seed
