"""This process's channels: wake-ups and bells go out, ears listen.

What travels is a number, never data: it may be lost or doubled, and the truth is the table. Beside
them go whispers, the ephemeral: they carry what they say, are never kept, and give way to wake-ups.
"""

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from contextvars import Context
from typing import Final, Protocol, TypeVar
from uuid import UUID
from weakref import WeakValueDictionary

from broadcaster import Broadcast
from redis.asyncio import Redis
from redis.exceptions import RedisError

from models.errors import DomainError
from models.live.arrivals import GAP
from models.live.redis_backend import RedisBackend

EVERYTHING: Final = sys.maxsize
WORKSPACE: Final = "workspace-{}".format  # the channel of a company
BELL: Final = "bell-{}".format
LEAVE_TIMEOUT = 1.0
WHISPER_BACKLOG = 1_000  # messages on their way out, beyond which whispers are dropped


class Disconnected(DomainError):
    """This server is stopping. Try again: another one goes on."""

    code = "STOPPING"
    retryable = True


class Listener(Protocol):
    """Is called with every message of a channel, and with GAP where some may be missing."""

    def call(self, message: str) -> None: ...

    def close(self) -> None: ...


Heard = TypeVar("Heard", bound=Listener)


class Ear:
    """One listener; however much is called while it does not listen counts as one call."""

    def __init__(self) -> None:
        self._loudest = 0
        self._called = asyncio.Event()
        self._closed = False

    async def heard(self, *, within: float) -> int | None:
        """The highest number called, EVERYTHING after a gap, None after `within` silent seconds."""
        try:
            async with asyncio.timeout(within):
                await self._called.wait()
        except TimeoutError:
            return None
        if self._closed:
            raise Disconnected
        self._called.clear()
        loudest, self._loudest = self._loudest, 0
        return loudest

    def call(self, message: str) -> None:
        number = EVERYTHING if message == GAP or not message.isdecimal() else int(message)
        self._loudest = max(self._loudest, number)
        self._called.set()

    def close(self) -> None:
        self._closed = True
        self._called.set()


class Channels:
    """The connection of one process: one subscription per channel, however many ears."""

    def __init__(self, backend: RedisBackend) -> None:
        self.backend = backend
        self.left = False
        self._broadcast = Broadcast(backend=backend)
        self._ears: dict[Listener, asyncio.Task[None]] = {}
        # Broadcaster loses a subscriber when two come, or one comes and one goes, at the same time.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[None]:
        await self._broadcast.connect()
        try:
            yield
        finally:
            self.left = True
            for ear in self._ears:
                ear.close()
            if self._ears:
                # A hub may be in the middle of a read, and the database is closed after us.
                await asyncio.wait(self._ears.values(), timeout=LEAVE_TIMEOUT)
            await self._broadcast.disconnect()

    async def publish(self, channel: str, message: str) -> None:
        await self._broadcast.publish(channel, message)

    def whisper(self, channel: str, message: str) -> None:
        """Say it now or never: dropped in an outage and while much waits to be sent."""
        if self.backend.reachable and self.backend.backlog < WHISPER_BACKLOG:
            self.backend.post(channel, message)

    def ear(self, channel: str) -> AbstractAsyncContextManager[Ear]:
        """Hears all that is published from here on."""
        return self.attended(channel, Ear())

    @asynccontextmanager
    async def attended(self, channel: str, ear: Heard) -> AsyncIterator[Heard]:
        """The listener is called for all that is published from here on."""
        ready = asyncio.Event()
        listening = asyncio.create_task(self._listen(channel, ear, ready), context=Context())
        self._ears[ear] = listening
        try:
            await ready.wait()
            yield ear
        finally:
            listening.cancel()
            await asyncio.wait([listening])
            del self._ears[ear]
            if not listening.cancelled():
                listening.exception()  # Broadcaster trips when a subscription is given up half-way

    async def _listen(self, channel: str, ear: Listener, ready: asyncio.Event) -> None:
        lock = self._locks.setdefault(channel, asyncio.Lock())
        subscription = self._broadcast.subscribe(channel)
        async with lock:
            subscriber = await subscription.__aenter__()
        try:
            ready.set()
            while True:
                ear.call((await subscriber.get()).message)
        finally:
            async with lock:
                await subscription.__aexit__(None, None, None)


_channels: Channels | None = None


@asynccontextmanager
async def connected(redis_url: str) -> AsyncIterator[None]:
    """Join the channels of this process, from here to the end of the block."""
    global _channels
    before, _channels = _channels, Channels(RedisBackend(redis_url))
    try:
        async with _channels.connected():
            yield
    finally:
        _channels = before


def joined() -> Channels:
    """The channels of this process. Raises Disconnected outside them."""
    if _channels is None or _channels.left:
        raise Disconnected
    return _channels


def reachable() -> bool:
    """Wake-ups arrive; otherwise only a look at the table tells what happened."""
    return _channels is not None and _channels.backend.reachable


def wake(company_id: UUID, seq: int) -> None:
    """Tell every process that the company's log has reached `seq`. Never waits, never raises."""
    _post(WORKSPACE(company_id), str(seq))


def wake_ups(company_id: UUID) -> AbstractAsyncContextManager[Ear]:
    """An ear for how far the company's log has come; it has missed nothing since it was opened."""
    return joined().ear(WORKSPACE(company_id))


@asynccontextmanager
async def redis() -> AsyncIterator[Redis]:
    """For keys that may be lost. Raises Disconnected, or soon RedisError or OSError."""
    channels = joined()
    try:
        async with channels.backend.commands() as client:
            yield client
    except (RedisError, OSError):
        if channels.left:
            raise Disconnected from None
        raise


def ring(bell: str) -> None:
    """Tell whoever listens to this bell, in any process. Never waits, never raises."""
    _post(BELL(bell), "1")


async def listen(bell: str, *, every: float = 5.0) -> AsyncGenerator[None, None]:
    """Yields once it listens, then after rings (many may count as one) or `every` silent seconds.

    Raises Disconnected when this process leaves its channels.
    """
    async with joined().ear(BELL(bell)) as ear:
        while True:
            yield
            await ear.heard(within=every)


def _post(channel: str, message: str) -> None:
    # A process that joined nothing, like a migration, wakes nobody: its events are found by timer.
    if _channels is not None:
        _channels.backend.post(channel, message)
