"""What is open is counted over all processes, and a limit holds whatever becomes of them."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from models import live
from models.identifiers import uuid7
from models.live.tally import Pace, Tally
from tests import valkey

SOON = 10.0
QUICK = Pace(beat=0.1, expiry=0.5, patience=0.3, rest=0.2)


@pytest.fixture(autouse=True)
async def over(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """No process of a test outlives it."""
    begun: list[Tally] = []
    begin = Tally.__init__

    def noted(tally: Tally, *arguments: Pace) -> None:
        begun.append(tally)
        begin(tally, *arguments)

    monkeypatch.setattr(Tally, "__init__", noted)
    yield
    for tally in begun:
        if tally._task is not None:
            tally._task.cancel()
            await asyncio.wait([tally._task])


async def claimed(tally: Tally, company: UUID, number: int, *, limit: int) -> int:
    """How many of so many claims at once were granted."""
    claims = [tally.claim(company, {"all": limit}) for _ in range(number)]
    return [*await asyncio.gather(*claims)].count(None)


async def test_a_limit_holds_over_processes_and_for_each_company(house: None) -> None:
    one, other = Tally(), Tally()
    ours, theirs = uuid7(), uuid7()

    granted = await asyncio.gather(
        claimed(one, ours, 80, limit=100),
        claimed(other, ours, 80, limit=100),
        claimed(other, theirs, 3, limit=2),
    )

    assert granted[0] + granted[1] == 100
    assert granted[2] == 2


async def test_what_is_released_is_free_for_all(house: None) -> None:
    one, other, company = Tally(), Tally(), uuid7()
    assert await claimed(one, company, 2, limit=2) == 2
    assert await claimed(other, company, 1, limit=2) == 0

    one.release(company, {"all": 2})

    await one.claim(uuid7(), {"all": 1})  # it settles in order
    assert await claimed(other, company, 2, limit=2) == 1


async def test_names_are_counted_together_or_not_at_all(house: None) -> None:
    tally, company = Tally(), uuid7()
    both = {"mine": 1, "all": 2}

    assert await tally.claim(company, both) is None
    assert await tally.claim(company, both) == "mine"
    assert await tally.claim(company, {"yours": 1, "all": 2}) is None
    assert await tally.claim(company, {"hers": 1, "all": 2}) == "all"


async def test_a_killed_process_frees_its_share_and_a_living_one_keeps_it(house: None) -> None:
    killed, living, other, company = Tally(QUICK), Tally(QUICK), Tally(QUICK), uuid7()
    assert await claimed(killed, company, 1, limit=2) == 1
    assert await claimed(living, company, 1, limit=2) == 1
    assert killed._task is not None
    killed._task.cancel()

    async with asyncio.timeout(SOON):
        while await claimed(other, company, 1, limit=2) == 0:
            await asyncio.sleep(0.05)
    await asyncio.sleep(2 * QUICK.expiry)
    assert await claimed(other, company, 1, limit=2) == 0


async def test_who_gave_up_waiting_holds_nothing(house: None) -> None:
    tally, company = Tally(), uuid7()
    claim = asyncio.create_task(tally.claim(company, {"all": 1}))
    await asyncio.sleep(0)
    claim.cancel()
    await asyncio.wait([claim])

    async with asyncio.timeout(SOON):
        while await claimed(tally, company, 1, limit=1) == 0:
            await asyncio.sleep(0.01)


async def test_without_redis_each_counts_alone_and_tells_it_later() -> None:
    company = uuid7()
    with valkey.running() as server:
        async with live.connected(server.url):
            one, other = Tally(QUICK), Tally(QUICK)
            assert await claimed(one, company, 1, limit=3) == 1
            with valkey.frozen(server):
                async with asyncio.timeout(SOON):
                    assert await claimed(one, company, 3, limit=3) == 2

            async with asyncio.timeout(SOON):
                while tally_is_torn(one, company):
                    await asyncio.sleep(0.05)
            assert await claimed(other, company, 2, limit=4) == 1


async def test_a_flushed_redis_is_told_again(house: None) -> None:
    one, other, company = Tally(QUICK), Tally(QUICK), uuid7()
    assert await claimed(one, company, 2, limit=2) == 2
    async with live.channels.redis() as client:
        await client.delete(f"quota-{{{company}}}", f"quota-{{{company}}}-{one._process}")

    assert await claimed(one, company, 1, limit=2) == 0
    assert await claimed(other, company, 1, limit=2) == 0


async def test_everybody_is_answered_while_redis_forgets_all_the_time(house: None) -> None:
    one, other, company = Tally(QUICK), Tally(QUICK), uuid7()
    forgetting = asyncio.create_task(_forget_all_the_time())
    try:
        async with asyncio.timeout(SOON):
            for _ in range(300):
                assert await claimed(one, company, 1, limit=1_000) == 1
    finally:
        forgetting.cancel()
        await asyncio.wait([forgetting])

    async with asyncio.timeout(SOON):  # and all is known once it does not
        while await claimed(other, company, 1, limit=300):
            other.release(company, {"all": 300})
            await asyncio.sleep(0.05)


async def _forget_all_the_time() -> None:
    async with live.channels.redis() as client:
        while True:
            await client.flushall()


@pytest.mark.parametrize("limit", [1, 5])
async def test_nothing_is_left_of_what_was_released(house: None, limit: int) -> None:
    tally, company = Tally(QUICK), uuid7()
    for _ in range(limit):
        assert await tally.claim(company, {"all": limit}) is None
    for _ in range(limit):
        tally.release(company, {"all": limit})

    async with asyncio.timeout(SOON):
        while tally._books:
            await asyncio.sleep(0.01)
    async with live.channels.redis() as client:
        assert not await client.exists(f"quota-{{{company}}}-{tally._process}")


def tally_is_torn(tally: Tally, company: UUID) -> bool:
    """Redis has not been told yet what it holds."""
    return tally._books[company].torn
