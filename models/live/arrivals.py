"""What came in over the wire and was not yet taken, bounded."""

import asyncio
from collections import deque
from typing import Final

from broadcaster import Event

GAP: Final = "\x00gap"  # messages of this channel may be missing: look at the table


class Arrivals:
    """A queue of messages; when it is full, a gap marker per channel takes their place."""

    def __init__(self, *, capacity: int) -> None:
        self._capacity = capacity
        self._events: deque[Event] = deque()
        self._gaps: dict[str, None] = {}
        self._arrived = asyncio.Event()

    def __len__(self) -> int:
        return len(self._events) + len(self._gaps)

    def put(self, channel: str, message: str) -> None:
        if len(self._events) < self._capacity:
            self._events.append(Event(channel, message))
        else:
            self._gaps |= dict.fromkeys(event.channel for event in self._events)
            self._gaps[channel] = None
            self._events.clear()
        self._arrived.set()

    def gap(self, channel: str) -> None:
        self._gaps[channel] = None
        self._arrived.set()

    async def take(self) -> Event:
        while not len(self):
            self._arrived.clear()
            await self._arrived.wait()
        if self._gaps:
            channel = next(iter(self._gaps))
            del self._gaps[channel]
            return Event(channel, GAP)
        return self._events.popleft()
