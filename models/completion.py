"""What must not stop half way."""

import asyncio
from collections.abc import Coroutine, Generator
from contextlib import suppress
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


class Unbroken:
    """`await` it: as `to_completion`, in the task that runs, which costs half as much.

    So `work` may set itself no time limit: that is a cancellation of this task, too.
    """

    __slots__ = ("_cancelled", "_work")

    def __init__(self, work: Coroutine[Any, Any, Any]) -> None:
        self._work = work
        self._cancelled: asyncio.CancelledError | None = None

    def __await__(self) -> Generator[Any, Any, Any]:
        try:
            while True:
                future = self._work.send(None)
                future._asyncio_future_blocking = False  # it is waited for: what a task would say
                while not future.done():
                    yield from self._wait(future)
        except StopIteration as end:
            if self._cancelled is None:
                return end.value
        except Exception:
            if self._cancelled is None:
                raise
        raise self._cancelled

    def _wait(self, future: Any) -> Generator[Any, Any, Any]:
        """For a future that is not cancelled with us."""
        done = asyncio.get_running_loop().create_future()

        def tell(_: Any) -> None:
            if not done.done():
                done.set_result(None)

        future.add_done_callback(tell)
        try:
            yield from done
        except asyncio.CancelledError as reason:
            self._cancelled = self._cancelled or reason
