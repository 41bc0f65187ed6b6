"""Companies take turns: in executing, and in writing, whatever the others have waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest
from starlette.websockets import WebSocket

from api.fanout import Mailbox, groups
from api.fanout.courier import PAGE, QUANTUM
from api.fanout.group import Group
from api.fanout.memo import Entry
from api.fanout.pipe import Pipe
from api.fanout.turns import AT_ONCE, Turns, executions
from schema import schema
from schema.context import Context
from tests.api.fanout.conftest import NAMED, happen, live, until
from tests.people import Cast


class Peer:
    """The edge: a socket that takes everything, and notes by whom it was written to."""

    def __init__(self, name: str, writes: list[str]) -> None:
        self.open = self.flowing = True
        self.buffered = int
        self._name = name
        self._writes = writes

    def write(self, data: bytes) -> None:
        self._writes.extend([self._name] * data.count(b'"type":"next"'))


@asynccontextmanager
async def listening(
    company: Cast, writes: list[str], *, sockets: int = 1, query: str = NAMED
) -> AsyncIterator[None]:
    """So many sockets that ask for the same."""
    tasks = [
        asyncio.create_task(_listen(company, company.owner.name.split()[0], writes, query))
        for _ in range(sockets)
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _listen(company: Cast, name: str, writes: list[str], query: str) -> None:
    socket = cast(WebSocket, SimpleNamespace(scope={"state": {}}))
    mailbox = Mailbox(socket, ended=asyncio.get_running_loop().create_future())
    mailbox.pipe = cast(Pipe, Peer(name, writes))
    asked: dict[str, Any] = {"id": "1", "query": query, "variables": {}, "operation_name": None}
    with groups.member(schema, Context(identity=company.viewer), mailbox, **asked) as member:
        await member.run()


async def test_a_quiet_companys_frame_leaves_within_a_quantum(acme: Cast, rival: Cast) -> None:
    writes: list[str] = []
    async with listening(acme, writes, sockets=500), listening(rival, writes):
        (hot,), (quiet,) = await live(acme, 500), await live(rival, 1)
        for _ in range(3):
            tell(hot)
        tell(quiet)
        await until(lambda: len(writes), (1501).__eq__)

    assert writes.index("Rival") <= QUANTUM


async def test_what_is_large_costs_more(acme: Cast, rival: Cast) -> None:
    writes: list[str] = []
    async with listening(acme, writes, sockets=100), listening(rival, writes):
        (hot,), (quiet,) = await live(acme, 100), await live(rival, 1)
        tell(hot, size=15 * PAGE)
        tell(quiet)
        await until(lambda: len(writes), (101).__eq__)

    assert writes.index("Rival") <= QUANTUM / 16 + 1


async def test_what_comes_for_one_group_while_another_has_its_turn_is_not_lost(
    acme: Cast, rival: Cast
) -> None:
    writes: list[str] = []
    other = f"{NAMED} # other"
    async with (
        listening(acme, writes, sockets=QUANTUM // 2),
        listening(acme, writes, sockets=2 * QUANTUM, query=other),
        listening(rival, writes),
    ):
        groups = await live(acme, QUANTUM // 2 + 2 * QUANTUM)
        few, many = sorted(groups, key=lambda group: len(group.live))
        (quiet,) = await live(rival, 1)
        tell(few)
        tell(many)
        tell(few)
        tell(quiet)
        await until(lambda: len(writes), (3 * QUANTUM + 1).__eq__)


async def test_many_groups_of_a_company_take_turns_with_the_only_one_of_another(
    acme: Cast, rival: Cast
) -> None:
    writes: list[str] = []
    stranger = uuid4()
    documents = [f"{NAMED} # {number}" for number in range(12)]
    async with listening(rival, writes):
        hot = [listening(acme, writes, query=document) for document in documents]
        for each in hot:
            await each.__aenter__()
        await live(acme, 12)
        await live(rival, 1)
        for _ in range(AT_ONCE):
            await executions.take(stranger)
        await happen(acme, "hot")
        await until(lambda: len(executions), (12).__eq__)
        await happen(rival, "quiet")
        await until(lambda: len(executions), (13).__eq__)
        executions.give()  # one at a time
        await until(lambda: len(writes), (13).__eq__)
        for _ in range(AT_ONCE - 1):
            executions.give()
        for each in hot:
            await each.__aexit__(None, None, None)

    assert writes.index("Rival") <= 1


async def test_a_turn_is_given_back_by_who_does_not_come_for_it() -> None:
    turns, company = Turns(1), uuid4()
    await turns.take(company)
    waiting = [asyncio.create_task(turns.take(company)) for _ in range(3)]
    await until(lambda: len(turns), (3).__eq__)
    waiting[0].cancel()  # while it waits
    turns.give()
    waiting[1].cancel()  # when it was called
    async with asyncio.timeout(1):
        await waiting[2]
    for task in waiting[:2]:
        with suppress(asyncio.CancelledError):
            await task
    turns.give()
    async with asyncio.timeout(1):
        await turns.take(company)


@pytest.fixture(autouse=True)
def nobody_waits_afterwards() -> Any:
    yield
    assert not len(executions)
    assert executions._free == AT_ONCE


def tell(group: Group, *, size: int = 10) -> None:
    """As if it had executed one more event."""
    group._tell(Entry(group.position + 1, 0.0, b'"%s"' % (b"x" * size)))
