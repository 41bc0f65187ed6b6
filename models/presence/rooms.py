"""The rooms of this process: each opens with its first user and closes a while after its last."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from time import monotonic
from uuid import UUID

from models.live.outage import Outage
from models.presence.pace import Pace
from models.presence.register import Entry
from models.presence.room import Room


class Rooms:
    """`entries` says what this process knows of a company by itself."""

    def __init__(
        self, process: str, *, pace: Pace, entries: Callable[[UUID], Iterable[Entry]]
    ) -> None:
        self._process = process
        self._pace = pace
        self._entries = entries
        self._outage = Outage("presence.register", slowest=pace.retry)
        self._rooms: dict[UUID, Room] = {}

    def __len__(self) -> int:
        return len(self._rooms)

    @property
    def followers(self) -> int:
        return sum(len(room.followers) for room in self._rooms.values())

    def open_for(self, company_id: UUID) -> Room | None:
        """The company's room, if anybody here uses it."""
        return self._rooms.get(company_id)

    @asynccontextmanager
    async def of(self, company_id: UUID) -> AsyncIterator[Room]:
        """The company's room, kept open to the end of the block."""
        room = self._rooms.get(company_id) or self._open(company_id)
        room.users += 1
        try:
            yield room
        finally:
            room.users -= 1
            room.used_at = monotonic()
            if not room.users and not room.closing:
                room.closing = True
                self._close_in(self._pace.linger, room)

    def _open(self, company_id: UUID) -> Room:
        room = Room(
            company_id,
            process=self._process,
            pace=self._pace,
            outage=self._outage,
            ended=self._forget,
        )
        for entry in self._entries(company_id):
            room.put(entry)
        self._rooms[company_id] = room
        return room

    def _close_in(self, seconds: float, room: Room) -> None:
        # One timer per room, however often it is used: queries use it and leave at once.
        asyncio.get_running_loop().call_later(seconds, self._close, room)

    def _close(self, room: Room) -> None:
        left = room.used_at + self._pace.linger - monotonic()
        if room.users:
            room.closing = False
        elif left > 0:
            self._close_in(left, room)
        else:
            self._forget(room)
            room.stop()

    def _forget(self, room: Room) -> None:
        # By identity: the company may have a newer room already.
        if self._rooms.get(room.company_id) is room:
            del self._rooms[room.company_id]
