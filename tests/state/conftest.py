"""Companies and those who watch them."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import httpx
import pytest

from models.identity import Role
from tests.api.conftest import door
from tests.clients import Door, sign_in
from tests.doors import sender
from tests.models.identity.arrivals import arrive, join
from tests.people import Cast
from tests.schema.identity.conftest import unthrottled
from tests.state.watcher import Watcher
from tests.state.world import World

__all__ = ["door", "unthrottled"]
WATCHERS = (Role.OWNER, Role.MEMBER, Role.READ_ONLY)


class Worlds:
    """One for each area: what a scenario leaves behind, the next one of the area finds."""

    def __init__(self, door: Door, held: AsyncExitStack) -> None:
        self._door = door
        self._held = held
        self._worlds: dict[str, World] = {}

    async def of(self, area: str) -> World:
        if area not in self._worlds:
            self._worlds[area] = await self._begin()
        return self._worlds[area]

    async def _begin(self) -> World:
        entry, other = await arrive("Acme"), await arrive("Rival")
        member = entry.seat.member
        shop = await sender(Cast(entry.seat.company.id, member))
        colleagues = [(await join(entry, role)).seat.member for role in WATCHERS[1:]]
        http = await self._held.enter_async_context(
            httpx.AsyncClient(base_url=self._door.url, timeout=20)
        )
        *watchers, rival = [
            await Watcher.begin(self._door, http, each)
            for each in (member, *colleagues, other.seat.member)
        ]
        for watcher in (*watchers, rival):
            self._held.push_async_callback(watcher.close)
        return World(entry, await sign_in(member), shop, watchers, rival)


@pytest.fixture(scope="module")
async def worlds(house: None, door: Door) -> AsyncIterator[Worlds]:
    async with AsyncExitStack() as held:
        yield Worlds(door, held)
