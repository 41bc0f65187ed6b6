"""What is due reaches the workers once, no more than they can start, whatever Redis does."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from jobs.broker import JobBroker
from jobs.dispatcher import Dispatcher
from models.embedded.valkey import Valkey
from models.job import JobState
from tests.people import Cast
from tests.work import end, look, take, until, want

NewBroker = Callable[..., JobBroker]


pytestmark = pytest.mark.usefixtures("nothing_waits")


@pytest.fixture
async def broker(valkey: Valkey, stream: str) -> AsyncIterator[NewBroker]:
    brokers: list[JobBroker] = []

    def new(*, capacity: int = 20) -> JobBroker:
        brokers.append(JobBroker(valkey.url, stream=stream, capacity=capacity))
        return brokers[-1]

    yield new
    for each in brokers:
        await each.shutdown()


async def sent(valkey: Valkey, stream: str) -> list[UUID]:
    async with Redis.from_url(valkey.url) as redis:
        entries: Any = await redis.xrange(stream)
        return [UUID(json.loads(entry[b"data"])["args"][0]) for _, entry in entries]


async def test_what_is_due_is_sent_once(
    acme: Cast, rival: Cast, broker: NewBroker, valkey: Valkey, stream: str
) -> None:
    wanted = [*await want(acme), *await want(rival)]
    dispatcher = Dispatcher(broker())

    await dispatcher.dispatch()
    await dispatcher.dispatch()

    assert sorted(await sent(valkey, stream)) == sorted(wanted)


async def test_two_dispatchers_send_each_job_once(
    acme: Cast, rival: Cast, broker: NewBroker, valkey: Valkey, stream: str
) -> None:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(Dispatcher(broker(capacity=300), company_limit=300).run(stop))
        wanted = set()
        for _ in range(10):
            wanted |= {*await want(acme, times=10), *await want(rival, times=1)}

        async def all_sent() -> bool:
            return len(await sent(valkey, stream)) >= len(wanted)

        await until(all_sent)
        stop.set()

    arrived = await sent(valkey, stream)
    assert len(arrived) == len(set(arrived))
    assert set(arrived) == wanted


async def test_no_more_is_sent_than_can_soon_start(
    acme: Cast, rival: Cast, broker: NewBroker, valkey: Valkey, stream: str
) -> None:
    await want(acme, times=50)
    dispatcher = Dispatcher(broker(capacity=4), company_limit=100)

    for _ in range(3):
        await dispatcher.dispatch()

    assert len(await sent(valkey, stream)) == 5


async def test_a_bell_sends_work_at_once(
    acme: Cast, rival: Cast, broker: NewBroker, valkey: Valkey, stream: str
) -> None:
    stop = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(Dispatcher(broker(), poll=60).run(stop))
        await asyncio.sleep(0.1)
        wanted = await want(acme)

        async def arrived() -> bool:
            return await sent(valkey, stream) == wanted

        await until(arrived)
        stop.set()


async def test_without_redis_nothing_is_claimed_and_later_all_is_sent(
    acme: Cast, rival: Cast, broker: NewBroker, valkey: Valkey, stream: str
) -> None:
    [job] = await want(acme)
    dispatcher = Dispatcher(broker())
    valkey.stop()
    assert await dispatcher.dispatch() == []
    untouched = await look(acme, job)

    valkey.start()
    await dispatcher.dispatch()

    assert untouched.lease_until is None
    assert await sent(valkey, stream) == [job]


async def test_what_redis_forgot_is_sent_again(
    acme: Cast, rival: Cast, broker: NewBroker, valkey: Valkey, stream: str
) -> None:
    wanted = [*await want(acme), *await want(rival)]
    dispatcher = Dispatcher(broker(), lease=1)
    await dispatcher.dispatch()
    async with Redis.from_url(valkey.url) as redis:
        await redis.flushall()

    early = await dispatcher.dispatch()
    await asyncio.sleep(1.05)
    await dispatcher.dispatch()

    assert early == []
    assert sorted(await sent(valkey, stream)) == sorted(wanted)


async def test_the_job_of_a_silent_worker_is_sent_again(
    acme: Cast, rival: Cast, broker: NewBroker, valkey: Valkey, stream: str
) -> None:
    [job] = await want(acme)
    await take(job, seconds=0.1)
    await asyncio.sleep(0.15)

    await Dispatcher(broker()).dispatch()

    assert await sent(valkey, stream) == [job]
    assert (await look(acme, job)).deaths == 1


async def test_a_cancelled_job_is_not_sent(
    acme: Cast, rival: Cast, broker: NewBroker, valkey: Valkey, stream: str
) -> None:
    [job] = await want(acme)
    await end(acme, job, state=JobState.CANCELLED)
    theirs = await want(rival)

    await Dispatcher(broker()).dispatch()

    assert await sent(valkey, stream) == theirs
