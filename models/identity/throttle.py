"""How often the doors of identity may be tried, by account and by address.

Counted in Redis, for all processes together; while Redis is away each process counts for itself,
so a door is never open. Counting comes before the work: of many attempts at once, those too many
are refused.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from math import ceil
from time import monotonic, time
from typing import Any, Final, Literal

import structlog
from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import ConnectionPool
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from models.errors import RateLimited
from models.settings import settings

Door = Literal[
    "sign_in",
    "sign_up",
    "warning",
    "password_change",
    "password_reset",
    "mail_token",
    "verification",
    "invitation",
    "acceptance",
    "second_factor",
]
KEY_PREFIX: Final = "chatia:throttle"
REDIS_TIMEOUT: Final = 1.0  # seconds
REDIS_REST: Final = 5.0  # seconds without asking a Redis that failed
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Allowance:
    """`both` is of one address for one account: it stops guessing before the owner is shut out."""

    account: RateLimitItem | None = None
    address: RateLimitItem | None = None
    both: RateLimitItem | None = None


ALLOWANCES: Final[dict[Door, Allowance]] = {
    "sign_in": Allowance(
        both=RateLimitItemPerMinute(10, 15),
        account=RateLimitItemPerHour(50),
        address=RateLimitItemPerMinute(100, 15),
    ),
    "sign_up": Allowance(account=RateLimitItemPerHour(5), address=RateLimitItemPerHour(20)),
    "warning": Allowance(account=RateLimitItemPerHour(1)),
    "password_change": Allowance(account=RateLimitItemPerHour(10)),
    "password_reset": Allowance(account=RateLimitItemPerHour(5), address=RateLimitItemPerHour(20)),
    "mail_token": Allowance(address=RateLimitItemPerHour(30)),
    "verification": Allowance(account=RateLimitItemPerHour(5), address=RateLimitItemPerHour(20)),
    "invitation": Allowance(account=RateLimitItemPerHour(100)),
    "acceptance": Allowance(address=RateLimitItemPerHour(30)),
    # One code in 333,333 fits: of a hundred guesses a day, one comes through in ten years.
    "second_factor": Allowance(
        both=RateLimitItemPerMinute(10, 15), account=RateLimitItemPerDay(100)
    ),
}
_memory: Final = MovingWindowRateLimiter(MemoryStorage())
_rest_until = 0.0


async def throttle(door: Door, *, account: str | None = None, address: str | None = None) -> None:
    """Count an attempt. Raises RateLimited, with the seconds until the next may succeed."""
    charges = list(_charges(door, account, address))

    async def spend(limiter: MovingWindowRateLimiter) -> None:
        for item, key in charges:
            if not await limiter.hit(item, door, key):
                until = (await limiter.get_window_stats(item, door, key)).reset_time
                raise RateLimited(retry_after=max(1, ceil(until - time())))

    await _counted(spend)


async def forgive(door: Door, *, account: str, address: str | None) -> None:
    """The owner came through: forget what was counted against the account."""
    charges = list(_charges(door, account, address))[:-1]

    async def clear(limiter: MovingWindowRateLimiter) -> None:
        for item, key in charges:
            await limiter.clear(item, door, key)

    await _counted(clear)


def caller(address: str | None) -> str:
    """A key, which names nobody, for the network that somebody calls from."""
    return _key("address", _network(address))


def _charges(
    door: Door, account: str | None, address: str | None
) -> Iterator[tuple[RateLimitItem, str]]:
    """What is counted, under keys that name nobody; the address comes last."""
    allowance = ALLOWANCES[door]
    network = _network(address)
    if allowance.both is not None and account is not None:
        yield allowance.both, _key("both", account, network)
    if allowance.account is not None and account is not None:
        yield allowance.account, _key("account", account)
    if allowance.address is not None:
        yield allowance.address, caller(address)


def _network(address: str | None) -> str:
    """One house: an IPv6 customer has a /64 at least. Callers without an address share one."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return address or "unknown"
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else parsed.packed[:8].hex()
    return str(parsed)


def _key(*parts: str) -> str:
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


async def _counted(work: Callable[[MovingWindowRateLimiter], Awaitable[None]]) -> None:
    global _rest_until
    if settings().redis_url and monotonic() >= _rest_until:
        try:
            async with _in_redis() as limiter:
                await work(limiter)
            return
        except StorageError as error:
            _rest_until = monotonic() + REDIS_REST
            log.warning("throttle.redis_away", error=str(error))
    await work(_memory)


@asynccontextmanager
async def _in_redis() -> AsyncIterator[MovingWindowRateLimiter]:
    # A connection for each use: next to a password's hash it costs nothing, and nothing has to
    # be closed when the process ends.
    pool: Any = ConnectionPool.from_url(
        settings().redis_url,
        socket_timeout=REDIS_TIMEOUT,
        socket_connect_timeout=REDIS_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        yield MovingWindowRateLimiter(
            RedisStorage(
                "async+redis://",
                wrap_exceptions=True,
                implementation="redispy",
                key_prefix=KEY_PREFIX,
                connection_pool=pool,
            )
        )
    finally:
        await pool.aclose()
