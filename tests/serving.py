"""`chatia serve` in a process of its own, from its start to its tidy end."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.clients import SOON, Door
from tests.fleet import READY_WITHIN


@dataclass(frozen=True)
class Served:
    """A server that answers, though it need not be ready."""

    door: Door
    http: httpx.AsyncClient
    child: asyncio.subprocess.Process
    log: Path

    def stop(self) -> None:
        self.child.send_signal(signal.SIGTERM)

    async def stopped(self) -> int | None:
        async with asyncio.timeout(SOON):
            return await self.child.wait()


@asynccontextmanager
async def serving(folder: Path, **environment: str) -> AsyncIterator[Served]:
    """All that it writes is in a file of `folder`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    door, log = Door(f"127.0.0.1:{port}"), folder / "log"
    with log.open("wb") as file:
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "api.cli", "serve", "--port", str(port)),
            env=os.environ | environment,
            stdout=file,
            stderr=file,
        )
    try:
        async with httpx.AsyncClient(base_url=door.url, timeout=SOON) as http:
            async with asyncio.timeout(READY_WITHIN):
                await _answer(http, child, log)
            yield Served(door, http, child, log)
    finally:
        if child.returncode is None:
            child.send_signal(signal.SIGTERM)
            await child.wait()


async def _answer(http: httpx.AsyncClient, child: asyncio.subprocess.Process, log: Path) -> None:
    while True:
        assert child.returncode is None, log.read_text()
        try:
            await http.get("/livez")
            return
        except httpx.TransportError:
            await asyncio.sleep(0.05)
