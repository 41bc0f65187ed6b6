"""The stream loses nothing and doubles nothing: silent workers, long work, flush, restart."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, aclosing, suppress
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from redis.asyncio import Redis
from taskiq import AckableMessage

from jobs.broker import MAX_DELIVERIES, JobBroker, Outlook
from models.embedded.valkey import Valkey
from tests.work import until

LEASE = 0.6
CHECKOUT = Path(__file__).parents[2]
READ_ONE_AND_HANG = """
import asyncio, sys
from jobs.broker import JobBroker

async def main():
    broker = JobBroker(sys.argv[1], stream=sys.argv[2], lease=0.6)
    async for message in broker.listen():
        print("read", flush=True)
        await asyncio.sleep(600)

asyncio.run(main())
"""


class Reader:
    """A worker's ear: notes what arrives, acknowledges it or not."""

    def __init__(self, broker: JobBroker, *, acknowledge: bool) -> None:
        self.broker = broker
        self.acknowledge = acknowledge
        self.heard: list[UUID] = []
        self._task = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        await self.broker.shutdown()

    async def _listen(self) -> None:
        async for message in self.broker.listen():
            assert isinstance(message, AckableMessage)
            self.heard.append(UUID(json.loads(message.data)["args"][0]))
            if self.acknowledge:
                acknowledged = message.ack()
                assert acknowledged is not None
                await acknowledged


NewReader = Callable[..., Reader]


@pytest.fixture
async def sender(valkey: Valkey, stream: str) -> AsyncIterator[JobBroker]:
    broker = JobBroker(valkey.url, stream=stream, lease=LEASE)
    yield broker
    await broker.shutdown()


@pytest.fixture
async def redis(valkey: Valkey) -> AsyncIterator["Redis"]:
    async with Redis.from_url(valkey.url) as client:
        yield client


@pytest.fixture
async def reader(valkey: Valkey, stream: str) -> AsyncIterator[NewReader]:
    readers: list[Reader] = []

    def new(*, acknowledge: bool = True, capacity: int = 20) -> Reader:
        broker = JobBroker(valkey.url, stream=stream, lease=LEASE, capacity=capacity)
        readers.append(Reader(broker, acknowledge=acknowledge))
        return readers[-1]

    yield new
    for each in readers:
        await each.stop()


