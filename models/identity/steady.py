"""Answers that take as long whatever is behind them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from typing import Final

STEADY: Final = 0.25  # seconds: more than the work takes on a machine that is not overrun


@asynccontextmanager
async def steady() -> AsyncIterator[None]:
    """Go on at the next full step of time, whatever was done in it and however it ended."""
    started = monotonic()
    try:
        yield
    finally:
        await until_steady(started)


async def until_steady(started: float) -> None:
    """Wait for the next full step since then (`time.monotonic()`)."""
    await asyncio.sleep(STEADY - (monotonic() - started) % STEADY)
