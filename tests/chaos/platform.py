"""Two API servers and a Valkey of their own, and all that can happen to them."""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg
import httpx
from redis.asyncio import Redis
from redis.exceptions import RedisError

from models.embedded.valkey import Valkey
from tests.fleet import ENDED_WITHIN, Process, start_api


class Platform:
    """What a fault broke is whole again a while later, and always after `healed`."""

    def __init__(self, valkey: Valkey, database: str, figures: Counter[str]) -> None:
        self.valkey = valkey
        self.figures = figures
        # Each request by a connection of its own: one kept would be closed by a server that thaws.
        alone = httpx.Limits(max_keepalive_connections=0)
        self.http = httpx.AsyncClient(timeout=20, verify=False, limits=alone)
        self._database = database
        self._apis: list[Process | None] = [None, None]
        self._changed = asyncio.Condition()
        self._healing: set[asyncio.Task[None]] = set()
        self._reviving: set[asyncio.Task[None]] = set()
        self._valkey_turn = asyncio.Lock()

    async def door(self, slot: int) -> Process:
        """The server of this slot, or the other one while there is none."""
        async with self._changed:
            await self._changed.wait_for(lambda: any(self._apis))
            chosen = self._apis[slot % 2] or self._apis[(slot + 1) % 2]
        assert chosen is not None
        return chosen

    async def kill_api(self, slot: int) -> None:
        await self._replace(slot, Process.kill)

    async def redeploy_api(self, slot: int) -> None:
        await self._replace(slot, Process.stop)

    async def freeze_api(self, slot: int, seconds: float) -> None:
        """As a machine under memory pressure, or one that is being moved."""
        process = self._apis[slot]
        if process is not None:
            self._note("API frozen")
            self._in(self._healing, self._frozen(process.child.pid, seconds))

    async def flush_redis(self) -> None:
        self._note("Redis flushed")
        async with self._valkey_turn:
            with suppress(RedisError, TimeoutError):
                async with Redis.from_url(self.valkey.url, socket_timeout=1) as redis:
                    await redis.flushall()

    async def kill_redis(self, seconds: float) -> None:
        self._note("Redis killed")
        self._in(self._healing, self._without_redis(seconds))

    async def freeze_redis(self, seconds: float) -> None:
        self._note("Redis frozen")
        self._in(self._healing, self._frozen_redis(seconds))

    async def cut_database(self) -> None:
        """Every connection of ours to PostgreSQL is gone, in the middle of whatever it did."""
        self._note("database connections cut")
        owner = await asyncpg.connect(self._database)
        try:
            await owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'"  # a vacuum is not ours to end
            )
        finally:
            await owner.close()

    async def healed(self) -> None:
        """Nothing is frozen or away but, for a while yet, an API that is being replaced."""
        while self._healing:
            await asyncio.gather(*self._healing)

    async def close(self) -> None:
        await asyncio.wait([*self._healing, *self._reviving, asyncio.create_task(asyncio.sleep(0))])
        await self.http.aclose()
        for process in self._apis:
            if process is not None:
                await process.kill()

    async def _replace(self, slot: int, end: Callable[[Process], Awaitable[None]]) -> None:
        process = self._apis[slot]
        if process is None or self._apis[1 - slot] is None:
            return  # one at a time
        self._note("API killed" if end is Process.kill else "API redeployed")
        self._apis[slot] = None
        ending = asyncio.create_task(_ended(process, end))
        if end is Process.kill:
            await ending
        self._in(self._reviving, self._revive(slot, ending))

    async def _revive(self, slot: int, ending: "asyncio.Task[None]") -> None:
        process = await _api()
        async with self._changed:
            self._apis[slot] = process
            self._changed.notify_all()
        await ending

    async def _without_redis(self, seconds: float) -> None:
        async with self._valkey_turn:
            await asyncio.to_thread(self.valkey.kill)
            await asyncio.sleep(seconds)
            await asyncio.to_thread(self.valkey.start)

    async def _frozen_redis(self, seconds: float) -> None:
        async with self._valkey_turn:
            assert self.valkey.pid is not None
            await self._frozen(self.valkey.pid, seconds)

    async def _frozen(self, pid: int, seconds: float) -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
            await asyncio.sleep(seconds)
            os.kill(pid, signal.SIGCONT)

    def _in(self, tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    def _note(self, fault: str) -> None:
        self.figures[fault] += 1
        self.figures["faults"] += 1


@asynccontextmanager
async def platform(valkey: Valkey, database: str, figures: Counter[str]) -> AsyncIterator[Platform]:
    site = Platform(valkey, database, figures)
    try:
        site._apis = list(await asyncio.gather(_api(), _api()))
        yield site
    finally:
        await site.close()


async def _ended(process: Process, end: Callable[[Process], Awaitable[None]]) -> None:
    try:
        async with asyncio.timeout(ENDED_WITHIN):
            await end(process)
    finally:
        await process.kill()


async def _api() -> Process:
    # As in production: to check groups is to repair what we are here to find.
    return await start_api(CHECK_GROUPS="false", LOG_LEVEL="WARNING")
