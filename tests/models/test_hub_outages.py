"""Redis, the database or the channels of a process end, and no event is missed or repeated."""

import asyncio
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import asyncpg
import pytest
from redis.asyncio import Redis

from models import live
from models.embedded.valkey import Valkey
from models.live.hub import Hubs
from models.settings import settings
from tests.following import QUICK, SMALL, begun, seen, write
from tests.people import Cast, found
from tests.valkey import frozen


async def test_no_restart_flush_or_outage_of_redis_loses_an_event(
    company: Cast, connected: Valkey
) -> None:
    async with AsyncExitStack() as stack:
        hubs = [await stack.enter_async_context(Hubs(SMALL).of(company.id)) for _ in range(2)]
        followers = [asyncio.create_task(seen(hub, after=0, until=122)) for hub in hubs]
        async with Redis.from_url(connected.url) as redis:
            await redis.flushall()
        await write(company, 30)
        connected.restart()
        await write(company, 30)
        connected.kill()
        await write(company, 30)
        during = [await seen(hub, after=62, until=92) for hub in hubs]
        connected.start()
        await write(company, 30)

        assert during == [list(range(63, 93))] * 2
        assert await asyncio.gather(*followers) == [list(range(1, 123))] * 2


async def test_a_lost_wake_up_is_made_good_by_the_clock(company: Cast, connected: Valkey) -> None:
    async with Hubs(QUICK).of(company.id) as hub:
        await begun(hub)
        with frozen(connected):
            await write(company)

            assert await seen(hub, after=2, until=3) == [3]
            assert live.reachable()  # the freeze is not even known yet


async def test_an_outage_of_the_database_ends_nobody(
    company: Cast, connected: Valkey, database: str
) -> None:
    owner = await asyncpg.connect(database)
    role = urlsplit(settings().app_url).username
    async with Hubs(QUICK).of(company.id) as hub:
        await begun(hub)
        live_one = asyncio.create_task(seen(hub, after=2, until=12))
        await owner.execute(f'ALTER ROLE "{role}" NOLOGIN')
        try:
            await owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", role
            )
            replaying = asyncio.create_task(seen(hub, after=0, until=12))
            live.wake(company.id, 3)
            await asyncio.sleep(0.5)
        finally:
            await owner.execute(f'ALTER ROLE "{role}" LOGIN')
            await owner.close()
        await write(company, 10)

        assert await live_one == list(range(3, 13))
        assert await replaying == list(range(1, 13))


async def test_leaving_the_channels_ends_hubs_and_followers(house: None, valkey: Valkey) -> None:
    company = await found("Acme")
    hubs = Hubs(SMALL)
    async with AsyncExitStack() as stack:
        async with live.connected(valkey.url):
            hub = await stack.enter_async_context(hubs.of(company.id))
            follower = asyncio.create_task(seen(hub, after=0, until=1_000))
            await begun(hub)
            assert hubs.figures().followers == 1

        with pytest.raises(live.Disconnected):
            await follower
        assert hubs.figures().hubs == 0
