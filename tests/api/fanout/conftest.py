"""Companies whose members listen, and what their groups did."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from api.fanout import groups, limits
from api.fanout.figures import DIFFERENCES
from api.fanout.group import Group
from models.database import transaction
from models.events import Event, cursor
from models.identity import Member
from models.live.hub import hubs
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.clients import SOON, SignedIn, SocketClient, sign_in
from tests.people import Cast

NAMED = """subscription ($after: Cursor, $names: [String!] = ["member.updated"]) {
  events(after: $after, names: $names) { cursor event { name changes } } }"""


@pytest.fixture(autouse=True)
def all_alike() -> Iterator[None]:
    """Whatever a test does, nothing goes to a group that alone would have been another."""
    before = DIFFERENCES._value.get()
    yield
    assert DIFFERENCES._value.get() == before


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set limits for one test."""

    def limit(**limited: float) -> None:
        monkeypatch.setattr(limits, "LIMITS", replace(limits.LIMITS, **limited))  # type: ignore[arg-type]

    return limit


async def happen(company: Cast, *marks: Any) -> list[Any]:
    """One event with each of these marks; the marks."""
    with acting_for(company.id):
        for mark in marks:
            async with transaction():
                await Event.record("member.updated", company.owner, changes={"mark": mark})
    return list(marks)


async def happen_at_once(company: Cast, *marks: Any) -> list[Any]:
    """As `happen`, in one transaction: a slow machine does not make it a trickle."""
    with acting_for(company.id):
        async with transaction():
            return await happen(company, *marks)


async def position(company: Cast) -> str:
    with acting_for(company.id):
        return cursor(company.id, await Event.head())


async def marks(client: SocketClient, number: int, *, id: str = "live") -> list[Any]:
    """Of so many events to come."""
    told = []
    for _ in range(number):
        message = await client.receive()
        assert (message["type"], message["id"]) == ("next", id), message
        told.append(message["payload"]["data"]["events"]["event"]["changes"]["mark"])
    return told


def groups_of(company: Cast) -> list[Group]:
    return [group for group in groups if group.company_id == company.id]


async def live(company: Cast, number: int) -> list[Group]:
    """The company's groups, once so many of their members are told what is new."""
    await until(lambda: sum(len(group.live) for group in groups_of(company)), number.__eq__)
    return groups_of(company)


async def nobody_live(group: Group) -> None:
    await until(lambda: len(group.live), (0).__eq__)


async def until(look: Callable[[], Any], right: Callable[[Any], bool]) -> Any:
    async with asyncio.timeout(SOON):
        while not right(seen := look()):
            await asyncio.sleep(0)
    return seen


def reads() -> int:
    """Of any company's log by this process."""
    figures = hubs.figures()
    return figures.reads + figures.replays


async def signed_in(viewer: Viewer) -> SignedIn:
    with acting_for(viewer.company_id):
        return await sign_in(await Member.get(id=viewer.member_id))


@pytest.fixture(autouse=True)
async def no_groups_left(limit: Callable[..., None]) -> AsyncIterator[None]:
    yield
    await groups.stop()
