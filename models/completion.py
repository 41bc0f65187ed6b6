"""What must not stop half way."""

import asyncio
from collections.abc import Coroutine, Generator
from contextlib import suppress
from types import coroutine
from typing import Any


async def to_completion(work: Coroutine[Any, Any, Any]) -> Any:
    """Await `work` to its end even when we are cancelled, then let the cancellation through."""
    task = asyncio.get_running_loop().create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        raise


@coroutine
def unbroken(work: Coroutine[Any, Any, Any]) -> Generator[Any, Any, Any]:
    """As `to_completion`, in the task that runs, which costs a third as much.

    So `work` may set itself no time limit: that is a cancellation of this task, too.
    """
    waits = _Waits()
    try:
        while True:
            waits.until(work.send(None))
            try:
                yield waits
            except (Exception, asyncio.CancelledError):  # noqa: BLE001, S112 - `work` meets it too
                continue
    except StopIteration as end:
        if waits.cancelled is None:
            return end.value
    except Exception:
        if waits.cancelled is None:
            raise
    raise waits.cancelled


class _Waits:
    """The future that a task waits for, but that being cancelled is only noted.

    https://docs.python.org/3/library/asyncio-future.html
    """

    __slots__ = ("_asyncio_future_blocking", "add_done_callback", "cancelled", "get_loop")

    def __init__(self) -> None:
        self.cancelled: asyncio.CancelledError | None = None

    def until(self, future: Any) -> None:
        future._asyncio_future_blocking = False  # what a task says of what it waits for
        self._asyncio_future_blocking = True
        self.add_done_callback = future.add_done_callback
        self.get_loop = future.get_loop

    def cancel(self, msg: Any = None) -> bool:
        if self.cancelled is None:
            self.cancelled = asyncio.CancelledError(*([] if msg is None else [msg]))
        return True
