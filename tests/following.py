"""Writing to a company's log, and followers that note what they saw of it."""

import asyncio
from contextlib import aclosing

from models.database import transaction
from models.events import Event
from models.live.hub import Hub, Pace
from models.tenancy import acting_for
from tests.people import Cast

SOON = 10.0  # seconds: far more than anything here takes
LONG_PULSE = 60.0  # never within a test: what is seen was woken for
SMALL = Pace(pulse=LONG_PULSE, pulse_unheard=0.2, linger=0.1, page=10, warm=10, window_count=20)
QUICK = Pace(pulse=0.2, pulse_unheard=0.2, linger=0.1)


class Undo(Exception):
    """Rolls a transaction back."""


async def write(company: Cast, number: int = 1, *, undo: bool = False) -> None:
    with acting_for(company.id):
        try:
            async with transaction():
                for _ in range(number):
                    await Event.record("member.updated", company.owner)
                if undo:
                    raise Undo
        except Undo:
            pass


async def log_of(company: Cast) -> list[int]:
    with acting_for(company.id):
        return [event.seq for event in await Event.page(0, limit=100_000)]


async def seen(hub: Hub, *, after: int, until: int, pause: float = 0.0) -> list[int]:
    """The seqs that a follower sees up to `until`."""
    seqs: list[int] = []
    async with asyncio.timeout(SOON):
        async with aclosing(hub.follow(after)) as events:
            async for event in events:
                assert event.company_id == hub.company_id
                seqs.append(event.seq)
                await asyncio.sleep(pause)
                if event.seq >= until:
                    break
    return seqs


async def begun(hub: Hub) -> None:
    """The hub knows its head."""
    with acting_for(hub.company_id):
        head = await Event.head()
    await seen(hub, after=head - 1, until=head)
