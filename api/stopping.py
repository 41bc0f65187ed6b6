"""A process that stops sends those who stay away, a few at a time, to go on elsewhere.

All at once they would come back all at once, and find the other processes busy with each other.
Streams would never end by themselves: without this, one of them would hold the process until the
orchestrator kills it.
"""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from random import sample, uniform
from types import FrameType
from typing import Final

from models.settings import settings

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
TICK: Final = 0.05  # seconds
LISTENING: Final = 0.25  # seconds until uvicorn, which looks every 0.1, takes no new connections
FEWEST: Final = 100  # a second: a process with little to send away does not take long


class Departures:
    """The connections that last, of this process."""

    def __init__(self) -> None:
        self.begun = False
        self._waiting: set[asyncio.Future[None]] = set()

    @contextmanager
    def lounge(self) -> Iterator[asyncio.Future[None]]:
        """A connection stays for the block; the future is done once it is its turn to go."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.add(turn)
        if self.begun:
            self._call([turn])
        try:
            yield turn
        finally:
            self._waiting.discard(turn)

    async def sweep(self, *, within: float) -> None:
        """Call all in that time, evenly and in no order; who comes later is called at once."""
        self.begun = True
        clock = asyncio.get_running_loop().time
        end = clock() + min(within, len(self._waiting) / FEWEST)
        while self._waiting:
            ticks = max((end - clock()) / TICK, 1)
            self._call(sample(list(self._waiting), ceil(len(self._waiting) / ticks)))
            await asyncio.sleep(TICK * uniform(0.5, 1.5))  # noqa: S311 - spreads the returns

    def _call(self, turns: list[asyncio.Future[None]]) -> None:
        for turn in turns:
            self._waiting.discard(turn)
            turn.set_result(None)


stopping: Final = asyncio.Event()
departures: Final = Departures()


async def _sweep() -> None:
    await asyncio.sleep(LISTENING)
    await departures.sweep(within=settings().drain_seconds)


@contextmanager
def noticed() -> Iterator[None]:
    """Begin to stop when the process is told to; who listened to that before still does."""
    stopping.clear()
    departures.begun = False
    sweeps: list[asyncio.Task[None]] = []

    def begin() -> None:
        if not stopping.is_set():
            stopping.set()
            sweeps.append(asyncio.create_task(_sweep()))

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def notice(number: int, frame: FrameType | None) -> None:
        departures.begun = True  # uvicorn may look before the loop comes to begin, and sends all
        loop.call_soon_threadsafe(begin)
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)

    for number, handler in before.items():
        if callable(handler):
            signal.signal(number, notice)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
