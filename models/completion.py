"""What must not stop half way."""

import asyncio
from collections.abc import Coroutine, Generator
from contextlib import suppress
from functools import partial
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
    """As `to_completion`, in the task that runs, which costs half as much.

    So `work` may set itself no time limit: that is a cancellation of this task, too.
    """
    cancelled: asyncio.CancelledError | None = None
    try:
        while True:
            future = work.send(None)
            future._asyncio_future_blocking = False  # it is waited for: what a task would say
            while not future.done():
                done = asyncio.get_running_loop().create_future()  # alone is cancelled with us
                future.add_done_callback(partial(_tell, done))
                try:
                    yield from done
                except asyncio.CancelledError as reason:
                    cancelled = cancelled or reason
    except StopIteration as end:
        if cancelled is None:
            return end.value
    except Exception:
        if cancelled is None:
            raise
    raise cancelled


def _tell(done: "asyncio.Future[None]", _: Any) -> None:
    if not done.done():
        done.set_result(None)
