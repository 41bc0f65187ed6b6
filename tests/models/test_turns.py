"""Tasks take turns: one at a time, in order, whoever gives up."""

import asyncio
from contextlib import suppress

import pytest

from models.turns import Turns


async def test_one_at_a_time_in_the_order_in_which_they_come() -> None:
    turns, inside, order = Turns(), set[int](), list[int]()

    async def take(number: int) -> None:
        async with turns:
            assert not inside
            inside.add(number)
            order.append(number)
            for _ in range(number % 3):
                await asyncio.sleep(0)
            inside.remove(number)

    await asyncio.gather(*(take(number) for number in range(20)))

    assert order == list(range(20))
    assert not turns.taken


@pytest.mark.parametrize("loops", range(6))
async def test_a_turn_that_is_given_up_is_the_next_ones(loops: int) -> None:
    turns, order = Turns(), list[str]()

    async def take(name: str) -> None:
        async with turns:
            await asyncio.sleep(0)
            order.append(name)

    first, given_up, last = (asyncio.create_task(take(name)) for name in ("a", "b", "c"))
    for _ in range(loops):
        await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(first, last)
    with suppress(asyncio.CancelledError):
        await given_up

    assert [name for name in order if name != "b"] == ["a", "c"]
    assert not turns.taken


async def test_a_turn_that_is_given_up_just_as_it_comes_is_passed_on() -> None:
    turns, order = Turns(), list[str]()

    async def take(name: str) -> None:
        async with turns:
            order.append(name)

    await turns.__aenter__()
    given_up, next_one = (asyncio.create_task(take(name)) for name in ("given up", "next"))
    await asyncio.sleep(0)
    turns.pass_on()  # it is theirs by now,
    given_up.cancel()  # who never learn of it
    with pytest.raises(asyncio.CancelledError):
        await given_up
    await next_one

    assert order == ["next"]
    assert not turns.taken


async def test_nobody_who_comes_later_gets_in_between() -> None:
    turns, order = Turns(), list[str]()

    async def take(name: str) -> None:
        async with turns:
            order.append(name)

    await turns.__aenter__()
    waits = asyncio.create_task(take("waits"))
    await asyncio.sleep(0)
    turns.pass_on()
    assert turns.taken
    await take("comes later")
    await waits

    assert order == ["waits", "comes later"]
