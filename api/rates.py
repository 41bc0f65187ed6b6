"""How fast a company, and each of its viewers, may be told things, by each process.

Whoever is over it is slowed down: what they missed is read again, at their rate. Nothing is ever
left out: who would have to wait for too long is refused, and told which quota it was.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from math import ceil
from time import monotonic
from typing import Any, Final
from uuid import UUID
from weakref import WeakValueDictionary

from prometheus_client import Counter

from api.quotas import REFUSALS, TooFast
from models.settings import settings
from models.viewer import Viewer
from schema.context import Context

SLOWED: Final = Counter("chatia_quota_slowed", "Waits that a quota imposed.", ["quota"])
BURST: Final = 5.0  # seconds' worth of events at once
MINUTE: Final = 60.0
PATIENCE: Final = 15.0  # seconds that somebody is slowed by before they are refused
KEPT: Final = 10_000  # meters; those that are full again say nothing


class Meter:
    """Fills at a rate; who takes more than there is waits until it is paid for."""

    __slots__ = ("at", "level", "limit", "quota", "rate", "size")

    def __init__(self, quota: str, limit: int, *, rate: float, size: float) -> None:
        self.quota = quota
        self.limit = limit
        self.rate = rate
        self.size = self.level = size
        self.at = monotonic()

    def fill(self, now: float) -> float:
        """What there is now; below zero, what is owed."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        return self.level

    def owe(self, amount: float, now: float) -> float:
        """Take it in any case; the seconds until it is paid."""
        self.fill(now)
        self.level -= amount
        return max(-self.level / self.rate, 0.0)

    def require(self, now: float, amount: float = 0.0) -> None:
        """Raises TooFast when more is owed, with so much more, than anybody is made to wait for."""
        if amount - self.fill(now) > PATIENCE * self.rate:
            raise self.exceeded()

    def exceeded(self) -> TooFast:
        """The refusal of somebody who cannot keep up."""
        REFUSALS.labels(self.quota).inc()
        owed = max(-self.level / self.rate, 0.0)
        return TooFast(self.quota, self.limit, retry_after=max(ceil(owed), 1))


class Allowance:
    """Of one viewer and their company."""

    __slots__ = ("__weakref__", "company", "replays", "viewer")

    def __init__(self, viewer: Meter, company: Meter, replays: tuple[Meter, Meter]) -> None:
        self.viewer = viewer
        self.company = company
        self.replays = replays

    def spend(self, events: int, now: float) -> Meter | None:
        """Take so many without waiting; else of which there is nothing left."""
        viewer, company = self.viewer, self.company
        # Filled only when it is needed: this is asked for each delivery.
        if viewer.level < events and viewer.fill(now) <= 0:
            return viewer
        if company.level < events and company.fill(now) <= 0:
            return company
        viewer.level -= events
        company.level -= events
        return None

    async def share(self, events: int) -> int:
        """Waits until some of so many events may be told; how many. Raises TooFast."""
        meters, now = (self.viewer, self.company), monotonic()
        some = min(events, *(max(int(meter.rate / 10), 1) for meter in meters))
        for meter in meters:  # who is refused has taken nothing
            meter.require(now, some)
        await _sleep([(meter.owe(some, now), meter) for meter in meters])
        return some

    async def replay(self, size: int) -> None:
        """Waits until so many bytes that were read again are paid. Raises TooFast."""
        now = monotonic()
        waits = [(meter.owe(size, now), meter) for meter in self.replays]
        for meter in self.replays:
            meter.require(now)
        await _sleep(waits)


async def paced(results: AsyncGenerator[Any, None], context: Context) -> AsyncGenerator[Any, None]:
    """Results that are executed for one alone, as fast as they may be told. Raises TooFast."""
    allowance = meters.of(context.viewer) if context.identity else None
    async with aclosing(results):
        async for result in results:
            if allowance is not None and context.event_seq is not None:
                if context.turn is not None:
                    context.turn.give()
                await allowance.share(1)
            yield result


async def _sleep(waits: list[tuple[float, Meter]]) -> None:
    seconds, longest = max(waits, key=lambda wait: wait[0])
    if seconds:
        SLOWED.labels(longest.quota).inc()
        await asyncio.sleep(seconds)


class Meters:
    """Kept until they are full again, so that who comes back is where they were."""

    def __init__(self) -> None:
        self._meters: dict[tuple[str, UUID, UUID | str | None], Meter] = {}
        self._allowances: WeakValueDictionary[Meter, Allowance] = WeakValueDictionary()

    def of(self, viewer: Viewer) -> Allowance:
        """One for all subscriptions of a viewer, as long as there is any."""
        ours, company_id, who = settings(), viewer.company_id, viewer.actor_id
        of_viewer = self._events(company_id, who, ours.events_per_second_per_viewer)
        allowance = self._allowances.get(of_viewer)
        if allowance is None:
            replays = self._replays(company_id, who, ours.replay_bytes_per_viewer)
            allowance = self._allowances[of_viewer] = Allowance(
                of_viewer, self.events(company_id), (replays, self.replays(company_id))
            )
        return allowance

    def events(self, company_id: UUID) -> Meter:
        return self._events(company_id, None, settings().events_per_second_per_company)

    def replays(self, company_id: UUID) -> Meter:
        return self._replays(company_id, None, settings().replay_bytes_per_company)

    def _events(self, company_id: UUID, who: UUID | None, limit: int) -> Meter:
        quota = f"eventsPerSecondPer{'Viewer' if who else 'Company'}"
        return self._meter(quota, company_id, who, limit, rate=limit, size=limit * BURST)

    def _replays(self, company_id: UUID, who: UUID | None, limit: int) -> Meter:
        quota = f"replayBytesPer{'Viewer' if who else 'Company'}"
        return self._meter(quota, company_id, who, limit, rate=limit / MINUTE, size=limit)

    def _meter(
        self,
        quota: str,
        company_id: UUID,
        who: UUID | None,
        limit: int,
        *,
        rate: float,
        size: float,
    ) -> Meter:
        key = (quota, company_id, who)
        meter = self._meters.get(key)
        if meter is None or meter.limit != limit:
            if len(self._meters) >= KEPT:
                self._sweep()
            meter = self._meters[key] = Meter(quota, limit, rate=rate, size=size)
        return meter

    def _sweep(self) -> None:
        now = monotonic()
        full = [key for key, meter in self._meters.items() if meter.fill(now) >= meter.size]
        for key in full:
            del self._meters[key]


meters: Final = Meters()
