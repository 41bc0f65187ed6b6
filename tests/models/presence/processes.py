"""Processes in miniature, and what their followers are told."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from time import monotonic
from typing import Any, Generic, TypeVar
from uuid import UUID

from models.presence import Pace, Presence, Status
from models.viewer import Viewer
from tests.people import Cast

SOON = 10.0  # seconds: far more than anything here takes
QUICK = Pace(
    beat=0.2,
    expiry=1.0,
    retry=0.3,
    grace=0.6,
    viewing_grace=0.1,
    batch=0.01,
    rest=0.01,
    linger=0.2,
    patience=0.5,
    typing_every=0.5,
    typing_expiry=1.2,
    typing_messages=20,
)
SLACK = 1.0  # seconds that a machine with other things to do may add to anything
Told = TypeVar("Told")


def member_of(viewer: Viewer) -> UUID:
    assert viewer.member_id is not None
    return viewer.member_id


class Follower(Generic[Told]):
    """Remembers all that it was told."""

    def __init__(self, source: AsyncGenerator[Told, None]) -> None:
        self.told: list[Told] = []
        self._news = asyncio.Event()
        self._task = asyncio.create_task(self._follow(source))

    async def hears(self, expected: Told) -> float:
        """Returns once this is the latest: after how many seconds."""
        began = monotonic()
        async with asyncio.timeout(SOON):
            while self._state() != expected:
                self._news.clear()
                await self._news.wait()
        return monotonic() - began

    async def leave(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _follow(self, source: AsyncGenerator[Told, None]) -> None:
        async with aclosing(source) as tellings:
            async for told in tellings:
                self.told.append(told)
                self._news.set()

    def _state(self) -> Any:
        return self.told[-1] if self.told else None


class Picture(Follower[dict[UUID, Status]]):
    """Of who is there, put together as a client does it."""

    def _state(self) -> dict[UUID, Status] | None:
        if not self.told:
            return None
        state: dict[UUID, Status] = {}
        for told in self.told:
            state |= told
        return {each: status for each, status in state.items() if status is not Status.OFFLINE}


@asynccontextmanager
async def picture(process: Presence, company: Cast) -> AsyncIterator[Picture]:
    """What a client of this process sees of the company."""
    follower = Picture(process.follow_statuses(company.id))
    try:
        yield follower
    finally:
        await follower.leave()


@asynccontextmanager
async def following(source: AsyncGenerator[Told, None]) -> AsyncIterator[Follower[Told]]:
    follower = Follower(source)
    try:
        yield follower
    finally:
        await follower.leave()
