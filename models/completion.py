"""What must not stop half way."""

import asyncio
from collections.abc import Coroutine
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
