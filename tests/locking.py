"""Who holds what, and who waits for it: transactions in a chosen order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import Context
from typing import Any

from models.database import fetch, transaction
from models.tenancy import acting_for, every_company
from tests.people import Cast
from tests.work import until


@asynccontextmanager
async def another(company: Cast, *verbs: Any) -> AsyncIterator[None]:
    """These have been done by a transaction that ends with the block."""
    done, go_on = asyncio.Event(), asyncio.Event()

    async def doing() -> None:
        with acting_for(company.id):
            async with transaction():
                for verb in verbs:
                    await verb()
                done.set()
                await go_on.wait()

    holding = asyncio.create_task(doing(), context=Context())
    await asyncio.wait([holding, asyncio.create_task(done.wait())], return_when="FIRST_COMPLETED")
    try:
        yield
    finally:
        go_on.set()
        await holding


async def started(company: Cast, verb: Any) -> asyncio.Task[Any]:
    """Running until it is done, or waits for a lock."""

    async def doing() -> Any:
        with acting_for(company.id):
            return await verb()

    running = asyncio.create_task(doing(), context=Context())

    async def waits() -> bool:
        with acting_for(company.id):
            rows = await fetch("SELECT 1 FROM pg_locks WHERE NOT granted")
        return running.done() or bool(rows)

    await until(waits)
    return running


async def is_free(company: Cast, row: Any) -> bool:
    """Is it locked by nobody?"""

    async def looking() -> bool:
        with acting_for(company.id):
            table = type(row)._meta.db_table
            query = f"SELECT 1 FROM {table} WHERE company_id = $1 AND id = $2"
            found = await fetch(f"{query} FOR UPDATE SKIP LOCKED", company.id, row.id)
        return bool(found)

    return await asyncio.create_task(looking(), context=Context())


async def released(table: str) -> None:
    """By every process of ours; a vacuum may go on, and what was closed has a moment to notice."""
    held = "SELECT 1 FROM pg_locks WHERE relation = $1::text::regclass AND mode <> $2"

    async def nobody_has_it() -> bool:
        with every_company():
            return not await fetch(held, table, "ShareUpdateExclusiveLock")

    await until(nobody_has_it)
