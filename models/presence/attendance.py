"""Where members are through this process: counted here, told to the others by a heartbeat."""

import asyncio
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, suppress
from contextvars import Context
from dataclasses import dataclass
from random import uniform
from time import monotonic
from typing import Final
from uuid import UUID

from redis.exceptions import RedisError

from models.live.channels import Disconnected
from models.live.outage import Outage
from models.live.whispers import whisper
from models.presence.pace import Pace
from models.presence.register import Entry, Spot, batched, pack, write

HERE: Final = "here"  # the whisper of entries
WHISPERED = 100  # of them in one message
News = dict[UUID, set[Spot]]


@dataclass(slots=True)
class Stay:
    """One member at one place: how many sockets say so, and until when it holds without any."""

    text: str
    sockets: int = 0
    over: float = math.inf

    @property
    def left(self) -> float:
        return self.over - monotonic()


@dataclass(slots=True)
class Staying(AbstractContextManager[None], AbstractAsyncContextManager[None]):
    """For the life of a socket, of which there are thousands: a generator holds more."""

    attendance: "Attendance"
    company_id: UUID
    spot: Spot
    grace: float
    stay: Stay | None = None

    def __enter__(self) -> None:
        self.stay = self.attendance.come(self.company_id, self.spot)

    def __exit__(self, *_: object) -> None:
        assert self.stay is not None
        self.attendance.go(self.company_id, self.spot, self.stay, grace=self.grace)

    async def __aenter__(self) -> None:
        self.__enter__()

    async def __aexit__(self, *_: object) -> None:
        self.__exit__()


class Attendance:
    """Redis is told in the background, of many comings and goings at once: no socket waits for it.

    `here` is called at once, with the company and an entry that is new or holds differently.
    """

    def __init__(self, process: str, *, pace: Pace, here: Callable[[UUID, Entry], None]) -> None:
        self._process = process
        self._pace = pace
        self._here = here
        self._stays: dict[UUID, dict[Spot, Stay]] = {}
        self._news: News = {}
        self._changed = asyncio.Event()
        self._outage = Outage("presence.heartbeat", slowest=pace.retry)
        self._task: asyncio.Task[None] | None = None

    def staying(self, company_id: UUID, spot: Spot, *, grace: float) -> "Staying":
        """The member is at the place to the end of the block, and for `grace` seconds more."""
        return Staying(self, company_id, spot, grace)

    def come(self, company_id: UUID, spot: Spot) -> Stay:
        """One more socket says so."""
        stays = self._stays.setdefault(company_id, {})
        stay = stays.setdefault(spot, Stay(spot.through(self._process)))
        stay.sockets += 1
        if stay.sockets == 1:
            stay.over = math.inf
            self._tell(company_id, spot, stay)
        return stay

    def go(self, company_id: UUID, spot: Spot, stay: Stay, *, grace: float) -> None:
        """One less; after the last it holds for `grace` more."""
        stay.sockets -= 1
        if not stay.sockets:
            stay.over = monotonic() + grace
            self._tell(company_id, spot, stay)

    def entries(self, company_id: UUID) -> list[Entry]:
        """What this process knows of the company by itself."""
        stays = self._stays.get(company_id, {})
        return [Entry(stay.text, stay.left) for stay in stays.values()]

    def sockets(self) -> Iterator[tuple[UUID, Spot, int]]:
        """Company, spot, and how many sockets are there; none, in their grace."""
        for company_id, stays in self._stays.items():
            for spot, stay in stays.items():
                yield company_id, spot, stay.sockets

    def _tell(self, company_id: UUID, spot: Spot, stay: Stay) -> None:
        self._here(company_id, Entry(stay.text, stay.left))
        self._news.setdefault(company_id, set()).add(spot)
        self._changed.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), context=Context())

    async def _run(self) -> None:
        """Until nobody is anywhere."""
        beat_at = 0.0
        while self._stays:
            await self._pause(beat_at - monotonic())
            news, self._news = self._news, {}
            beats = monotonic() >= beat_at
            if beats:
                self._forget()
                beat_at = monotonic() + self._pace.beat * uniform(0.8, 1.0)  # noqa: S311 - spreads
            try:
                await write(self._entries(self._stays if beats else news))
            except Disconnected:
                return
            except (RedisError, OSError) as error:
                await self._outage.wait(error)
                beat_at = 0.0
                for company_id, spots in news.items():
                    self._news.setdefault(company_id, set()).update(spots)
            else:
                self._outage.over()
                self._whisper(news)
                await asyncio.sleep(self._pace.batch)

    async def _pause(self, seconds: float) -> None:
        """So long, or until something changes."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0)):
                await self._changed.wait()
        self._changed.clear()

    def _forget(self) -> None:
        now = monotonic()
        for company_id, stays in list(self._stays.items()):
            for spot in [spot for spot, stay in stays.items() if stay.over <= now]:
                del stays[spot]
            if not stays:
                del self._stays[company_id]

    def _entries(
        self, spots: Mapping[UUID, Iterable[Spot]]
    ) -> Iterator[tuple[UUID, Iterator[Entry]]]:
        """As they hold now: a killed process renews none, so each has an end."""
        for company_id, some in [(company_id, list(some)) for company_id, some in spots.items()]:
            yield company_id, self._ending(company_id, some)

    def _ending(self, company_id: UUID, spots: Iterable[Spot]) -> Iterator[Entry]:
        for spot in spots:
            stay = self._stays.get(company_id, {}).get(spot)
            if stay is not None:
                yield Entry(stay.text, min(stay.left, self._pace.expiry))

    def _whisper(self, news: News) -> None:
        for company_id, entries in self._entries(news):
            for some in batched(entries, WHISPERED):
                whisper(company_id, f"{self._process} {HERE} {pack(some)}")
