"""The wake-ups of all companies reach whoever works for all of them, whatever happens to Redis."""

import asyncio
from uuid import UUID, uuid4

from models import live
from models.embedded.valkey import Valkey
from models.live.arrivals import GAP
from models.live.everywhere import UNHEARD, News, all_wake_ups

SOON = 10.0  # seconds: far more than anything here takes


async def until_heard(news: News, wanted: set[UUID] | None) -> None:
    """All of these; or that some may be missing."""
    heard: set[UUID] = set()
    async with asyncio.timeout(SOON):
        while wanted is None or not wanted <= heard:
            companies = await news.heard(within=SOON)
            if companies is None:
                if wanted is None:
                    return
                continue
            heard |= set(companies)


async def test_all_companies_are_heard_and_nothing_else(own_valkey: Valkey) -> None:
    companies = {uuid4() for _ in range(20)}
    async with live.connected(own_valkey.url), all_wake_ups() as news:
        for company in companies:
            live.wake(company, 1)
            live.wake(company, 2)
        live.ring("something else")
        await until_heard(news, companies)

        assert await news.heard(within=0.2) == []


async def test_after_an_outage_it_is_said_that_some_may_be_missing(own_valkey: Valkey) -> None:
    company = uuid4()
    async with live.connected(own_valkey.url), all_wake_ups() as news:
        own_valkey.kill()
        await until_heard(news, None)
        own_valkey.start()
        await until_heard(news, None)  # it listens again
        live.wake(company, 1)
        await until_heard(news, {company})


async def test_beside_it_a_company_is_heard_as_ever(own_valkey: Valkey) -> None:
    company = uuid4()
    async with live.connected(own_valkey.url), all_wake_ups() as news:
        async with live.channels.wake_ups(company) as ear:
            live.wake(company, 7)
            assert await ear.heard(within=SOON) == 7
        await until_heard(news, {company})


async def test_more_than_can_be_kept_is_a_look_at_the_table() -> None:
    news = News()
    for _ in range(UNHEARD + 1):
        news.call(f"workspace-{uuid4()} 1")
    assert await news.heard(within=1) is None
    news.call("workspace-nonsense 1")
    assert await news.heard(within=0.01) == []
    news.call(GAP)
    assert await news.heard(within=1) is None
