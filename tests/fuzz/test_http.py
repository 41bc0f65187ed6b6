"""Random and malformed requests at the HTTP door: only specified statuses, always with a body
that says which code it is; no exception, no task or connection left."""

import asyncio
import random
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, Final

import httpx
import orjson

from schema.codes import every_code
from tests.clients import SignedIn, sign_in
from tests.fuzz.leftovers import PRODUCTION, gauges, settled, spotless
from tests.fuzz.test_socket import DOCUMENTS, VALUES
from tests.people import Cast
from tests.serving import serving

# https://graphql.github.io/graphql-over-http/draft/#sec-Status-Codes, RFC 9110, RFC 6585
SPECIFIED: Final = {200, 201, 202, 204, 294, 304, 307, 503} | set(range(400, 432)) - {402, 418}
SECONDS, LONG = 3, 600
CLIENTS: Final = 6
TYPES: Final = (
    "application/json", "application/json; charset=utf-8", "application/graphql+json", "text/plain",
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "a/b/c", "x" * 500,
)  # fmt: skip
ACCEPTS: Final = (
    "*/*", "application/json", "application/graphql-response+json", "text/event-stream",
    "text/html", "image/png", "application/json;q=0", "", ",,,", "x" * 500,
)  # fmt: skip
PATHS: Final = (
    "/graphql",
    "/graphql/",
    "/graphql/stream",
    "/inbound/x",
    "/livez",
    "/nowhere",
    "//",
    "/%00",
)
LINE: Final = b"POST /graphql HTTP/1.1\r\nhost: x\r\n"
HEADS: Final = (
    LINE + b"content-type: application/json\r\ncontent-length: %d\r\n\r\n",
    LINE + b"content-length: 99999999999\r\n\r\n%d",
    LINE + b"transfer-encoding: chunked\r\n\r\nzz%d\r\n",
    LINE + b"content-length: -1\r\ncontent-length: %d\r\n\r\n",
    LINE + b"upgrade: websocket\r\nconnection: upgrade\r\nx: %d\r\n\r\n",
    b"GET /graphql?query=%%zz%d HTTP/1.1\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n%d",
    b"\x16\x03\x01%d",
)
METHODS: Final = (
    ("POST",) * 12 + ("GET",) * 4 + ("PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE")
)


