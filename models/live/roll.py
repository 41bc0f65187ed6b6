"""The processes of this installation: each says every few seconds that it lives, and how."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from contextvars import Context
from dataclasses import dataclass
from datetime import UTC, datetime
from time import time
from typing import Any, Final, Literal

import orjson
from redis.exceptions import RedisError

from models.live.channels import Disconnected, redis

Role = Literal["serve", "worker"]
Figures = Callable[[], dict[str, Any]]
BEAT: Final = 2.0  # seconds
EXPIRY: Final = 10.0  # seconds after which a silent process is thought dead
ROLL: Final = "roll"  # names by the time of their last beat
AWAY: Final = (RedisError, OSError, Disconnected, TimeoutError)


@dataclass(frozen=True, slots=True)
class Process:
    """One process, as it last said; `silent` is seconds since then."""

    name: str
    role: Role
    since: datetime
    silent: float
    figures: dict[str, Any]


@asynccontextmanager
async def enrolled(role: Role, figures: Figures) -> AsyncIterator[None]:
    """This process is on the roll, with its figures, to the end of the block."""
    name = f"{socket.gethostname()}:{os.getpid()}"
    beating = asyncio.create_task(_beat(name, role, figures), context=Context())
    try:
        yield
    finally:
        beating.cancel()
        await asyncio.wait([beating])
        with suppress(*AWAY):
            async with asyncio.timeout(BEAT), redis() as client:
                await client.zrem(ROLL, name)


async def roll() -> list[Process] | None:
    """All processes that live, in the order of their names; None while Redis is away."""
    try:
        async with asyncio.timeout(BEAT), redis() as client:
            beats: Any = await client.zrangebyscore(ROLL, time() - EXPIRY, "+inf", withscores=True)
            names = [name.decode() for name, _ in beats]
            said = await client.mget([_key(name) for name in names]) if names else []
    except AWAY:
        return None
    now = time()
    processes = [
        Process(
            name=name,
            role=told["role"],
            since=datetime.fromisoformat(told["since"]),
            silent=max(now - beat, 0.0),
            figures=told["figures"],
        )
        for name, (_, beat), text in zip(names, beats, said, strict=True)
        if text is not None and (told := orjson.loads(text))
    ]
    return sorted(processes, key=lambda process: (process.role, process.name))


async def _beat(name: str, role: Role, figures: Figures) -> None:
    since = datetime.now(UTC).isoformat()
    while True:
        told = orjson.dumps({"role": role, "since": since, "figures": figures()})
        with suppress(*AWAY):
            async with asyncio.timeout(BEAT), redis() as client, client.pipeline() as pipeline:
                pipeline.set(_key(name), told, px=round(EXPIRY * 1000))
                pipeline.zadd(ROLL, {name: time()})
                pipeline.zremrangebyscore(ROLL, "-inf", time() - EXPIRY)
                await pipeline.execute()
        await asyncio.sleep(BEAT)


def _key(name: str) -> str:
    return f"roll-{name}"
