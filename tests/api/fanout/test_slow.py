"""A socket that does not read: nobody waits for it, it holds little, and it misses nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from websockets.exceptions import ConnectionClosed

from api.fanout import limits
from api.fanout.figures import LAGGARDS, OVERFLOWS
from tests.api.fanout.conftest import NAMED, groups_of, happen, live, marks, position, until
from tests.clients import Door, SignedIn, SocketClient, open_socket, sign_in, socket_of
from tests.people import Cast

LARGE = "x" * 30_000


@asynccontextmanager
async def slow(door: Door, who: SignedIn) -> AsyncIterator[SocketClient]:
    """Takes only what is asked for, and pings cannot help it."""
    async with open_socket(door, max_queue=1, ping_interval=None, close_timeout=0.1) as client:
        await client.init(who.headers)
        yield client


async def test_nobody_waits_for_a_socket_that_does_not_read_and_it_misses_nothing(
    door: Door, acme: Cast, rival: Cast, limit: Callable[..., None]
) -> None:
    limit(mailbox_bytes=100_000)
    who = await sign_in(acme.owner)
    async with slow(door, who) as sleeper, socket_of(door, who) as reader:
        await sleeper.subscribe("live", NAMED)
        await reader.subscribe("live", NAMED)
        (group,) = await live(acme, 2)
        before, number = OVERFLOWS._value.get(), 0
        while len(group.live) == 2:
            number += len(await happen(acme, f"{number} {LARGE}"))
            assert len(await marks(reader, 1)) == 1
        assert OVERFLOWS._value.get() == before + 1
        for _ in range(40):
            number += len(await happen(acme, f"{number} {LARGE}"))
            assert len(await marks(reader, 1)) == 1
        (lagging,) = group.members - set(group.live)
        # One frame that was sent while it still flowed may stand beside the chunk before.
        assert lagging.mailbox.depth < 100_000 + limits.LIMITS.chunk_bytes + len(LARGE)

        told = await marks(sleeper, number)
        assert [int(mark.split()[0]) for mark in told] == list(range(number))
        await live(acme, 2)
        await happen(acme, "new")
        assert await marks(sleeper, 1) == ["new"]


async def test_one_too_slow_is_ended_with_its_cursor_and_goes_on_from_there(
    door: Door, acme: Cast, rival: Cast, limit: Callable[..., None]
) -> None:
    limit(mailbox_bytes=100_000, stall=0.2)
    who = await sign_in(acme.owner)
    before = LAGGARDS._value.get()
    async with slow(door, who) as sleeper:
        await sleeper.subscribe("live", NAMED, after=await position(acme))
        (group,) = await live(acme, 1)
        number = 0
        while group.live:
            number += len(await happen(acme, f"{number} {LARGE}"))
            await until(lambda: group.handed, lambda handed: handed == group.position)
        await until(lambda: LAGGARDS._value.get(), lambda now: now == before + 1)
        told, code, reason = await drained(sleeper)
    assert code == 4208
    cursor = reason.rpartition(" ")[2]

    limit(mailbox_bytes=1_000_000)
    async with socket_of(door, who) as client:
        await client.subscribe("live", NAMED, after=cursor)
        told += await marks(client, number - len(told))
        assert [int(mark.split()[0]) for mark in told] == list(range(number))
        await happen(acme, "new")
        assert await marks(client, 1) == ["new"]


async def test_one_too_far_behind_is_ended_too(
    door: Door, acme: Cast, rival: Cast, limit: Callable[..., None]
) -> None:
    limit(mailbox_frames=5, lag_events=10)
    who = await sign_in(acme.owner)
    async with slow(door, who) as sleeper:
        await sleeper.subscribe("live", NAMED)
        (group,) = await live(acme, 1)
        (member,) = group.members
        number = 0
        while group.live:
            number += len(await happen(acme, f"{number} {LARGE}"))
        for _ in range(12):
            await happen(acme, "more")
        _, code, reason = await drained(sleeper)
    assert code == 4208
    assert reason.rpartition(" ")[2] == member.resume_cursor


async def test_what_a_peer_never_takes_is_thrown_away_with_the_connection(
    door: Door, acme: Cast, rival: Cast, limit: Callable[..., None]
) -> None:
    limit(mailbox_bytes=100_000, stall=0.1)
    who = await sign_in(acme.owner)
    async with slow(door, who) as sleeper:
        await sleeper.subscribe("live", NAMED)
        (group,) = await live(acme, 1)
        (member,) = group.members
        pipe = member.mailbox.pipe
        assert pipe is not None
        while group.live:
            await happen(acme, LARGE)
        async with asyncio.timeout(15):
            while pipe._transport.get_write_buffer_size():
                await asyncio.sleep(0.05)
        assert not groups_of(acme)[0].members


async def drained(client: SocketClient) -> tuple[list[str], int, str]:
    """All that is still told, and the close."""
    told: list[str] = []
    with pytest.raises(ConnectionClosed) as closed:
        while True:
            message = await client.receive()
            told.append(message["payload"]["data"]["events"]["event"]["changes"]["mark"])
    close = closed.value.rcvd
    assert close is not None
    return told, close.code, close.reason
