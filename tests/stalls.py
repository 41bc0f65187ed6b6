"""When a machine stood still, so that what was measured meanwhile is measured again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic


@asynccontextmanager
async def stalls() -> AsyncIterator[list[float]]:
    """By how many seconds this process came late to what was due."""
    lags = [0.0]

    async def watch() -> None:
        while True:
            asleep = monotonic()
            await asyncio.sleep(0.005)
            lags.append(monotonic() - asleep - 0.005)

    watching = asyncio.create_task(watch())
    try:
        yield lags
        await asyncio.sleep(0.01)  # it has seen the end, too
    finally:
        watching.cancel()
