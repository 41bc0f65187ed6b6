"""The room of a company in this process: who is where and who types, for all who follow it."""

import asyncio
import math
from collections.abc import Callable, Iterable
from contextlib import suppress
from contextvars import Context
from random import uniform
from time import monotonic
from typing import Literal
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from models.live.arrivals import GAP
from models.live.channels import Disconnected
from models.live.outage import Outage
from models.live.whispers import Whispers, whispers
from models.presence.attendance import HERE
from models.presence.followers import Followers
from models.presence.pace import Pace
from models.presence.register import Entry, Spot, batched, read, unpack
from models.presence.statuses import Statuses
from models.presence.typing import TYPING, Typists

Topic = tuple[Literal["statuses", "viewing", "typing"], UUID]  # and of which company, conversation
TAKEN = 500  # entries of a look, before others have a turn
log = structlog.get_logger()


class Room:
    """Hears whispers at once, and looks at the register now and then, which heals what was lost.

    Only a look that succeeds makes anybody go: while Redis is away, all stay as they were seen.
    """

    def __init__(
        self,
        company_id: UUID,
        *,
        process: str,
        pace: Pace,
        outage: Outage,
        ended: Callable[["Room"], None],
    ) -> None:
        self.company_id = company_id
        self.users = 0
        self.used_at = 0.0
        self.closing = False
        self.followers: Followers[Topic] = Followers()
        self.typists = Typists(changed=self._typing)
        self._process = process
        self._pace = pace
        self._outage = outage
        self._ended = ended
        self._entries: dict[str, float] = {}  # when each is over, by our own clock
        self._heard: set[str] = set()  # since the last look began
        self._places: dict[UUID, dict[UUID, int]] = {company_id: {}}  # processes by member
        self._look_at = 0.0
        self._wake_at = 0.0
        self._hint = asyncio.Event()
        self._looked = asyncio.Event()
        self.statuses = Statuses(
            company_id, present=self._places[company_id].keys(), changed=self._status
        )
        self._task = asyncio.create_task(self._run(), context=Context())

    def at(self, place: UUID) -> frozenset[UUID]:
        """The members at a place."""
        return frozenset(self._places.get(place, ()))

    async def known(self) -> None:
        """Returns when the room knows all there is to know, or will not learn it soon."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pace.patience):
                await self._looked.wait()
                await self.statuses.certain()

    def put(self, entry: Entry) -> None:
        """From now on it holds so long, whatever was known. Raises ValueError for no entry."""
        if entry.text not in self._entries:
            self._come(Spot.of(entry.text))
        over = self._entries[entry.text] = monotonic() + entry.left
        self._heard.add(entry.text)
        if over < self._wake_at:
            self._hint.set()

    def stop(self) -> None:
        self._task.cancel()

    async def _run(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._attend())
                tasks.create_task(self.statuses.learn())
                tasks.create_task(self.statuses.follow())
        except* Disconnected:
            pass
        except* Exception:
            log.exception("presence.bug", company_id=str(self.company_id))
        finally:
            self._ended(self)
            self._looked.set()
            self.typists.clear()
            self.followers.end()

    async def _attend(self) -> None:
        # Listening before the first look, so that nothing falls between the two.
        async with whispers(self.company_id) as ear, asyncio.TaskGroup() as tasks:
            tasks.create_task(self._listen(ear))
            tasks.create_task(self._watch())

    async def _listen(self, ear: Whispers) -> None:
        while True:
            for message in await ear.heard():
                if message == GAP:
                    self._look_at = 0.0
                    self._hint.set()
                else:
                    with suppress(ValueError):  # of a version of ours that says it otherwise
                        self._hear(message)

    def _hear(self, message: str) -> None:
        process, kind, packed = message.split(" ", 2)
        if process == self._process:
            return  # what is said here is known here
        for entry in unpack(packed):
            if kind == HERE:
                self.put(entry)
            elif kind == TYPING:
                self.typists.hear(entry)

    async def _watch(self) -> None:
        while True:
            if monotonic() >= self._look_at:
                await self._look()
            self._wake_at = min(self._sweep(), self._look_at)
            with suppress(TimeoutError):
                async with asyncio.timeout(max(self._wake_at - monotonic(), 0)):
                    await self._hint.wait()
            self._hint.clear()
            self._wake_at = 0.0  # nobody has to wake us now

    async def _look(self) -> None:
        self._look_at = monotonic() + self._pace.beat * uniform(0.8, 1.0)  # noqa: S311 - spreads
        self._heard.clear()
        try:
            seen = await read(self.company_id)
        except (RedisError, OSError) as error:
            self._keep()
            self._look_at = 0.0
            self._looked.set()
            await self._outage.wait(error)
        else:
            self._outage.over()
            await self._see(seen)
            self._looked.set()

    async def _see(self, entries: Iterable[Entry]) -> None:
        for some in batched(entries, TAKEN):
            for entry in some:
                # What was heard since the look began is newer.
                if self._is_foreign(entry.text) and entry.text not in self._heard:
                    with suppress(ValueError):
                        self.put(entry)
            await asyncio.sleep(0)

    def _keep(self) -> None:
        """Nobody can renew anything; it is nobody's fault."""
        later = monotonic() + self._pace.expiry
        for text, over in self._entries.items():
            if self._is_foreign(text):
                self._entries[text] = max(over, later)

    def _sweep(self) -> float:
        """Forget what is over; when the next will be."""
        now = monotonic()
        for text in [text for text, over in self._entries.items() if over <= now]:
            del self._entries[text]
            self._go(Spot.of(text))
        return min(self._entries.values(), default=math.inf)

    def _come(self, spot: Spot) -> None:
        members = self._places.setdefault(spot.place, {})
        members[spot.member_id] = members.get(spot.member_id, 0) + 1
        if members[spot.member_id] == 1:
            self._moved(spot)

    def _go(self, spot: Spot) -> None:
        members = self._places[spot.place]
        members[spot.member_id] -= 1
        if not members[spot.member_id]:
            del members[spot.member_id]
            if not members and spot.place != self.company_id:
                del self._places[spot.place]
            self._moved(spot)

    def _moved(self, spot: Spot) -> None:
        if spot.place == self.company_id:
            self.statuses.doubt(spot.member_id)
        else:
            self.followers.tell(("viewing", spot.place), spot.member_id)

    def _status(self, member_id: UUID) -> None:
        self.followers.tell(("statuses", self.company_id), member_id)

    def _typing(self, spot: Spot) -> None:
        self.followers.tell(("typing", spot.place), spot.member_id)

    def _is_foreign(self, entry: str) -> bool:
        """Of another process: of our own we know better."""
        return not entry.endswith(self._process)
