"""Streams that never end by themselves are told when the process is about to.

The server closes sockets itself, but it waits for responses: without this, one that goes on for
ever would hold the process until the orchestrator kills it.
"""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
stopping: Final = asyncio.Event()


@contextmanager
def noticed() -> Iterator[None]:
    """Set `stopping` when the process is told to stop; who listened to that before still does."""
    stopping.clear()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}

    def notice(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stopping.set)
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
