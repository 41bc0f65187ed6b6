"""Buckets that leak: what may be taken of something, over all processes, without asking anybody.

A bucket is one number, the time at which it will be full; taking puts that off. Each process takes
by what it knows, and tells Redis every EVERY seconds what it took, which tells it how the bucket
stands. So for as long, each of n processes may take what was left for all: n times what is left at
the worst, which is owed, and waited for, before anything else is given: over any longer time the
rate is exact. While Redis is away each process counts alone: limits are n times as wide, never off.
"""

import asyncio
from collections.abc import Hashable, Iterable
from contextvars import Context
from itertools import groupby
from time import monotonic
from typing import Final
from zlib import crc32

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from models.live.channels import Disconnected, reachable, redis

# Of each bucket: puts off by so many microseconds when it is full, and answers in how many it is.
TAKE: Final = """
    local clock = redis.call('TIME')
    local now, left, taken = clock[1] * 1000000 + clock[2], {}, string.gmatch(ARGV[1], '%S+')
    for place, key in ipairs(KEYS) do
        local full = math.max(tonumber(redis.call('GET', key) or '0'), now) + tonumber(taken())
        left[place] = math.max(full - now, 0)
        redis.call('SET', key, string.format('%.0f', full), 'PX', math.ceil(left[place] / 1000) + 1)
        left[place] = string.format('%.0f', left[place])
    end
    return table.concat(left, ' ')
"""
MINUTE: Final = 60  # seconds
EVERY: Final = 0.5  # seconds between two tellings
PATIENCE: Final = 1.0  # seconds, with a Redis that does not answer
REST: Final = 5.0  # seconds without asking it again
MOST: Final = 200  # buckets in one telling: neither we nor Redis are held up for long
SLOTS: Final = 16  # in braces: a cluster keeps together what one script needs
KEPT: Final = 20_000  # buckets; those that are full again say nothing
AWAY: Final = (RedisError, OSError, Disconnected, TimeoutError)
log = structlog.get_logger()


class Bucket:
    """Empty, it is full again after a MINUTE."""

    __slots__ = ("full_at", "key", "name", "owed", "rate", "size", "tells")

    def __init__(self, name: str, key: str, size: int) -> None:
        self.name = name
        self.key = key
        self.size = size
        self.rate = size / MINUTE  # a second
        self.full_at = 0.0
        self.owed = 0.0  # seconds of filling that Redis has not been told of
        self.tells = False

    def wait(self, amount: float, now: float) -> float:
        """Seconds until it holds so much; what is more than its size takes a full one."""
        missing = self.full_at - now
        if missing <= 0:
            return 0.0
        return max(missing - (self.size - min(amount, self.size)) / self.rate, 0.0)

    def left(self, now: float) -> float:
        """What it holds; never less than nothing, whatever is owed."""
        return min(max(self.size - (self.full_at - now) * self.rate, 0.0), self.size)


class Buckets:
    """Those of one process."""

    def __init__(self, *, every: float = EVERY) -> None:
        self._every = every
        self._buckets: dict[Hashable, Bucket] = {}
        self._kept = KEPT
        self._telling: list[Bucket] = []
        self._task: asyncio.Task[None] | None = None
        self._rest_until = 0.0

    def __len__(self) -> int:
        return len(self._buckets)

    def of(self, who: Hashable, name: str, size: int) -> Bucket:
        """The bucket of this name; new, it is full until Redis says otherwise."""
        bucket = self._buckets.get(who)
        if bucket is None or bucket.size != size:
            if len(self._buckets) >= self._kept:
                self._sweep()
            slot = crc32(str(who).encode()) % SLOTS
            key = f"bucket-{{{slot}}}-{name}-{size}-{who}"
            bucket = self._buckets[who] = Bucket(name, key, size)
        return bucket

    def take(self, bucket: Bucket, amount: float, now: float) -> None:
        """Whether it is there or not; a negative amount is given back."""
        seconds = amount / bucket.rate
        full_at = bucket.full_at
        bucket.full_at = (full_at if full_at > now else now) + seconds
        bucket.owed += seconds
        if not bucket.tells:
            bucket.tells = True
            self._telling.append(bucket)
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(self._tell(), context=Context())

    async def _tell(self) -> None:
        while self._telling:
            await asyncio.sleep(self._every)
            await self.settle()

    async def settle(self) -> None:
        """Tell Redis what was taken, and learn what the others took."""
        telling, self._telling = sorted(self._telling, key=_slot), []
        for place in range(0, len(telling), MOST):
            await self._settled(telling[place : place + MOST])

    async def _settled(self, buckets: list[Bucket]) -> None:
        if reachable() and monotonic() >= self._rest_until:
            try:
                async with asyncio.timeout(PATIENCE), redis() as client:
                    told = [bucket.owed for bucket in buckets]
                    left = await _taken(client, buckets)
            except AWAY as error:
                self._rest_until = monotonic() + REST
                log.warning("buckets.redis_away", error=f"{type(error).__name__}: {error}")
            else:
                now = monotonic()
                for bucket, owed, microseconds in zip(buckets, told, left, strict=True):
                    bucket.owed -= owed  # what was taken in the meantime is told next
                    bucket.full_at = now + microseconds / 1_000_000 + bucket.owed
                self._told(buckets)
                return
        now = monotonic()
        for bucket in buckets:  # what has been filled again meanwhile is no longer owed
            bucket.owed = min(bucket.owed, max(bucket.full_at - now, 0.0))
        self._told(buckets)

    def _told(self, buckets: Iterable[Bucket]) -> None:
        for bucket in buckets:
            bucket.tells = bucket.owed != 0
            if bucket.tells:
                self._telling.append(bucket)

    def _sweep(self) -> None:
        now = monotonic()
        idle = [
            who
            for who, bucket in self._buckets.items()
            if bucket.full_at <= now and not bucket.tells
        ]
        for who in idle:
            del self._buckets[who]
        # Of those that are left none is idle: the next sweep is worth its time later.
        self._kept = max(KEPT, 2 * len(self._buckets))


async def _taken(client: Redis, buckets: Iterable[Bucket]) -> list[int]:
    """What they owe, all at once; each of a slot's by a script. In how many µs they are full."""
    pipeline = client.pipeline(transaction=False)
    for _, some in groupby(buckets, key=_slot):
        of_slot = list(some)
        keys = [bucket.key for bucket in of_slot]
        owed = " ".join(f"{bucket.owed * 1_000_000:.0f}" for bucket in of_slot)
        pipeline.eval(TAKE, len(keys), *keys, owed)
    return [int(each) for told in await pipeline.execute() for each in told.split()]


def _slot(bucket: Bucket) -> str:
    return bucket.key.partition("}")[0]


buckets: Final = Buckets()
