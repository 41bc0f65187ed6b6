"""Broadcaster over Redis that outlives its connection.

Broadcaster's own backend loses its first subscriber with redis-py 8 and hangs for ever after a
restart of Redis. This one confirms every subscription, notices a connection that no longer answers,
reconnects, subscribes again, and then tells every channel that something may be missing.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any

from broadcaster import BroadcastBackend, Event
from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import RedisError

from models.live.arrivals import Arrivals
from models.live.outage import Outage

BATCH = 500
CAPACITY = 10_000
BREATH = 0.005  # seconds between two batches: what comes meanwhile costs one write
FLUSH_TIMEOUT = 1.0
CANCEL_AGAIN = 0.05
# An answer for each would cost more than all the rest.
PUBLISH = b"for at = 1, #ARGV, 2 do redis.call('PUBLISH', ARGV[at], ARGV[at + 1]) end"


class RedisBackend(BroadcastBackend):
    """For `Broadcast(backend=...)`. Seconds of silence until a PING: `ping_every`."""

    def __init__(self, url: str, *, capacity: int = CAPACITY, ping_every: float = 2.0) -> None:
        # Subscriber and publisher try again in loops of their own; redis-py must not hide outages.
        self._pool: Any = ConnectionPool.from_url(
            url,
            protocol=2,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=ping_every,
            socket_timeout=ping_every,
        )
        # Without a timeout of redis-py's: that one swallows cancellations.
        self._keys: Any = ConnectionPool.from_url(
            url,
            protocol=2,
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=ping_every,
            socket_timeout=None,
        )
        self._client = Redis(connection_pool=self._keys)  # to make one takes longer than a command
        self._ping_every = ping_every
        self._arrivals = Arrivals(capacity=capacity)
        self._outbox: deque[tuple[str, str]] = deque(maxlen=capacity)
        self._posted = asyncio.Event()
        self._sent = asyncio.Event()
        self._sent.set()
        self._tried = asyncio.Event()
        self._channels: set[str] = set()
        self._confirmations: dict[str, asyncio.Event] = {}
        self._connection: Any = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def reachable(self) -> bool:
        """Messages arrive, as far as we know."""
        return self._connection is not None

    @property
    def backlog(self) -> int:
        """Messages that wait to be sent."""
        return len(self._outbox)

    async def connect(self) -> None:
        """Returns after the first try: an unreachable Redis delays wake-ups, not the start."""
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._send())]
        await self._tried.wait()

    async def disconnect(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._sent.wait(), FLUSH_TIMEOUT)
        await _end(self._tasks)
        await self._pool.aclose()
        await self._keys.aclose()

    @asynccontextmanager
    async def commands(self) -> AsyncIterator[Redis]:
        """For keys; nothing is tried twice. Raises RedisError, or OSError within `ping_every`."""
        async with asyncio.timeout(self._ping_every):
            yield self._client

    async def subscribe(self, group: str) -> None:
        """Returns once confirmed; during an outage at once, and a gap marker ends the outage.

        One that ends in * is all channels that begin so: their names come before the messages.
        """
        self._channels.add(group)
        if self._connection is None:
            return
        confirmed = self._confirmations[group] = asyncio.Event()
        try:
            await self._subscription("SUBSCRIBE", group)
            await confirmed.wait()
        except BaseException:
            self._channels.discard(group)
            if confirmed.is_set():  # otherwise the confirmation, when it comes, finds nobody
                await self._subscription("UNSUBSCRIBE", group)
            raise

    async def unsubscribe(self, group: str) -> None:
        self._channels.discard(group)
        await self._subscription("UNSUBSCRIBE", group)

    async def publish(self, channel: str, message: Any) -> None:
        self.post(channel, str(message))

    def post(self, channel: str, message: str) -> None:
        """Never waits and never raises: the caller has committed. An outage delays or loses it."""
        if not self._outbox:
            self._sent.clear()
            self._posted.set()
        self._outbox.append((channel, message))

    async def next_published(self) -> Event:
        return await self._arrivals.take()

    async def _listen(self) -> None:
        outage = Outage("redis.subscriber")
        while True:
            try:
                await self._converse(outage)
            except Exception as error:  # noqa: BLE001 - whatever it was, the next connection may do
                self._tried.set()
                await outage.wait(error)

    async def _converse(self, outage: Outage) -> None:
        """One connection's life; ends by an exception."""
        connection: Any = self._pool.make_connection()
        # Every wait has a time limit here. redis-py's own, by `wait_for`, may swallow the
        # cancellation of a subscriber, which Broadcaster does not bear.
        connection.socket_timeout = None
        try:
            async with asyncio.timeout(self._ping_every):
                await connection.connect()
            self._connection = connection  # before the next await: who subscribes now sends it too
            await self._subscription("SUBSCRIBE", *self._channels)
            outage.over()
            self._tried.set()
            await self._read(connection)
        finally:
            if self._connection is not None:
                self._connection = None
                self._lose()
            await connection.disconnect(nowait=True)

    async def _read(self, connection: Any) -> None:
        asked = False
        while True:
            reply = await connection.read_response(timeout=self._ping_every, push_request=True)
            if reply is not None:
                asked = False
                await self._take(reply)
            elif asked:
                raise NotConnected("Redis does not answer.")
            else:
                asked = True
                await self._command("PING")

    async def _take(self, reply: Any) -> None:
        match reply:
            case [b"message", channel, message]:
                self._arrivals.put(channel.decode(), message.decode(errors="replace"))
            case [b"pmessage", pattern, channel, message]:
                told = f"{channel.decode()} {message.decode(errors='replace')}"
                self._arrivals.put(pattern.decode(), told)
            case [b"subscribe" | b"psubscribe", channel, _]:
                await self._confirm(channel.decode())

    async def _confirm(self, channel: str) -> None:
        confirmed = self._confirmations.pop(channel, None)
        if channel not in self._channels:
            await self._subscription("UNSUBSCRIBE", channel)
        elif confirmed:
            confirmed.set()
        else:
            self._arrivals.gap(channel)

    def _lose(self) -> None:
        """Nobody waits for a dead connection, and everybody looks once at what it did not bring."""
        for confirmed in self._confirmations.values():
            confirmed.set()
        self._confirmations.clear()
        for channel in self._channels:
            self._arrivals.gap(channel)

    async def _subscription(self, word: str, *groups: str) -> None:
        patterns = [group for group in groups if group.endswith("*")]
        for command, some in ((word, set(groups).difference(patterns)), (f"P{word}", patterns)):
            if some:
                await self._command(command, *some)

    async def _command(self, *words: str) -> None:
        if self._connection is not None:
            with suppress(RedisError, OSError):  # the reader meets the same failure and reconnects
                async with asyncio.timeout(self._ping_every):
                    await self._connection.send_command(*words, check_health=False)

    async def _send(self) -> None:
        connection: Any = self._pool.make_connection()
        connection.socket_timeout = None
        try:
            await self._send_over(connection)
        finally:
            await connection.disconnect(nowait=True)

    async def _send_over(self, connection: Any) -> None:
        outage = Outage("redis.publisher")
        while True:
            batch = await self._next_batch()
            while batch:
                try:
                    async with asyncio.timeout(self._ping_every):
                        if not connection.is_connected:
                            await connection.connect()
                        await connection.send_packed_command(_published(batch), check_health=False)
                        await asyncio.sleep(BREATH)  # by then its answer is here
                        await connection.read_response()
                except Exception as error:  # noqa: BLE001 - whatever it was, the batch waits
                    await connection.disconnect(nowait=True)
                    await outage.wait(error)
                else:
                    outage.over()
                    batch = []

    async def _next_batch(self) -> list[tuple[str, str]]:
        while not self._outbox:
            self._sent.set()
            self._posted.clear()
            await self._posted.wait()
        return _loudest([self._outbox.popleft() for _ in range(min(BATCH, len(self._outbox)))])


def _loudest(messages: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Of the numbers for a channel, the highest says all."""
    numbers: dict[str, int] = {}
    others = []
    for channel, message in messages:
        if message.isdecimal():
            numbers[channel] = max(numbers.get(channel, 0), int(message))
        else:
            others.append((channel, message))
    return [*[(channel, str(number)) for channel, number in numbers.items()], *others]


def _published(batch: Iterable[tuple[str, str]]) -> bytes:
    """PUBLISH of each, in the protocol of Redis: one write, and one answer."""
    words = [b"EVAL", PUBLISH, b"0", *[word.encode() for message in batch for word in message]]
    return b"*%d\r\n%b" % (len(words), b"".join([b"$%d\r\n%b\r\n" % (len(w), w) for w in words]))


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel until all have ended: `wait_for` of Python 3.11 may swallow a cancellation."""
    running = set(tasks)
    while running:
        for task in running:
            task.cancel()
        _, running = await asyncio.wait(running, timeout=CANCEL_AGAIN)
