"""The wake-ups of all companies, for whoever works for all of them."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Final
from uuid import UUID

from models.live.arrivals import GAP
from models.live.channels import Disconnected, joined

PREFIX: Final = "workspace-"
UNHEARD: Final = 10_000  # companies; beyond that, a look at the table is cheaper


class News:
    """Which companies' logs have grown; None where some may be missing."""

    def __init__(self) -> None:
        self._companies: dict[UUID, None] | None = {}
        self._called = asyncio.Event()
        self._closed = False

    async def heard(self, *, within: float) -> list[UUID] | None:
        """All that have since the last time; after so many silent seconds none.

        Raises Disconnected.
        """
        try:
            async with asyncio.timeout(within):
                await self._called.wait()
        except TimeoutError:
            return []
        if self._closed:
            raise Disconnected
        self._called.clear()
        companies, self._companies = self._companies, {}
        return None if companies is None else list(companies)

    def call(self, message: str) -> None:
        channel, _, _ = message.partition(" ")
        try:
            if self._companies is not None and message != GAP:
                self._companies[UUID(channel.removeprefix(PREFIX))] = None
        except ValueError:
            return  # of somebody else's
        if message == GAP or (self._companies is not None and len(self._companies) > UNHEARD):
            self._companies = None
        self._called.set()

    def close(self) -> None:
        self._closed = True
        self._called.set()


def all_wake_ups() -> AbstractAsyncContextManager[News]:
    """Of every company of this installation, by this process too. Raises Disconnected."""
    return joined().attended(f"{PREFIX}*", News())
