"""The reference clients from npm, each in a Node process of its own that does as it is told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson

from tests.clients import SOON


class Reference:
    """The near end of one client; `seen` is all that it told."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child
        self.seen: list[dict[str, Any]] = []

    async def do(self, command: str, **given: Any) -> None:
        assert self._child.stdin is not None
        self._child.stdin.write(orjson.dumps({"do": command, **given}) + b"\n")
        await self._child.stdin.drain()

    async def subscribe(self, id: str, query: str, /, **variables: Any) -> None:
        await self.do("subscribe", id=id, query=query, variables=variables)

    async def until(self, event: str, **like: Any) -> dict[str, Any]:
        """The next thing it tells that is like this; others are passed over, and seen."""
        async with asyncio.timeout(SOON):
            while True:
                told = await self._told()
                if told["event"] == event and all(told.get(name) == like[name] for name in like):
                    return told

    async def run(self, query: str, /, **variables: Any) -> Any:
        """What a query or mutation answers."""
        await self.subscribe("run", query, **variables)
        answer = await self.until("next", id="run")
        await self.until("complete", id="run")
        return answer["payload"]

    async def events(self, id: str, number: int) -> list[dict[str, Any]]:
        """Of so many payloads to come, what happened: each subscription here has `event`."""
        payloads = [(await self.until("next", id=id))["payload"] for _ in range(number)]
        return [payload["data"]["events"]["event"] for payload in payloads]

    def told(self, event: str) -> list[dict[str, Any]]:
        return [told for told in self.seen if told["event"] == event]

    async def _told(self) -> dict[str, Any]:
        assert self._child.stdout is not None
        line = await self._child.stdout.readline()
        assert line, "the client has ended"
        told: dict[str, Any] = orjson.loads(line)
        self.seen.append(told)
        return told


@asynccontextmanager
async def reference(modules: Path, client: str, **options: Any) -> AsyncIterator[Reference]:
    """A client of this kind; options are those of its library."""
    said = orjson.dumps({"client": client, **options}).decode()
    child = await asyncio.create_subprocess_exec(
        *("node", modules.parent / "driver.mjs", said),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    try:
        told = Reference(child)
        await told.until("ready")
        yield told
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()
