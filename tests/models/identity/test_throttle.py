"""How often a door may be tried, for all processes together, with Redis or without."""

import asyncio

import pytest
from redis.asyncio import Redis

from models.errors import RateLimited
from models.identity.throttle import ALLOWANCES, KEY_PREFIX, Door, forgive, throttle
from models.settings import settings
from tests.models.identity.arrivals import an_email, somewhere

AT_ONCE = 20  # as many as even a slow machine connects to Redis before that counts as away


def house_of_its_own() -> str:
    address = somewhere().address
    assert address is not None
    return address


async def passes(door: Door, **who: str) -> bool:
    try:
        await throttle(door, **who)
    except RateLimited:
        return False
    return True


async def tries(door: Door, times: int, **who: str) -> int:
    """How many of so many attempts, AT_ONCE, come through."""
    places = asyncio.Semaphore(AT_ONCE)

    async def attempt() -> bool:
        async with places:
            return await passes(door, **who)

    return sum(await asyncio.gather(*[attempt() for _ in range(times)]))


async def test_one_address_guesses_at_one_account_ten_times_and_no_more(house: None) -> None:
    account, address = an_email(), house_of_its_own()

    assert await tries("sign_in", 25, account=account, address=address) == 10

    assert await passes("sign_in", account=account, address=house_of_its_own())
    assert await passes("sign_in", account=an_email(), address=address)


async def test_an_account_is_guarded_from_many_addresses(house: None) -> None:
    account = an_email()

    came = [await passes("sign_in", account=account, address=house_of_its_own()) for _ in range(55)]

    assert came == [True] * 50 + [False] * 5
    assert await passes("sign_in", account=an_email(), address=house_of_its_own())


async def test_an_address_is_guarded_against_many_accounts(house: None) -> None:
    address = house_of_its_own()

    came = [await passes("sign_in", account=an_email(), address=address) for _ in range(105)]

    assert came == [True] * 100 + [False] * 5
    assert await passes("sign_in", account=an_email(), address=house_of_its_own())


async def test_a_refusal_says_when_to_come_again(house: None) -> None:
    account = an_email()
    await tries("warning", 1, account=account)

    with pytest.raises(RateLimited) as refused:
        await throttle("warning", account=account)

    assert refused.value.code == "RATE_LIMITED"
    assert 3590 <= refused.value.details["retryAfter"] <= 3600
    assert refused.value.extensions["retryable"] is True


async def test_who_comes_through_is_forgiven_but_their_address_is_not(house: None) -> None:
    account, address = an_email(), house_of_its_own()
    await tries("sign_in", 10, account=account, address=address)
    rival = an_email()
    await tries("sign_in", 10, account=rival, address=address)

    await forgive("sign_in", account=account, address=address)

    assert await tries("sign_in", 10, account=account, address=address) == 10
    assert not await passes("sign_in", account=rival, address=address)
    assert await tries("sign_in", 100, account=an_email(), address=address) == 10
    filled = [await passes("sign_in", account=an_email(), address=address) for _ in range(80)]
    assert filled.count(True) == 60


async def test_a_customers_whole_network_is_one_address(house: None) -> None:
    first, other = "2001:db8:77:1::1", "2001:db8:77:1:ffff::9"
    mapped = "::ffff:198.51.100.77"
    allowed = ALLOWANCES["acceptance"].address
    assert allowed is not None

    for address in (first, mapped):
        await tries("acceptance", allowed.amount, address=address)

    assert not await passes("acceptance", address=other)
    assert not await passes("acceptance", address="198.51.100.77")
    assert await passes("acceptance", address="2001:db8:77:2::1")


async def test_callers_without_an_address_share_one(house: None) -> None:
    allowed = ALLOWANCES["mail_token"].address
    assert allowed is not None

    assert await tries("mail_token", allowed.amount + 5) <= allowed.amount
    assert not await passes("mail_token")


async def test_redis_counts_for_all_processes_and_learns_no_name(house: None) -> None:
    account = an_email("secret-name.example")

    await throttle("sign_in", account=account, address=house_of_its_own())

    async with Redis.from_url(settings().redis_url) as redis:
        keys = [key.decode() async for key in redis.scan_iter(f"{KEY_PREFIX}*")]
        lives = [await redis.ttl(key) for key in keys]
    assert keys
    assert not any("secret-name" in key or "@" in key for key in keys)
    assert all(0 < life <= 86_400 for life in lives)


async def test_without_redis_the_door_is_not_open(no_redis: None) -> None:
    account, address = an_email(), house_of_its_own()

    assert await tries("sign_in", 25, account=account, address=address) == 10

    await forgive("sign_in", account=account, address=address)
    assert await passes("sign_in", account=account, address=address)
    assert await passes("sign_in", account=an_email(), address=address)
