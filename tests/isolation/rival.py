"""A rival at the doors: the same question over HTTP, a socket and server-sent events."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final, Literal

import httpx
import orjson
from redis.asyncio import Redis
from websockets.exceptions import ConnectionClosed

from models.files import Upload
from models.identifiers import global_id
from models.settings import settings
from models.tenancy import acting_for
from tests.clients import Door, SignedIn, SocketClient, open_socket, sign_in
from tests.people import Cast

Way = Literal["http", "socket", "sse"]
WAYS: Final[tuple[Way, ...]] = ("http", "socket", "sse")
STREAM: Final = {"accept": "text/event-stream"}
TOO_OFTEN: Final = (b"RATE_LIMITED", b"TOO_MANY_REQUESTS", b"QUOTA_EXCEEDED", b"OVERLOADED")
ENDED: Final = (b"SESSION_ENDED", b"TOKEN_INVALID", b"TOKEN_EXPIRED", b"UNAUTHENTICATED")
LIMITS: Final = "chatia:*"


@dataclass
class Rival:
    """The owner of another company, who signs in anew when their own attacks shut them out."""

    company: Cast
    door: Door
    http: httpx.AsyncClient
    who: SignedIn
    attempts: int = 0
    seconds: dict[str, list[float]] = field(default_factory=dict)
    _socket: SocketClient | None = None
    _held: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def ask(
        self, way: Way, document: str, given: dict[str, Any], *, timed: str = ""
    ) -> bytes:
        """All bytes that come back."""
        for _ in range(4):
            started = perf_counter()
            answer = await self._once(way, document, given)
            elapsed = perf_counter() - started
            self.attempts += 1
            if any(code in answer for code in TOO_OFTEN):
                await unlimited()
            elif any(code in answer for code in ENDED):
                await self.return_()
            else:
                self.seconds.setdefault(timed, []).append(elapsed)
                return answer
        return answer

    async def return_(self) -> None:
        """Sign in on one more device."""
        self.who = await sign_in(self.company.owner)
        await self.leave()

    async def upload(self) -> str:
        """A file of their own, to be sent once."""
        told = {"file_name": "a.txt", "content_type": "text/plain"}
        with acting_for(self.company.id):
            file = await Upload.bring(b"Hello", by=self.company.viewer, **told)
        return global_id("Upload", file.id)

    async def leave(self) -> None:
        self._socket = None
        await self._held.aclose()
        self._held = AsyncExitStack()

    async def socket(self) -> SocketClient:
        if self._socket is None:
            self._socket = await self._held.enter_async_context(open_socket(self.door))
            await self._socket.init(self.who.headers)
        return self._socket

    async def _once(self, way: Way, document: str, given: dict[str, Any]) -> bytes:
        asked = {"query": document, "variables": given}
        if way == "socket":
            return await self._over_socket(document, given)
        headers = self.who.headers | (STREAM if way == "sse" else {})
        return (await self.http.post("/graphql", json=asked, headers=headers)).content

    async def _over_socket(self, document: str, given: dict[str, Any]) -> bytes:
        frames = b""
        try:
            client = await self.socket()
            await client.subscribe("ask", document, **given)
            while True:
                frame = await client.receive()
                frames += orjson.dumps(frame)
                if frame.get("id") == "ask" and frame["type"] in ("complete", "error"):
                    return frames
        except (ConnectionClosed, TimeoutError):  # it was closed: who asks is no longer signed in
            await self.leave()
            return frames or b"SESSION_ENDED"


@asynccontextmanager
async def rival_at(door: Door, company: Cast) -> AsyncIterator[Rival]:
    async with httpx.AsyncClient(base_url=door.url, timeout=30) as http:
        rival = Rival(company, door, http, await sign_in(company.owner))
        try:
            yield rival
        finally:
            await rival.leave()


async def unlimited() -> None:
    """Forget what was counted against anybody: the attack is to go on."""
    async with Redis.from_url(settings().redis_url) as redis:
        async for key in redis.scan_iter(LIMITS):
            if any(word in key for word in (b"throttle", b"limit", b"bucket", b"quota", b"spent")):
                await redis.delete(key)
