"""Every follower of a company sees each of its events once and in order."""

import asyncio
import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import UUID
from weakref import ref

import pytest
from redis.asyncio import Redis

from models import live
from models.database import execute, pinned, transaction
from models.embedded.valkey import Valkey
from models.errors import CursorExpired
from models.events import Event
from models.live.hub import Hubs
from models.live.nearby import Taker, takers
from models.live.window import Window
from models.tenancy import acting_for
from tests.following import SMALL, SOON, begun, log_of, seen, write
from tests.people import Cast, found

Told = tuple[UUID, Callable[[], Sequence[Event]]]


@contextmanager
def taking(take: Taker) -> Iterator[None]:
    """Told of all that this process commits, as its hubs are."""
    takers.append(take)
    try:
        yield
    finally:
        takers.remove(take)


@pytest.fixture
def near() -> Iterator[Hubs]:
    """Hubs of the process that writes; those that a test makes by itself are as another's."""
    hubs = Hubs(SMALL)
    with taking(hubs.take):
        yield hubs


async def test_every_follower_sees_each_event_once_and_in_order_while_many_write(
    company: Cast, connected: Valkey, near: Hubs
) -> None:
    random = Random(7)
    rival = await found("Rival")
    last = 2 + 8 * 20 * 2 + 1  # founding; writers, transactions, events; the last one

    async def writer() -> None:
        for number in range(25):
            await write(company, 2, undo=number % 5 == 4)
            await write(rival)
            await asyncio.sleep(random.random() / 100)

    async with AsyncExitStack() as stack:
        processes = [near, Hubs(SMALL)]
        hubs = [await stack.enter_async_context(process.of(company.id)) for process in processes]
        followers = [
            asyncio.create_task(seen(hub, after=after, until=last, pause=pause))
            for hub in hubs
            for after in (0, 1, 2)
            for pause in (0, 0.001)
        ]
        await asyncio.gather(*(writer() for _ in range(8)))
        await write(company)
        late = [await seen(hub, after=last // 2, until=last) for hub in hubs]
        histories = await asyncio.gather(*followers)

    assert await log_of(company) == list(range(1, last + 1))
    assert histories == [list(range(after + 1, last + 1)) for after in (0, 0, 1, 1, 2, 2)] * 2
    assert late == [list(range(last // 2 + 1, last + 1))] * 2


async def test_a_reader_that_falls_behind_reads_the_table_and_joins_again(company: Cast) -> None:
    async with Hubs(SMALL).of(company.id) as hub:
        await begun(hub)
        slow = asyncio.create_task(seen(hub, after=2, until=302, pause=0.001))
        for _ in range(30):
            await write(company, 10)

        assert await slow == list(range(3, 303))
        assert hub.replay.count > 0
        assert len(hub.window) <= SMALL.window_count


async def test_the_window_is_bounded_by_number_bytes_and_age(company: Cast) -> None:
    with acting_for(company.id):
        events = [Event(seq=seq, changes={"big": "x" * 1000}) for seq in range(1, 101)]
    few = Window(count=20, size=10**9, age=SOON)
    light = Window(count=1_000, size=20_000, age=SOON)
    young = Window(count=1_000, size=10**9, age=0.0)

    for window in (few, light, young):
        window.append(events[:50])
        window.append(events[50:])

    assert [len(few), len(young)] == [20, 0]
    assert 0 < len(light) < 20
    for window in (few, light, young):
        assert window.head == window.base + len(window) == 100
        assert window.after(window.base, limit=1_000) == events[window.base :]
        assert not window.covers(window.base - 1)


async def test_a_client_that_was_away_shortly_costs_no_read(company: Cast) -> None:
    await write(company, 50)
    async with Hubs().of(company.id) as hub:
        histories = await asyncio.gather(*(seen(hub, after=30, until=52) for _ in range(100)))

        assert histories == [list(range(31, 53))] * 100
        assert (hub.live.count, hub.replay.count) == (2, 0)


async def test_a_wake_up_for_what_is_known_reads_nothing_and_many_read_once(company: Cast) -> None:
    async with Hubs(SMALL).of(company.id) as hub:
        await begun(hub)
        reads = hub.live.count
        for _ in range(20):
            live.wake(company.id, hub.head)
        await write(company, 5)
        await asyncio.gather(*(seen(hub, after=2, until=7) for _ in range(20)))

        assert hub.live.count == reads + 1


async def test_what_this_process_writes_costs_it_no_read(company: Cast, near: Hubs) -> None:
    async with near.of(company.id) as hub:
        await begun(hub)
        reads = hub.live.count
        for number in (1, 3):
            await write(company, number)
        await write(company, 2, undo=True)
        histories = await asyncio.gather(*(seen(hub, after=2, until=6) for _ in range(20)))

        assert histories == [[3, 4, 5, 6]] * 20
        assert (hub.live.count, hub.replay.count) == (reads, 0)


async def test_what_is_handed_over_is_what_would_be_read(company: Cast, near: Hubs) -> None:
    changes = {"longer": [{"b": company.id, "a": None}], "to": datetime.now(UTC), "é": 1.5, "zz": 2}
    async with near.of(company.id) as hub:
        await begun(hub)
        with acting_for(company.id):
            async with transaction():
                await Event.record("member.updated", company.owner, changes=changes)
                await Event.record("member.enabled", company.owner, actor=company.viewer)
            handed = hub.window.after(2, limit=10)
            kept = await Event.page(2, limit=10)

    assert [columns(event) for event in handed] == [columns(event) for event in kept]
    assert [str(event.changes) for event in handed] == [str(event.changes) for event in kept]


@pytest.mark.parametrize("commits", [2, 5])
async def test_commits_that_are_told_in_another_order_are_seen_in_theirs(
    company: Cast, commits: int
) -> None:
    """The answer to a COMMIT may be read after that to one which followed it."""
    told: list[Told] = []
    hubs, last = Hubs(SMALL), 2 + 2 * commits
    async with hubs.of(company.id) as hub:
        await begun(hub)
        with taking(lambda *commit: told.append(commit)):
            for _ in range(commits):
                await write(company, 2)
        for commit in reversed(told):
            hubs.take(*commit)

        assert await seen(hub, after=2, until=last) == list(range(3, last + 1))
        assert hub.window.after(2, limit=100)[0].seq == 3
        assert hub.window.head - hub.window.base == len(hub.window)


async def test_a_position_that_retention_has_passed_is_refused(company: Cast) -> None:
    with acting_for(company.id):
        await execute("UPDATE event_heads SET seq = 100, floor = 100")
    await write(company, 3)
    async with Hubs(SMALL).of(company.id) as hub:
        for gone in (2, 99):
            with pytest.raises(CursorExpired):
                await seen(hub, after=gone, until=103)

        assert await seen(hub, after=100, until=103) == [101, 102, 103]


async def test_a_position_nobody_ever_reached_is_refused(company: Cast) -> None:
    async with Hubs(SMALL).of(company.id) as hub:
        with pytest.raises(CursorExpired):
            await seen(hub, after=3, until=4)


async def test_a_follower_in_the_middle_of_a_request_reads_its_own_company(company: Cast) -> None:
    rival = await found("Rival")
    await write(company, 50)
    with acting_for(rival.id):
        async with pinned(), transaction(), Hubs(SMALL).of(company.id) as hub:
            assert await seen(hub, after=0, until=52) == list(range(1, 53))
            assert hub.replay.count > 0


async def test_a_hub_ends_after_its_last_user_but_never_under_a_new_one(
    company: Cast, connected: Valkey
) -> None:
    hubs = Hubs(SMALL)
    async with hubs.of(company.id) as first:
        pass
    async with hubs.of(company.id) as second:
        assert second is first
        await asyncio.sleep(SMALL.linger * 2)
        await write(company)
        assert await seen(second, after=2, until=3) == [3]
    await asyncio.sleep(SMALL.linger * 2)
    assert hubs.figures().hubs == 0
    async with hubs.of(company.id) as third, Redis.from_url(connected.url) as redis:
        assert third is not first
        await write(company)
        assert await seen(third, after=3, until=4) == [4]
        [(_, count)] = await redis.pubsub_numsub(f"workspace-{company.id}")
        assert count == 1


async def test_a_hub_that_has_ended_leaves_nothing_for_the_garbage_collector(company: Cast) -> None:
    hubs = Hubs(SMALL)
    gc.collect()
    gc.disable()
    try:
        async with hubs.of(company.id) as hub:
            await begun(hub)
        left = ref(hub)
        del hub
        async with asyncio.timeout(SOON):
            while left() is not None:
                await asyncio.sleep(0.01)
    finally:
        gc.enable()


def columns(event: Event) -> dict[str, Any]:
    """Without what the audit trail keeps of a row that was read."""
    return {name: value for name, value in vars(event).items() if name != "_known"}
