"""What is open at a time, counted over all processes, so that it can be limited.

Each process keeps a hash per company in Redis of what it holds there, good for some seconds unless
it is written again: what a killed process held is free soon after. While Redis is away, a process
counts what it holds itself, against the same limits.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass, field
from time import monotonic
from typing import Final
from uuid import UUID, uuid4

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from models.live.channels import Disconnected, reachable, redis

# Claims and releases in their order, all in one: no two processes take the same last place.
SETTLE: Final = """
    local everybody, mine, prefix, me = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
    local life, holds, changes = tonumber(ARGV[3]), ARGV[4], ARGV[5]
    if holds == '1' and redis.call('EXISTS', mine) == 0 then return 'lost' end
    local clock = redis.call('TIME')
    local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
    redis.call('ZREMRANGEBYSCORE', everybody, '-inf', now)
    redis.call('ZADD', everybody, now + life, me)
    local others, sums, answers = redis.call('ZRANGE', everybody, 0, -1), {}, {}
    local function elsewhere(name)
        if not sums[name] then
            sums[name] = 0
            for _, other in ipairs(others) do
                if other ~= me then
                    sums[name] = sums[name] + (redis.call('HGET', prefix .. other, name) or 0)
                end
            end
        end
        return sums[name]
    end
    for sign, counts in string.gmatch(changes, '([+-])(%S+)') do
        local full = 0
        if sign == '+' then
            local place = 0
            for name, limit in string.gmatch(counts, '([^=,]+)=(%d+)') do
                place = place + 1
                local here = tonumber(redis.call('HGET', mine, name) or 0)
                if full == 0 and here + elsewhere(name) >= tonumber(limit) then full = place end
            end
            answers[#answers + 1] = full
        end
        if full == 0 then
            for name in string.gmatch(counts, '([^=,]+)=%d+') do
                if redis.call('HINCRBY', mine, name, sign == '+' and 1 or -1) <= 0 then
                    redis.call('HDEL', mine, name)
                end
            end
        end
    end
    redis.call('PEXPIRE', mine, life)
    redis.call('PEXPIRE', everybody, life)
    return table.concat(answers, ' ')
"""
log = structlog.get_logger()
LONGEST: Final = 1_000  # changes in one script, so that Redis is never held up for long
AWAY: Final = (RedisError, OSError, Disconnected, TimeoutError)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds."""

    beat: float = 5.0
    expiry: float = 15.0
    patience: float = 1.0  # with a Redis that does not answer
    rest: float = 5.0  # without asking it again


@dataclass(slots=True, eq=False)
class Change:
    """Names and their limits: to be counted together or not at all, or no longer (no `full`)."""

    limits: Mapping[str, int]
    full: asyncio.Future[str | None] | None = None

    def __str__(self) -> str:
        sign = "+" if self.full is not None else "-"
        return sign + ",".join(f"{name}={limit}" for name, limit in self.limits.items())


@dataclass(slots=True)
class Book:
    """Of one company: what Redis was told that we hold, and what it is to be told next."""

    held: Counter[str] = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)
    torn: bool = False  # Redis may know something else

    def apply(self, change: Change, full: str | None) -> None:
        if full is None:
            for name in change.limits:
                self.held[name] += 1 if change.full is not None else -1
                if self.held[name] <= 0:
                    del self.held[name]
        if change.full is None:
            return
        if not change.full.done():
            change.full.set_result(full)
        elif full is None:  # whoever asked did not wait
            self.changes.append(Change(change.limits))

    def alone(self, change: Change) -> str | None:
        """What is full by our own count."""
        if change.full is None:
            return None
        return next((n for n, limit in change.limits.items() if self.held[n] >= limit), None)


