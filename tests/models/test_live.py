"""Wake-ups and bells cross processes, and whatever happens to Redis, nobody stays deaf."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import uuid4

import pytest
from redis.asyncio import Redis
from structlog.testing import capture_logs

from models import live
from models.embedded.valkey import Valkey
from models.live.arrivals import GAP, Arrivals
from models.live.channels import EVERYTHING, Channels, Ear, wake_ups
from models.live.redis_backend import RedisBackend
from tests.valkey import frozen

SOON = 10.0  # seconds: far more than anything here takes
PING_EVERY = 0.3  # where Redis is to be found silent; elsewhere nobody is to think it is


@asynccontextmanager
async def process(valkey: Valkey, *, ping_every: float = SOON) -> AsyncIterator[Channels]:
    """The channels of another process."""
    channels = Channels(RedisBackend(valkey.url, ping_every=ping_every))
    async with channels.connected():
        yield channels


@pytest.fixture
async def ours(valkey: Valkey) -> AsyncIterator[Channels]:
    async with process(valkey) as channels:
        yield channels


@pytest.fixture
async def theirs(valkey: Valkey) -> AsyncIterator[Channels]:
    async with process(valkey) as channels:
        yield channels


async def until_heard(ear: Ear, number: int) -> None:
    async with asyncio.timeout(SOON):
        while (await ear.heard(within=SOON) or 0) < number:
            pass


async def subscriptions(valkey: Valkey, channel: str) -> int:
    async with Redis.from_url(valkey.url) as redis:
        [(_, count)] = await redis.pubsub_numsub(channel)
        return int(count)


async def test_a_subscription_hears_what_is_published_right_after_it(
    ours: Channels, theirs: Channels
) -> None:
    for number in range(1, 51):
        async with ours.ear("news") as ear:
            await theirs.publish("news", str(number))

            assert await ear.heard(within=SOON) == number


async def test_all_of_many_first_listeners_hear(ours: Channels, theirs: Channels) -> None:
    async with AsyncExitStack() as stack:
        opened = [stack.enter_async_context(ours.ear("race")) for _ in range(20)]
        ears = await asyncio.gather(*opened)

        await theirs.publish("race", "7")

        assert [await ear.heard(within=SOON) for ear in ears] == [7] * 20


async def test_a_channel_has_one_subscription_however_many_listen(
    ours: Channels, valkey: Valkey
) -> None:
    async with ours.ear("shared"), ours.ear("shared"):
        assert await subscriptions(valkey, "shared") == 1

    async with ours.ear("another"):  # its confirmation comes after the end of the first
        assert await subscriptions(valkey, "shared") == 0


async def test_the_last_to_leave_does_not_deafen_one_who_comes(
    ours: Channels, theirs: Channels
) -> None:
    for number in range(1, 51):
        leaving = ours.ear("door")
        await leaving.__aenter__()
        coming = ours.ear("door")
        _, ear = await asyncio.gather(leaving.__aexit__(None, None, None), coming.__aenter__())

        await theirs.publish("door", str(number))

        assert await ear.heard(within=SOON) == number
        await coming.__aexit__(None, None, None)


async def test_many_calls_are_one_and_the_highest_counts(ours: Channels, theirs: Channels) -> None:
    async with ours.ear("seq") as ear, theirs.ear("seq") as witness:
        for seq in (1, 2, 9, 8):
            await theirs.publish("seq", str(seq))
        await until_heard(witness, 9)
        await asyncio.sleep(0.05)

        assert await ear.heard(within=SOON) == 9
        assert await ear.heard(within=0.05) is None


async def test_what_is_no_number_makes_everybody_look(ours: Channels, theirs: Channels) -> None:
    async with ours.ear("odd") as ear:
        await theirs.publish("odd", "what?")

        assert await ear.heard(within=SOON) == EVERYTHING


async def test_a_restart_of_redis_makes_everybody_look_and_then_hear_again(
    ours: Channels, theirs: Channels, valkey: Valkey
) -> None:
    async with ours.ear("one") as one, ours.ear("two") as two:
        valkey.kill()
        await until_heard(one, EVERYTHING)
        await until_heard(two, EVERYTHING)
        assert not ours.backend.reachable
        valkey.start()

        await until_heard(one, EVERYTHING)
        await until_heard(two, EVERYTHING)
        await theirs.publish("one", "5")
        await until_heard(one, 5)


async def test_a_connection_that_only_seems_alive_is_replaced(valkey: Valkey) -> None:
    async with process(valkey, ping_every=PING_EVERY) as ours, ours.ear("quiet") as ear:
        with frozen(valkey):
            await until_heard(ear, EVERYTHING)
            assert not ours.backend.reachable

        await until_heard(ear, EVERYTHING)
        assert ours.backend.reachable


async def test_a_killed_connection_is_replaced(ours: Channels, valkey: Valkey) -> None:
    async with ours.ear("cut") as ear, Redis.from_url(valkey.url) as operator:
        await operator.client_kill_filter(_type="pubsub")

        await until_heard(ear, EVERYTHING)
        await ours.publish("cut", "3")
        await until_heard(ear, 3)


async def test_publishing_in_an_outage_never_waits_and_is_said_once(
    ours: Channels, valkey: Valkey
) -> None:
    async with ours.ear("later") as ear:
        valkey.kill()
        with capture_logs() as logs:
            async with asyncio.timeout(1):
                for seq in range(1, 1001):
                    await ours.publish("later", str(seq))
            await asyncio.sleep(1)
        valkey.start()

        await until_heard(ear, 1000)
        assert [log["event"] for log in logs].count("redis.publisher.lost") == 1


async def test_a_process_starts_without_redis_and_hears_when_it_comes(valkey: Valkey) -> None:
    valkey.kill()
    async with process(valkey) as early, early.ear("dawn") as ear:
        assert not early.backend.reachable
        valkey.start()

        await until_heard(ear, EVERYTHING)
        await early.publish("dawn", "1")
        await until_heard(ear, 1)


async def test_a_listener_given_up_while_redis_is_silent_leaves_nothing_behind(
    ours: Channels, theirs: Channels, valkey: Valkey
) -> None:
    async def listen() -> None:
        async with ours.ear("given up"):
            pass

    with frozen(valkey):
        listening = asyncio.create_task(listen())
        await asyncio.sleep(0.05)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)

    async with ours.ear("given up") as ear:
        await theirs.publish("given up", "4")
        await until_heard(ear, 4)
    async with ours.ear("another"):
        assert await subscriptions(valkey, "given up") == 0


async def test_a_queue_that_is_full_becomes_one_gap_per_channel() -> None:
    arrivals = Arrivals(capacity=3)
    for number in range(1001):
        arrivals.put("busy" if number % 2 else "quiet", str(number))
        assert len(arrivals) <= 3 + 2

    taken = [await arrivals.take() for _ in range(len(arrivals))]

    assert [(event.channel, event.message) for event in taken if event.message == GAP] == [
        ("quiet", GAP),
        ("busy", GAP),
    ]
    assert [event.message for event in taken][-1] == "1000"


async def test_a_bell_is_answered_at_once_after_rings_and_by_the_clock(valkey: Valkey) -> None:
    async with live.connected(valkey.url):
        answers = live.listen("jobs", every=0.2)
        async with asyncio.timeout(SOON):
            await anext(answers)  # it listens: what was rung before is answered by this look
            for _ in range(10):
                live.ring("jobs")
            await anext(answers)
            await anext(answers)  # nobody rang
        await answers.aclose()


async def test_a_wake_up_carries_the_position_of_its_company_only(valkey: Valkey) -> None:
    ours, rival = uuid4(), uuid4()
    async with live.connected(valkey.url), wake_ups(ours) as ear, wake_ups(rival) as rivals:
        live.wake(ours, 12)

        assert await ear.heard(within=SOON) == 12
        assert await rivals.heard(within=0.05) is None


async def test_leaving_the_channels_ends_those_who_listen(valkey: Valkey) -> None:
    async with live.connected(valkey.url):
        answers = live.listen("jobs", every=SOON)
        await anext(answers)

    with pytest.raises(live.Disconnected):
        await anext(answers)
