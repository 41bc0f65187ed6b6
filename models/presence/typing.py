"""Who is typing where: said no more often than it helps, and over by itself."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final
from uuid import UUID

from models.presence.pace import Pace
from models.presence.register import Entry, Spot

TYPING: Final = "typing"  # the whisper of it
MOST = 1_000  # who type in one company at one time, as far as this process cares


@dataclass(slots=True)
class Said:
    """The last of one member in one conversation; `again` is a true that has to wait."""

    typing: bool
    at: float
    again: asyncio.TimerHandle | None = None


class Speech:
    """What members say through this process; `say` is given an entry where it is worth telling.

    A true leaves at most every `typing_every` seconds, and the false after it at once. The next
    true, when it is too early, waits, unless it is taken back.
    """

    def __init__(self, *, pace: Pace, say: Callable[[UUID, Entry], None]) -> None:
        self._pace = pace
        self._say = say
        self._said: dict[tuple[UUID, Spot], Said] = {}  # the oldest first
        self._second = 0
        self._spent: dict[UUID, int] = {}  # messages of this second, by company

    def hear(self, company_id: UUID, spot: Spot, *, typing: bool) -> None:
        self._forget()
        last = self._said.get((company_id, spot))
        if last is None:
            if self._spend(company_id):
                self._said[company_id, spot] = Said(typing, monotonic())
                self._tell(company_id, spot, typing=typing)
        elif typing and not last.typing and last.again is None:
            wait = last.at + self._pace.typing_every - monotonic()
            loop = asyncio.get_running_loop()
            last.again = loop.call_later(max(wait, 0), self._hear_again, company_id, spot)
        elif not typing and last.again is not None:
            last.again.cancel()
            last.again = None
        elif not typing and last.typing and self._spend(company_id):
            last.typing = False
            self._tell(company_id, spot, typing=False)

    def _hear_again(self, company_id: UUID, spot: Spot) -> None:
        self._said.pop((company_id, spot), None)
        self.hear(company_id, spot, typing=True)

    def _tell(self, company_id: UUID, spot: Spot, *, typing: bool) -> None:
        left = self._pace.typing_expiry if typing else 0.0
        self._say(company_id, Entry(spot.through(""), left))

    def _forget(self) -> None:
        old = monotonic() - self._pace.typing_every
        while self._said:
            key = next(iter(self._said))
            if self._said[key].at > old or self._said[key].again is not None:
                break
            del self._said[key]

    def _spend(self, company_id: UUID) -> bool:
        """Within what the company may send in this second?"""
        second = int(monotonic())
        if second != self._second:
            self._second = second
            self._spent.clear()
        spent = self._spent.get(company_id, 0)
        self._spent[company_id] = spent + 1
        return spent < self._pace.typing_messages


class Typists:
    """Who types in one company, as heard; `changed` is called with whoever begins or stops."""

    def __init__(self, *, changed: Callable[[Spot], None]) -> None:
        self._changed = changed
        self._ends: dict[Spot, asyncio.TimerHandle] = {}

    def of(self, conversation_id: UUID) -> set[UUID]:
        return {spot.member_id for spot in self._ends if spot.place == conversation_id}

    def hear(self, entry: Entry) -> None:
        """They type for so long, unless more is heard. Raises ValueError for what is no entry."""
        spot = Spot.of(entry.text)
        end = self._ends.get(spot)
        if end is not None:
            end.cancel()
        if entry.left <= 0:
            self._stop(spot)
        elif end is not None or len(self._ends) < MOST:
            loop = asyncio.get_running_loop()
            self._ends[spot] = loop.call_later(entry.left, self._stop, spot)
            if end is None:
                self._changed(spot)

    def clear(self) -> None:
        for end in self._ends.values():
            end.cancel()

    def _stop(self, spot: Spot) -> None:
        if self._ends.pop(spot, None) is not None:
            self._changed(spot)
