"""Who is where, by all processes: a sorted set per company in Redis.

An entry is a member at a place through a process; its score is when it is over unless it is written
again, in milliseconds by the clock of Redis: the clocks of our machines do not matter.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple
from uuid import UUID

from models.live.channels import redis

AT_ONCE = 500  # entries in one command: neither Redis nor our loop is held up for long
COMMANDS = 100  # in one round
KEY_LIFE: Final = 120_000  # ms; a company that everybody has left leaves nothing behind
WRITE: Final = """
    local clock = redis.call('TIME')
    local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
    redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
    for word in string.gmatch(ARGV[1], '%S+') do
        local left, entry = string.match(word, '(%d+)=(.+)')
        redis.call('ZADD', KEYS[1], now + left, entry)
    end
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""
# One string: a client in Python takes ten times as long for an array.
READ: Final = """
    local clock = redis.call('TIME')
    local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
    local rows = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf', 'WITHSCORES')
    local words = {}
    for i = 1, #rows, 2 do
        words[#words + 1] = string.format('%d', rows[i + 1] - now) .. '=' .. rows[i]
    end
    return table.concat(words, ' ')
"""


class Spot(NamedTuple):
    """A member at a place: at the company, by its own id, or at one of its conversations."""

    place: UUID
    member_id: UUID

    def through(self, process: str) -> str:
        """The entry of this spot by a process."""
        return f"{self.place.hex}{self.member_id.hex}{process}"

    @classmethod
    def of(cls, entry: str) -> "Spot":
        """Raises ValueError for what is no entry."""
        return cls(UUID(entry[:32]), UUID(entry[32:64]))


class Entry(NamedTuple):
    """How many seconds from now an entry is good for."""

    text: str
    left: float


async def write(news: Iterable[tuple[UUID, Iterable[Entry]]]) -> None:
    """Entries by company. Raises RedisError, OSError or Disconnected."""
    commands: list[tuple[UUID, list[Entry]]] = []
    for company_id, entries in news:
        for some in batched(entries, AT_ONCE):
            commands.append((company_id, some))
            if len(some) == AT_ONCE or len(commands) == COMMANDS:
                await _send(commands)
                commands = []
    if commands:
        await _send(commands)


async def read(company_id: UUID) -> Iterator[Entry]:
    """All that are not over. Raises RedisError, OSError or Disconnected."""
    async with redis() as client:
        packed: bytes = await client.eval(READ, 1, _key(company_id))
    return unpack(packed.decode())


def pack(entries: Iterable[Entry]) -> str:
    return " ".join(f"{max(0, int(entry.left * 1000))}={entry.text}" for entry in entries)


def unpack(packed: str) -> Iterator[Entry]:
    for word in packed.split():
        left, _, text = word.partition("=")
        yield Entry(text, int(left) / 1000)


def batched(entries: Iterable[Entry], size: int) -> Iterator[list[Entry]]:
    """Lists of at most so many."""
    rest = iter(entries)
    while some := list(islice(rest, size)):
        yield some


async def _send(commands: list[tuple[UUID, list[Entry]]]) -> None:
    async with redis() as client:
        pipeline = client.pipeline(transaction=False)
        for company_id, entries in commands:
            pipeline.eval(WRITE, 1, _key(company_id), pack(entries), KEY_LIFE)
        await pipeline.execute()


def _key(company_id: UUID) -> str:
    return f"presence-{company_id}"
