"""A socket that comes back is told all it missed, once, and from memory where that is possible."""

import asyncio
from typing import Any

from api.fanout.figures import BACKFILLS, EXECUTIONS, REPLAYS
from models.events import Event, cursor
from models.tenancy import acting_for
from tests.api.fanout.conftest import NAMED, happen, live, marks, position, reads
from tests.clients import Door, SignedIn, sign_in, socket_of
from tests.people import Cast


def work() -> tuple[float, float, float]:
    return (EXECUTIONS._value.get(), BACKFILLS._value.get(), REPLAYS._value.get())


async def test_what_a_group_remembers_costs_neither_execution_nor_read(
    door: Door, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    async with socket_of(door, who) as stays, socket_of(door, who) as returns:
        await stays.subscribe("live", NAMED)
        await live(acme, 1)
        start = await position(acme)
        told = await happen(acme, *range(20))
        assert await marks(stays, 20) == told
        done, looked = work(), reads()

        await returns.subscribe("live", NAMED, after=start)
        assert await marks(returns, 20) == told
        await live(acme, 2)
        assert (work(), reads()) == (done, looked)

        await happen(acme, "new")
        assert [await marks(client, 1) for client in (stays, returns)] == [["new"], ["new"]]


async def test_what_was_before_the_group_is_executed_once_for_all(
    door: Door, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    starts = []
    for number in range(10):
        starts.append(await position(acme))
        await happen(acme, number)
    before = work()
    async with sockets(door, who, 10) as clients:
        for client, start in zip(clients, starts, strict=True):
            await client.subscribe("live", NAMED, after=start)
        for number, client in enumerate(clients):
            assert await marks(client, 10 - number) == list(range(number, 10))
        await live(acme, 10)

    executions, _, replays = (now - then for now, then in zip(work(), before, strict=True))
    assert (executions, replays) == (10, 0)


async def test_what_is_too_long_ago_is_executed_alone_and_joins(
    door: Door, acme: Cast, rival: Cast, limit: Any
) -> None:
    limit(backfill=5, memo_count=5)
    who = await sign_in(acme.owner)
    start = await position(acme)
    told = await happen(acme, *range(20))
    before = work()
    async with socket_of(door, who) as client:
        await client.subscribe("live", NAMED, after=start)
        assert await marks(client, 20) == told
        await live(acme, 1)
        assert work()[2] == before[2] + 1
        await happen(acme, "new")
        assert await marks(client, 1) == ["new"]


async def test_the_seam_has_neither_gap_nor_repeat_while_others_write(
    door: Door, acme: Cast, rival: Cast, limit: Any
) -> None:
    limit(backfill=20, memo_count=30)
    who = await sign_in(acme.owner)
    await happen(acme, *range(60))
    with acting_for(acme.id):
        head = await Event.head()

    async def write() -> None:
        for number in range(60, 200):
            await happen(acme, number)
            await happen(rival, "theirs")

    writing = asyncio.create_task(write())
    async with sockets(door, who, 24) as clients:
        behind = [60 - 2 * place for place in range(24)]
        for client, missed in zip(clients, behind, strict=True):
            await client.subscribe("live", NAMED, after=cursor(acme.id, head - missed))
        for client, missed in zip(clients, behind, strict=True):
            assert await marks(client, missed + 140) == list(range(60 - missed, 200))
    await writing


async def test_a_cursor_that_leads_nowhere_is_refused(door: Door, acme: Cast, rival: Cast) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as client:
        await client.subscribe("live", NAMED)
        await live(acme, 1)
        for after, code in (
            (cursor(acme.id, 10_000), "CURSOR_EXPIRED"),
            (await position(rival), "CURSOR_INVALID"),
        ):
            await client.subscribe("x", NAMED, after=after)
            answer = await client.receive()
            assert answer["payload"]["errors"][0]["extensions"]["code"] == code
            assert await client.receive() == {"id": "x", "type": "complete"}
        # Ahead of what the group has told is not nowhere.
        await happen(acme, 1)
        assert await marks(client, 1) == [1]


class sockets:
    """So many of one member."""

    def __init__(self, door: Door, who: SignedIn, number: int) -> None:
        self._open = [socket_of(door, who) for _ in range(number)]

    async def __aenter__(self) -> list[Any]:
        return [await one.__aenter__() for one in self._open]

    async def __aexit__(self, *_: object) -> None:
        for one in self._open:
            await one.__aexit__(None, None, None)