class Tally:
    """The counts of one process."""

    def __init__(self, pace: Pace | None = None) -> None:
        self._pace = pace or Pace()
        self._process = uuid4().hex
        self._books: dict[UUID, Book] = {}
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._rest_until = 0.0

    async def claim(self, company_id: UUID, limits: Mapping[str, int]) -> str | None:
        """Count one more of each name; or of none, and the answer is the name that is full."""
        full: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._change(company_id, Change(limits, full))
        return await full

    def release(self, company_id: UUID, limits: Mapping[str, int]) -> None:
        """What was claimed is free again. Never waits."""
        self._change(company_id, Change(limits))

    def held(self, name: str) -> dict[UUID, int]:
        """How many of these each company has open in this process."""
        return {id: book.held[name] for id, book in self._books.items() if book.held[name]}

    def _change(self, company_id: UUID, change: Change) -> None:
        self._books.setdefault(company_id, Book()).changes.append(change)
        self._news.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), context=Context())

    async def _run(self) -> None:
        due = monotonic() + self._pace.beat
        while self._books:
            with suppress(TimeoutError):
                async with asyncio.timeout(max(due - monotonic(), 0)):
                    await self._news.wait()
            if monotonic() >= due:
                due = monotonic() + self._pace.beat
                await self._beat()
            self._news.clear()
            news = [id for id, book in self._books.items() if book.changes or book.torn]
            await self._settle(news)
            for id in [id for id, book in self._books.items() if not (book.held or book.changes)]:
                del self._books[id]

    async def _beat(self) -> None:
        """Tell Redis that what it was told still holds."""
        companies = [id for id, book in self._books.items() if not book.torn]
        for some in (companies[at : at + LONGEST] for at in range(0, len(companies), LONGEST)):
            answers = [b"lost"] * len(some)
            if self._asks:
                try:
                    async with (
                        asyncio.timeout(self._pace.patience),
                        redis() as client,
                        client.pipeline(transaction=False) as pipeline,
                    ):
                        script = client.register_script(SETTLE)
                        for company_id in some:
                            arguments = self._arguments(company_id, self._books[company_id], [])
                            await script(*arguments, client=pipeline)
                        answers = await pipeline.execute()
                except AWAY as error:
                    self._leave_alone(error)
            for company_id, answer in zip(some, answers, strict=True):
                self._books[company_id].torn = answer == b"lost"

    async def _settle(self, companies: Iterable[UUID]) -> None:
        for company_id in companies:
            book = self._books[company_id]
            changes, book.changes = book.changes[:LONGEST], book.changes[LONGEST:]
            if book.changes:
                self._news.set()
            if not await self._settled(company_id, book, changes):
                for change in changes:
                    book.apply(change, book.alone(change))

    async def _settled(self, company_id: UUID, book: Book, changes: list[Change]) -> bool:
        """With Redis; else it is to be told everything once it is back."""
        torn, book.torn = book.torn, True
        if not self._asks:
            return False
        try:
            async with asyncio.timeout(self._pace.patience), redis() as client:
                if torn:
                    await self._rewrite(client, company_id, book)
                answer = await self._ask(client, company_id, book, changes)
                if answer == b"lost":
                    await self._rewrite(client, company_id, book)
                    answer = await self._ask(client, company_id, book, changes)
        except AWAY as error:
            self._leave_alone(error)
            return False
        if answer == b"lost":  # forgotten again since it was rewritten
            return False
        book.torn = False
        places = iter(map(int, answer.split()))
        for change in changes:
            place = 0 if change.full is None else next(places)
            book.apply(change, list(change.limits)[place - 1] if place else None)
        return True

    @property
    def _asks(self) -> bool:
        return reachable() and monotonic() >= self._rest_until

    def _leave_alone(self, error: Exception) -> None:
        self._rest_until = monotonic() + self._pace.rest
        log.warning("tally.redis_away", error=f"{type(error).__name__}: {error}")

    async def _ask(
        self, client: Redis, company_id: UUID, book: Book, changes: list[Change]
    ) -> bytes:
        script = client.register_script(SETTLE)
        answer: bytes = await script(*self._arguments(company_id, book, changes))
        return answer

    def _arguments(
        self, company_id: UUID, book: Book, changes: list[Change]
    ) -> tuple[list[str], list[str | int]]:
        """Keys and arguments of the script."""
        # In braces: a cluster keeps together what one script needs.
        prefix = f"quota-{{{company_id}}}"
        return [prefix, f"{prefix}-{self._process}"], [
            f"{prefix}-",
            self._process,
            round(self._pace.expiry * 1000),
            int(bool(book.held)),
            " ".join(map(str, changes)),
        ]

    async def _rewrite(self, client: Redis, company_id: UUID, book: Book) -> None:
        mine = f"quota-{{{company_id}}}-{self._process}"
        async with client.pipeline() as pipeline:
            pipeline.delete(mine)
            if book.held:
                pipeline.hset(mine, mapping=dict(book.held.items()))
            await pipeline.execute()


tally: Final = Tally()
