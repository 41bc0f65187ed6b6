"""The clock: what the installation as a whole wants done again and again, whoever is first.

No rows of the jobs table: those are a company's, count against its share and stand in its list.
What is called here must bear to be called at any time and by several workers at once. It is never
retried: the next hour is the next try.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from random import uniform
from time import perf_counter
from typing import Final

import structlog

from jobs.events import keep_events

Upkeep = Callable[[], Awaitable[None]]
HOURLY: Final[Mapping[str, Upkeep]] = {"events.keep": keep_events}
HOUR: Final = 3600.0
log = structlog.get_logger()


@asynccontextmanager
async def ticking() -> AsyncIterator[None]:
    """The clock runs, at once and then hourly, to the end of the block."""
    running = asyncio.create_task(_run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])


async def tick(upkeeps: Mapping[str, Upkeep] = HOURLY) -> None:
    """All of them once. What fails is logged and hinders nothing else."""
    for name, upkeep in upkeeps.items():
        started = perf_counter()
        try:
            await upkeep()
        except Exception:
            log.exception("upkeep.failed", action=name)
        else:
            duration = round((perf_counter() - started) * 1000, 1)
            log.info("upkeep.done", action=name, duration_ms=duration)


async def _run() -> None:
    while True:
        await tick()
        await asyncio.sleep(HOUR * uniform(0.9, 1.1))  # noqa: S311 - workers do not tick as one
