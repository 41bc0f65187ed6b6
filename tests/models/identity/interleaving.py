"""Two transactions in a chosen order, without waiting for luck."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from models.database import fetch, transaction
from models.tenancy import acting_for, every_company
from tests.work import until


async def while_uncommitted(
    first: Callable[[], Awaitable[Any]],
    second: Callable[[], Awaitable[Any]],
    *,
    inside: Callable[[], AbstractContextManager[None]] = every_company,
    watcher: UUID,
) -> Any:
    """Run `second` while `first` is done but not committed, and commit once it waits.

    What `second` came to, which may be an exception.
    """
    done, go_on = asyncio.Event(), asyncio.Event()

    async def slowly() -> None:
        with inside():
            async with transaction():
                await first()
                done.set()
                await go_on.wait()

    holding = asyncio.create_task(slowly())
    await done.wait()
    trying = asyncio.ensure_future(second())

    async def it_waits() -> bool:
        with acting_for(watcher):
            rows = await fetch("SELECT 1 FROM pg_locks WHERE NOT granted")
        return bool(rows) or trying.done()

    await until(it_waits)
    go_on.set()
    await holding
    outcomes = await asyncio.gather(trying, return_exceptions=True)
    return outcomes[0]
