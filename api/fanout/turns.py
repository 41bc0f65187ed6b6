"""Executions take turns: so many at a time, and of those who wait, their companies one by one.

A company with 500 groups, or 5,000 clients that come back, delays the only group of another by one
execution, not by 500.
"""

import asyncio
from collections import OrderedDict, deque
from typing import Final
from uuid import UUID

AT_ONCE: Final = 8  # each may hold a connection of the pool


class Turns:
    """What so many may do at a time."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = at_once
        self._waiting: OrderedDict[UUID, deque[asyncio.Future[None]]] = OrderedDict()

    def __len__(self) -> int:
        """How many wait."""
        return sum(map(len, self._waiting.values()))

    async def take(self, company_id: UUID) -> None:
        if self._free:
            self._free -= 1
            return
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(company_id, deque()).append(called)
        try:
            await called
        except asyncio.CancelledError:
            if called.done() and not called.cancelled():  # called, and did not come
                self.give()
            raise

    def give(self) -> None:
        """The turn is over: the next company's first is called."""
        while self._waiting:
            company_id, lane = self._waiting.popitem(last=False)
            called = lane.popleft()
            if lane:
                self._waiting[company_id] = lane
            if not called.done():
                called.set_result(None)
                return
        self._free += 1


class Turn:
    """Of one who executes again and again, and may give it back before time."""

    def __init__(self, company_id: UUID, turns: Turns) -> None:
        self._company_id = company_id
        self._turns = turns
        self._taken = False

    async def __aenter__(self) -> None:
        await self._turns.take(self._company_id)
        self._taken = True

    async def __aexit__(self, *_: object) -> None:
        self.give()

    def give(self) -> None:
        """May be called at any time, and more than once."""
        if self._taken:
            self._taken = False
            self._turns.give()


executions: Final = Turns()
