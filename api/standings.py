"""Where the companies' marks stand (models.events.endings), and since when that is certain."""

import asyncio
from collections.abc import Collection, Mapping
from contextlib import suppress
from contextvars import Context
from time import monotonic
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

from api.rounds import Rounds
from models.events import endings
from models.live.outage import Outage

FRESH: Final = 1.0  # seconds that a look is good for
EVERY: Final = 0.4  # seconds between two looks
LINGER: Final = 5  # looks for a company that nobody has asked about since
NEVER: Final = float("-inf")


class Standing:
    """Where one company's mark stood at a time."""

    __slots__ = ("__weakref__", "company_id", "doubted_at", "looks", "mark", "seen_at")

    def __init__(self, company_id: UUID, *, doubted_at: float) -> None:
        self.company_id = company_id
        self.doubted_at = doubted_at
        self.seen_at = NEVER
        self.mark = 0
        self.looks = 0

    def see(self, mark: int, *, at: float) -> None:
        """It stood there at that time, or later."""
        if at > self.seen_at and at > self.doubted_at:
            self.seen_at, self.mark = at, mark

    def doubt(self, *, at: float) -> None:
        """Only what is seen from now on counts."""
        self.seen_at, self.doubted_at = NEVER, at


class Standings:
    """Of the companies that are asked about: one look for all, as long as they are."""

    def __init__(self) -> None:
        self.taken = 0
        self._known: WeakValueDictionary[UUID, Standing] = WeakValueDictionary()
        self._asked_about: set[Standing] = set()
        self._keeping: asyncio.Task[None] | None = None
        self._confirming: Rounds[Standing, None] = Rounds(self._look)
        self._doubted_at = NEVER

    @property
    def looking(self) -> bool:
        """Somebody has asked of late."""
        return bool(self._asked_about)

    def of(self, company_id: UUID) -> Standing:
        """Known for as long as somebody holds it."""
        standing = self._known.get(company_id)
        if standing is None:
            # Who doubted the company before found nothing to doubt.
            standing = Standing(company_id, doubted_at=self._doubted_at)
            self._known[company_id] = standing
        return standing

    def doubt(self, company_id: UUID) -> None:
        """Something may have ended: what was seen before says nothing any more."""
        self._doubted_at = monotonic()
        standing = self._known.get(company_id)
        if standing is not None:
            standing.doubt(at=self._doubted_at)

    async def confirm(self, standing: Standing) -> None:
        """Look now, with all who ask for it now. It may fail: then nothing is certain."""
        with suppress(Exception):
            await self._confirming.ask(standing)

    def keep(self, standing: Standing) -> None:
        """Look again and again, for a while."""
        standing.looks = LINGER
        self._asked_about.add(standing)
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep(), context=Context())

    async def stop(self) -> None:
        """No look is under way or follows."""
        self._asked_about.clear()
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.wait([self._keeping])

    async def _keep(self) -> None:
        outage = Outage("standings", slowest=EVERY)
        while self._asked_about:
            await asyncio.sleep(EVERY)
            try:
                await self._look(self._asked_about)
            except Exception as error:  # noqa: BLE001 - without looks, each request reads by itself
                await outage.wait(error)
            else:
                outage.over()
            for standing in list(self._asked_about):
                standing.looks -= 1
                if standing.looks <= 0:
                    self._asked_about.discard(standing)

    async def _look(self, standings: Collection[Standing]) -> Mapping[Standing, None]:
        """In one statement."""
        at, asked = monotonic(), list(standings)
        self.taken += 1
        marks = await endings.marks({standing.company_id for standing in asked})
        for standing in asked:
            standing.see(marks[standing.company_id], at=at)
        return dict.fromkeys(asked)