class Fuzzer:
    """One client without manners; what it does is told by its seed."""

    def __init__(self, seed: int, who: SignedIn) -> None:
        self.random = random.Random(seed)
        self.who = who
        self.statuses: list[int] = []
        self.unexplained: list[str] = []

    async def run(self, url: str, until: float) -> None:
        host, _, port = url.removeprefix("http://").partition(":")
        async with httpx.AsyncClient(base_url=url, timeout=10) as http:
            while monotonic() < until:
                if self.random.random() < 0.15:
                    await self.raw(host, int(port))
                else:
                    with suppress(httpx.TransportError):
                        await self.ask(http)

    async def ask(self, http: httpx.AsyncClient) -> None:
        method, path = self.pick(METHODS), self.pick(("/graphql",) * 10 + PATHS)
        request = http.build_request(
            method,
            path,
            params=self.params() if method in ("GET", "DELETE") else None,
            content=None if method in ("GET", "HEAD") else self.body(),
            headers=self.headers(),
        )
        response = await http.send(request, stream=True)
        try:
            self.statuses.append(response.status_code)
            if response.headers.get("content-type", "").startswith("text/event-stream"):
                with suppress(TimeoutError):
                    async with asyncio.timeout(self.random.random() * 0.05):
                        async for _ in response.aiter_bytes():
                            pass
                return
            body = await response.aread()
        finally:
            await response.aclose()
        if response.status_code >= 400 and method != "HEAD" and path.startswith("/graphql"):
            self.require_code(response.status_code, body)

    def require_code(self, status: int, body: bytes) -> None:
        try:
            found = {error["extensions"]["code"] for error in orjson.loads(body)["errors"]}
        except (ValueError, KeyError, TypeError):
            self.unexplained.append(f"{status}: {body[:200]!r}")
            return
        if not found <= set(every_code()) or "INTERNAL" in found:
            self.unexplained.append(f"{status}: {found}")

    async def raw(self, host: str, port: int) -> None:
        """What no client library would send: a request cut off, or not one at all."""
        body = self.body()
        head = self.pick(HEADS) % len(body)
        sent = head + body
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(2):
                reader, writer = await asyncio.open_connection(host, port)
                writer.write(sent[: self.random.randint(1, len(sent))])
                await writer.drain()
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.05):
                        line = await reader.readline()
                        if line.startswith(b"HTTP/1.1 "):
                            self.statuses.append(int(line.split()[1]))
                writer.transport.abort()

    def body(self) -> bytes:
        chance = self.random.random()
        if chance < 0.1:
            return self.random.randbytes(self.random.randint(0, 400))
        if chance < 0.15:
            return b"[" * self.random.choice([10, 1_000, 70_000])
        asked: Any = {"query": self.pick(DOCUMENTS)}
        for name in ("query", "variables", "operationName", "extensions", "documentId", "other"):
            if self.random.random() < 0.2:
                asked[name] = self.pick(VALUES)
        asked = self.pick([asked] * 9 + [[asked], [asked, asked], None, 1])
        body = orjson.dumps(asked)
        if chance < 0.25 and body:
            spoilt = bytearray(body)
            spoilt[self.random.randrange(len(spoilt))] = self.random.randrange(256)
            body = bytes(spoilt)
        return body

    def params(self) -> dict[str, str]:
        names = ("query", "variables", "operationName", "extensions", "documentId", "operationId")
        values = (*DOCUMENTS, "{}", "[]", "null", '{"a":', "\x00", "x" * 3_000)
        return {name: self.pick(values) for name in names if self.random.random() < 0.5}

    def headers(self) -> dict[bytes, bytes]:
        some = {
            "content-type": self.pick(("application/json",) * 8 + TYPES),
            "accept": self.pick(ACCEPTS),
            "authorization": self.pick(
                [self.who.headers["authorization"]] * 6 + ["Bearer x", "Basic eDp4", "", "Bearer"]
            ),
            "last-event-id": self.pick(["", "x", "\xff", "AAAA"]),
            "x-request-id": self.pick(["x" * 20, "", "\xe9", "a b"]),
            "x-graphql-event-stream-token": self.pick(["x", ""]),
            "origin": self.pick(["https://evil.example", "null"]),
            "idempotency-key": self.pick(["k", "x" * 300, "\xff"]),
            "if-none-match": self.pick(["*", '"x"']),
        }
        return {
            name.encode(): value.encode("latin-1")
            for name, value in some.items()
            if name in ("content-type", "accept", "authorization") or self.random.random() < 0.1
        }

    def pick(self, among: Any) -> Any:
        return self.random.choice(list(among))


async def test_whatever_comes_to_the_door(
    acme: Cast, rival: Cast, prove: bool, tmp_path: Path
) -> None:
    seconds = LONG if prove else SECONDS
    seed = random.SystemRandom().randrange(10**9)
    async with serving(tmp_path, **PRODUCTION) as served:
        people = [await sign_in(company.owner) for company in (acme, rival)]
        before = await gauges(served.http)
        fuzzers = [Fuzzer(seed + n, people[n % 2]) for n in range(CLIENTS)]
        until = monotonic() + seconds
        await asyncio.gather(*[each.run(served.door.url, until) for each in fuzzers])
        after = await settled(served.http, before)
        assert (await served.http.get("/livez")).status_code == 200

    statuses = [status for each in fuzzers for status in each.statuses]
    told = {status: statuses.count(status) for status in sorted(set(statuses))}
    print(f"\nseed {seed}: {len(statuses)} answers, {told}")
    assert set(statuses) <= SPECIFIED, (seed, told)
    assert [fault for each in fuzzers for fault in each.unexplained][:5] == [], seed
    assert after == before, seed
    assert spotless(served) == [], seed
