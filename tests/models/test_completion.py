"""What is begun comes to its end, whoever gives up waiting for it."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from models.completion import to_completion, unbroken

WAYS = [to_completion, unbroken]
either_way = pytest.mark.parametrize("way", WAYS)
Way = Callable[[Any], Any]


class Work:
    """Waits to be allowed, twice; knows whether it came to its end."""

    def __init__(self, *, fails: bool = False) -> None:
        self.begun = asyncio.Event()
        self.allowed = asyncio.Semaphore(0)
        self.ended = False
        self._fails = fails

    async def run(self) -> str:
        self.begun.set()
        await self.allowed.acquire()
        await self.allowed.acquire()
        self.ended = True
        if self._fails:
            raise ValueError("It went wrong.")
        return "done"


@either_way
async def test_what_it_gives_is_given(way: Way) -> None:
    work = Work()
    work.allowed.release()
    work.allowed.release()

    assert await way(work.run()) == "done"


@either_way
async def test_what_goes_wrong_is_told(way: Way) -> None:
    work = Work(fails=True)
    work.allowed.release()
    work.allowed.release()

    with pytest.raises(ValueError, match="wrong"):
        await way(work.run())


@either_way
@pytest.mark.parametrize("fails", [False, True])
async def test_a_cancellation_waits_for_its_end(way: Way, fails: bool) -> None:
    work = Work(fails=fails)

    async def wait() -> Any:
        return await way(work.run())

    waiting = asyncio.create_task(wait())
    await work.begun.wait()

    for _ in range(3):  # however often, and between any two steps of it
        waiting.cancel()
        await asyncio.sleep(0)
        work.allowed.release()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert work.ended


@either_way
async def test_a_time_limit_outside_is_told_when_it_has_ended(way: Way) -> None:
    work = Work()

    async def wait() -> None:
        async with asyncio.timeout(0.01):
            await way(work.run())

    waiting = asyncio.create_task(wait())
    await asyncio.wait([waiting], timeout=0.05)
    assert not waiting.done()

    work.allowed.release()
    work.allowed.release()
    with pytest.raises(TimeoutError):
        await waiting

    assert work.ended


@either_way
async def test_a_time_limit_inside_a_task_of_its_own_is_kept(way: Way) -> None:
    async def limited() -> None:
        async with asyncio.timeout(0.01):
            await asyncio.Event().wait()

    async def work() -> str:
        try:
            await to_completion(limited())
        except TimeoutError:
            return "told"
        return "nothing"

    assert await way(work()) == "told"