@pytest.fixture
def doomed(valkey: Valkey, stream: str) -> Iterator["subprocess.Popen[str]"]:
    """A process that will read one entry and be killed over it."""
    with subprocess.Popen(
        [sys.executable, "-c", READ_ONE_AND_HANG, valkey.url, stream],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


async def test_a_message_is_the_id_of_a_job_in_json(
    sender: JobBroker, redis: Redis, stream: str
) -> None:
    job = uuid4()

    await sender.send([job])

    entries: Any = await redis.xrange(stream)
    [(_, entry)] = entries
    message = json.loads(entry[b"data"])
    assert message["args"] == [str(job)]
    assert message["kwargs"] == {}
    assert message["labels"] == {}


async def test_what_was_sent_before_anyone_listened_arrives_in_order(
    sender: JobBroker, reader: NewReader
) -> None:
    jobs = [uuid4() for _ in range(50)]
    await sender.send(jobs)

    listener = reader()

    await until(lambda: len(listener.heard) == 50)
    assert listener.heard == jobs


async def test_what_is_sent_together_is_read_together(sender: JobBroker, reader: NewReader) -> None:
    listener = reader(acknowledge=False, capacity=4)
    jobs = [uuid4() for _ in range(5)]
    await sender.send(jobs[:1])
    await until(lambda: listener.heard == jobs[:1])  # and waits for more

    await sender.send(jobs[1:])

    await until(lambda: len(listener.heard) > 1)
    assert listener.heard == jobs[:4]


async def test_acknowledged_entries_leave_the_stream(
    sender: JobBroker, reader: NewReader, redis: Redis, stream: str
) -> None:
    listener = reader()

    await sender.send([uuid4(), uuid4()])

    await until(lambda: len(listener.heard) == 2)

    async def gone() -> bool:
        return bool(await redis.xlen(stream) == 0)

    await until(gone)
    assert (await redis.xpending(stream, "workers"))["pending"] == 0


async def test_the_outlook_counts_what_waits_and_who_reads(
    sender: JobBroker, valkey: Valkey
) -> None:
    nobody = await sender.outlook()
    await sender.send([uuid4() for _ in range(5)])
    unread = await sender.outlook()

    async with AsyncExitStack() as stack:
        for _ in range(2):
            holder = JobBroker(valkey.url, stream=sender.queue_name, lease=LEASE, capacity=1)
            stack.push_async_callback(holder.shutdown)
            await anext(await stack.enter_async_context(aclosing(holder.listen())))
        busy = await sender.outlook()

    assert (nobody.waiting, unread.waiting) == (0, 5)
    assert busy == Outlook(waiting=3, workers=2)


async def test_a_worker_reads_no_further_ahead_than_it_can_hold(
    sender: JobBroker, valkey: Valkey, reader: NewReader
) -> None:
    await sender.send([uuid4() for _ in range(3)])
    holder = JobBroker(valkey.url, stream=sender.queue_name, lease=LEASE, capacity=1)
    async with aclosing(holder.listen()) as deliveries:
        await anext(deliveries)

        other = reader()

        await until(lambda: len(other.heard) == 2)
    await holder.shutdown()


async def test_a_killed_workers_entry_is_read_by_another_on_a_quiet_queue(
    sender: JobBroker, reader: NewReader, doomed: "subprocess.Popen[str]"
) -> None:
    job = uuid4()
    await sender.send([job])
    assert doomed.stdout is not None
    await asyncio.to_thread(doomed.stdout.readline)
    other = reader()

    doomed.send_signal(signal.SIGKILL)
    killed = time.monotonic()

    await until(lambda: other.heard == [job])
    assert LEASE / 2 < time.monotonic() - killed < LEASE + 2


async def test_work_longer_than_the_lease_is_not_given_to_another(
    sender: JobBroker, reader: NewReader
) -> None:
    await sender.send([uuid4()])
    slow = reader(acknowledge=False)
    await until(lambda: len(slow.heard) == 1)
    idle = reader()

    await asyncio.sleep(3 * LEASE)

    assert (len(slow.heard), idle.heard) == (1, [])


async def test_an_entry_that_ends_every_worker_is_dropped(
    sender: JobBroker, reader: NewReader, redis: Redis, stream: str
) -> None:
    await sender.send([uuid4()])
    await redis.xgroup_create(stream, "workers", id="0")
    await redis.xreadgroup("workers", "crashed", {stream: ">"})
    entries: Any = await redis.xrange(stream)
    [(id, _)] = entries
    await redis.xclaim(stream, "workers", "crashed", 0, [id], retrycount=MAX_DELIVERIES)

    listener = reader()

    async def dropped() -> bool:
        return bool(await redis.xlen(stream) == 0)

    await until(dropped)
    assert listener.heard == []


async def test_a_stopping_worker_hands_back_what_it_holds_at_once(
    sender: JobBroker, reader: NewReader, redis: Redis, stream: str
) -> None:
    job = uuid4()
    await sender.send([job])
    leaving = reader(acknowledge=False)
    await until(lambda: leaving.heard == [job])
    other = reader()

    await leaving.stop()

    await until(lambda: other.heard == [job], within=2)
    assert len(await redis.xinfo_consumers(stream, "workers")) == 1


async def test_listening_goes_on_after_a_flush(
    sender: JobBroker, reader: NewReader, redis: Redis
) -> None:
    listener = reader()
    await sender.send([uuid4()])
    await until(lambda: len(listener.heard) == 1)

    await redis.flushall()
    await sender.send([uuid4()])

    await until(lambda: len(listener.heard) == 2, within=2)


async def test_listening_and_sending_go_on_after_a_restart(
    sender: JobBroker, reader: NewReader, valkey: Valkey
) -> None:
    listener = reader()
    await sender.send([uuid4()])
    await until(lambda: len(listener.heard) == 1)

    valkey.kill()
    await asyncio.sleep(0.3)
    valkey.start()
    await sender.send([uuid4()])

    await until(lambda: len(listener.heard) == 2, within=3)


async def test_a_worker_may_start_before_redis(
    sender: JobBroker, reader: NewReader, valkey: Valkey
) -> None:
    valkey.stop()
    listener = reader()
    await listener.broker.startup()
    await asyncio.sleep(0.2)

    valkey.start()
    await sender.send([uuid4()])

    await until(lambda: len(listener.heard) == 1, within=3)
