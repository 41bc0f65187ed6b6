"""Taskiq's Redis stream, mended where taskiq-redis 1.2 loses or doubles work.

The jobs table is the truth and the stream only its doorbell: a message is the id of a job. Whatever
happens to Redis, listening goes on; what Redis forgets, the dispatcher sends again.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as NoReply
from taskiq import AckableMessage, BrokerMessage, TaskiqMessage
from taskiq.serializers import JSONSerializer
from taskiq_redis import RedisStreamBroker

PERFORM = "job.perform"
NO_JOB = UUID(int=0)
NIL = str(NO_JOB).encode()
ADD = "for _, each in ipairs(ARGV) do redis.call('XADD', KEYS[1], '*', 'data', each) end"
MAX_DELIVERIES = 3
REPLY_TIMEOUT = 5.0  # seconds
RECONNECT_PAUSE = 0.5  # seconds
TIDY_EVERY = 0.01  # seconds
FORGOTTEN_CONSUMER = 3_600_000  # milliseconds of silence
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outlook:
    """Entries that no worker has read, and workers that are there to read them."""

    waiting: int
    workers: int


class JobBroker(RedisStreamBroker):
    """At least once, on a timer of its own: an entry silent for `lease` seconds is somebody else's.

    `capacity` is how many entries this process holds at once; it never reads ahead of that.
    """

    def __init__(
        self, url: str, *, stream: str = "chatia:jobs", lease: float = 10.0, capacity: int = 20
    ) -> None:
        super().__init__(
            url,
            queue_name=stream,
            consumer_group_name="workers",
            consumer_id="0",  # a group made late, or anew after a flush, still sees what waits
            xread_block=int(min(1.0, lease / 3) * 1000),
            idle_timeout=int(lease * 1000),
            max_connection_pool_size=16,
            socket_timeout=None,  # see _reply
            retry=Retry(NoBackoff(), 1),  # a stale connection after a restart; we do the waiting
        )
        self.with_serializer(JSONSerializer())
        self.capacity = capacity
        self._lease = lease
        self._envelope = self._message(NO_JOB).message
        self._redis: Any = Redis(connection_pool=self.connection_pool)
        self._held: set[bytes] = set()
        self._place = asyncio.Event()  # set when one came free
        self.heard = 0  # entries that this process has read
        self._heart: asyncio.Task[None] | None = None
        self._reclaim_at = 0.0
        self._done: list[bytes] = []
        self._tidying: asyncio.Task[None] | None = None
        self.freed: Callable[[], None] = lambda: None  # called when a place came free

    @property
    def free(self) -> int:
        """How many more entries this process can hold."""
        return self.capacity - len(self._held)

    async def send(self, job_ids: Iterable[UUID]) -> None:
        """Put these jobs before the workers, in order and in one round trip. Raises RedisError."""
        # As `_message` would, which is dear when made anew for each.
        entries = (self._envelope.replace(NIL, str(job_id).encode()) for job_id in job_ids)
        # One command, so that whoever waits reads them all at once; and it costs less than many.
        await self._reply(self._redis.eval(ADD, 1, self.queue_name, *entries))

    async def outlook(self) -> Outlook:
        """How things stand for whoever sends. Raises RedisError."""
        group = self.queue_name, self.consumer_group_name
        pipe = self._redis.pipeline(transaction=False)
        pipe.xlen(self.queue_name)
        pipe.xpending(*group)
        pipe.xinfo_consumers(*group)
        length, pending, consumers = await self._reply(pipe.execute(raise_on_error=False))
        if isinstance(length, RedisError):
            raise length
        if isinstance(pending, ResponseError):
            return Outlook(waiting=length, workers=1)  # nobody has listened yet: there is no group
        alive = sum(each["idle"] < self.idle_timeout for each in consumers)
        return Outlook(waiting=length - pending["pending"], workers=max(1, alive))

    async def startup(self) -> None:
        # Not RedisStreamBroker's: it would need Redis to be there. Listening makes the group.
        await super(RedisStreamBroker, self).startup()

    async def shutdown(self) -> None:
        if self._tidying is not None:
            await asyncio.wait([self._tidying], timeout=REPLY_TIMEOUT)
        if self._heart is not None:
            self._heart.cancel()
            self._heart = None
            with suppress(RedisError):
                await self._hand_back()
        await super().shutdown()

    async def listen(self) -> AsyncGenerator[AckableMessage, None]:
        """Deliveries as they come, for ever."""
        self._heart = self._heart or asyncio.create_task(self._beat())
        await self._join()
        while True:
            if self.free <= 0:
                self._place.clear()
                await self._place.wait()
            try:
                entries = await self._reclaim() or await self._read(">")
            except RedisError as error:
                await self._recover(error)
                continue
            self._held.update(id for id, _ in entries)
            self.heard += len(entries)
            for id, entry in entries:
                yield AckableMessage(data=entry.get(b"data", b""), ack=partial(self._ack, id))

    async def _read(self, position: str) -> list[tuple[bytes, dict[bytes, bytes]]]:
        """New entries (`>`), or all those that are ours and not acknowledged (`0`)."""
        fresh = position == ">"
        streams = await self._reply(
            self._redis.xreadgroup(
                self.consumer_group_name,
                self.consumer_name,
                {self.queue_name: position},
                block=self.block if fresh else None,
                count=self.free if fresh else None,
            )
        )
        return [entry for _, entries in streams for entry in entries]

    async def _reclaim(self) -> list[tuple[bytes, dict[bytes, bytes]]]:
        """Entries whose worker fell silent, now ours: looked for on a quiet queue as well."""
        if monotonic() < self._reclaim_at:
            return []
        group = self.queue_name, self.consumer_group_name
        silent = await self._reply(
            self._redis.xpending_range(
                *group, min="-", max="+", count=self.free, idle=self.idle_timeout
            )
        )
        self._reclaim_at = monotonic() + self._lease / 3
        spent = [each for each in silent if each["times_delivered"] >= MAX_DELIVERIES]
        for each in spent:
            log.warning("broker.entry_dropped", deliveries=each["times_delivered"])
            await self._ack(each["message_id"])
        ids = [each["message_id"] for each in silent if each not in spent]
        if not ids:
            return []
        claimed = await self._reply(
            self._redis.xclaim(*group, self.consumer_name, self.idle_timeout, ids)
        )
        return [(id, entry) for id, entry in claimed if entry]

    async def _ack(self, id: bytes) -> None:
        self._held.discard(id)
        self._place.set()
        self._done.append(id)
        if self._tidying is None:  # its place is free at once: nobody waits for what only tidies
            self._tidying = asyncio.create_task(self._tidy(), context=Context())
        self.freed()

    async def _tidy(self) -> None:
        try:
            while self._done:
                await asyncio.sleep(TIDY_EVERY)
                done, self._done = self._done, []
                await self._forget(done)
        except RedisError:
            # They will be delivered again, and found done.
            log.info("broker.ack_failed")
        finally:
            self._tidying = None

    async def _forget(self, ids: list[bytes]) -> None:
        pipe = self._redis.pipeline(transaction=False)
        pipe.xack(self.queue_name, self.consumer_group_name, *ids)
        pipe.xdel(self.queue_name, *ids)
        await self._reply(pipe.execute())

    async def _beat(self) -> None:
        """Keep what we hold from looking silent; JUSTID leaves the delivery count alone."""
        while True:
            await asyncio.sleep(self._lease / 3)
            if self._held:
                with suppress(RedisError):
                    await self._reply(
                        self._redis.xclaim(
                            self.queue_name,
                            self.consumer_group_name,
                            self.consumer_name,
                            0,
                            list(self._held),
                            justid=True,
                        )
                    )

    async def _recover(self, error: RedisError) -> None:
        log.warning("broker.interrupted", error=str(error))
        if not str(error).startswith("NOGROUP"):
            await asyncio.sleep(RECONNECT_PAUSE)
        await self._join()

    async def _join(self) -> None:
        """Make sure of the group, and bury the consumers of workers that were killed."""
        group = self.queue_name, self.consumer_group_name
        with suppress(RedisError):
            await self._reply(self._declare_consumer_group())
            for each in await self._reply(self._redis.xinfo_consumers(*group)):
                if each["pending"] == 0 and each["idle"] > FORGOTTEN_CONSUMER:
                    await self._reply(self._redis.xgroup_delconsumer(*group, each["name"]))

    async def _hand_back(self) -> None:
        """What we read and did not finish goes to another worker at once, not after a lease."""
        for id, entry in await self._read("0"):
            await self._reply(self._redis.xadd(self.queue_name, entry))
            await self._forget([id])
        group = self.queue_name, self.consumer_group_name
        await self._reply(self._redis.xgroup_delconsumer(*group, self.consumer_name))

    async def _reply(self, command: Awaitable[Any]) -> Any:
        """What Redis answers. redis-py's own socket_timeout swallows cancellation (Python 3.11)."""
        try:
            async with asyncio.timeout(REPLY_TIMEOUT):
                return await command
        except TimeoutError as error:
            raise NoReply from error

    def _message(self, job_id: UUID) -> BrokerMessage:
        return self.formatter.dumps(
            TaskiqMessage(
                task_id=str(job_id), task_name=PERFORM, labels={}, args=[str(job_id)], kwargs={}
            )
        )
