"""Real processes of ours: API servers and workers, started, killed and waited for."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import httpx

# Seconds, when it is given up: a start alone is five of a processor that others may want, too.
READY_WITHIN = 120.0
ENDED_WITHIN = 60.0


@dataclass
class Process:
    """One `chatia` command; an API has a port."""

    command: tuple[str, ...]
    child: asyncio.subprocess.Process
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/graphql"

    async def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM, and wait for the tidy end."""
        await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> None:
        if self.child.returncode is None:
            self.child.send_signal(number)
        async with asyncio.timeout(ENDED_WITHIN):
            await self.child.wait()


async def start(*command: str, port: int = 0, **environment: str) -> Process:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "api.cli",
        *command,
        env=os.environ | environment,
        stdout=asyncio.subprocess.DEVNULL,
    )
    return Process(command, child, port)


async def start_api(*, port: int = 0, **environment: str) -> Process:
    """A server that has said it is ready."""
    port = port or free_port()
    api = await start("serve", "--port", str(port), port=port, **environment)
    async with asyncio.timeout(READY_WITHIN), httpx.AsyncClient() as client:
        while True:
            assert api.child.returncode is None, "the server ended before it was ready"
            try:
                if (await client.get(f"{api.url}/readyz")).status_code == 200:
                    return api
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def fleet(*, apis: int = 1, workers: int = 1) -> AsyncIterator[tuple[list[Process], ...]]:
    """So many API servers and workers; all are ended with the block."""
    async with AsyncExitStack() as stack:
        serving, working = [], []
        for _ in range(apis):
            serving.append(await start_api())
            stack.push_async_callback(serving[-1].kill)
        for _ in range(workers):
            working.append(await start("worker"))
            stack.push_async_callback(working[-1].kill)
        yield serving, working
