"""A crowd of sockets in a process of its own, so that hearing it does not delay who measures."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import orjson
import uvloop

from tests.bench.listeners import Listener, Wanted, heard, listeners

LONGEST_LINE = 256 * 2**20


class Crowd:
    """The near end; every command is a line, and so is its answer."""

    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child

    async def open(self, port: int, wanted: Sequence[Wanted]) -> None:
        """Raises RuntimeError when one is refused."""
        await self._say({"do": "open", "port": port, "wanted": wanted})

    async def heard(self, frames: int | Sequence[int], *, within: float) -> float:
        """When the last of them had heard so many. Raises RuntimeError when they do not."""
        return float(await self._say({"do": "heard", "frames": frames, "within": within}))

    async def forget(self) -> None:
        """Count from here."""
        await self._say({"do": "forget"})

    async def close(self) -> None:
        await self._say({"do": "close"})

    async def _say(self, command: dict[str, Any]) -> Any:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(orjson.dumps(command) + b"\n")
        answer = orjson.loads(await self._child.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["result"]


@asynccontextmanager
async def crowd() -> AsyncIterator[Crowd]:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.crowd"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Crowd(child)
    finally:
        child.terminate()
        await child.wait()


async def _obey() -> None:
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    opened: list[Listener] = []
    while line := await reader.readline():
        try:
            answer: dict[str, object] = {"result": await _done(opened, orjson.loads(line))}
        except (OSError, TimeoutError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
        sys.stdout.flush()


async def _done(opened: list[Listener], command: dict[str, Any]) -> float:
    match command["do"]:
        case "open":
            opened += await listeners(command["port"], command["wanted"])
        case "heard":
            await heard(opened, command["frames"], within=command["within"])
        case "forget":
            for listener in opened:
                listener.forget()
        case "close":
            for listener in opened:
                listener.close()
            opened.clear()
    return time.time()


if __name__ == "__main__":
    uvloop.run(_obey())
