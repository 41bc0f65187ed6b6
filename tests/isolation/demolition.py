"""Taking down one wall at a time, and putting it up again."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from typing import Any, Final

import asyncpg
from tortoise.manager import Manager
from tortoise.models import Model

from models import tenancy
from models.tenancy import CompanyManager, CompanyModel

RLS, MANAGER, KEYS = "row security", "manager", "composite keys"
WALLS: Final = (RLS, MANAGER, KEYS)
FORCED: Final = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND relkind IN ('r', 'p') AND relforcerowsecurity
"""
COMPOSITE: Final = """
    SELECT conname, conrelid::regclass::text AS "table", pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
    AND cardinality(conkey) > 1 AND coninhcount = 0
"""


@asynccontextmanager
async def standing(database: str, walls: frozenset[str]) -> AsyncIterator[None]:
    """Only these walls stand, from here to the end of the block."""
    owner = await asyncpg.connect(database)
    async with AsyncExitStack() as down:
        down.push_async_callback(owner.close)
        if RLS not in walls:
            await down.enter_async_context(_without_row_security(owner))
        if KEYS not in walls:
            await down.enter_async_context(_without_keys(owner))
        if MANAGER not in walls:
            down.enter_context(_without_manager())
        yield


@asynccontextmanager
async def _without_row_security(owner: asyncpg.Connection) -> AsyncIterator[None]:
    tables = [row["relname"] for row in await owner.fetch(FORCED)]
    for table in tables:
        await owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    try:
        yield
    finally:
        for table in tables:
            await owner.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


@asynccontextmanager
async def _without_keys(owner: asyncpg.Connection) -> AsyncIterator[None]:
    keys = await owner.fetch(COMPOSITE)
    for key in keys:
        await owner.execute(f"ALTER TABLE {key['table']} DROP CONSTRAINT {key['conname']}")
    try:
        yield
    finally:
        for key in keys:  # not valid: what crossed meanwhile stays, in a database of the tests
            await owner.execute(
                f"ALTER TABLE {key['table']} ADD CONSTRAINT {key['conname']} {key['definition']}"
                + ("" if await _partitioned(owner, key["table"]) else " NOT VALID")
            )


async def _partitioned(owner: asyncpg.Connection, table: str) -> bool:
    return bool(
        await owner.fetchval("SELECT relkind = 'p' FROM pg_class WHERE oid = $1::regclass", table)
    )


@contextmanager
def _without_manager() -> Iterator[None]:
    replaced: list[tuple[Any, str, Any]] = []

    def replace(where: Any, name: str, by: Callable[..., Any]) -> None:
        replaced.append((where, name, getattr(where, name)))
        setattr(where, name, by)

    def unchecked(self: CompanyModel, **values: Any) -> None:
        company = tenancy.scope()
        if company is not tenancy.EVERY:
            values.setdefault("company_id", company)
        Model.__init__(self, **values)

    replace(CompanyManager, "get_queryset", Manager.get_queryset)
    replace(CompanyModel, "_require_ours", lambda self: None)
    replace(CompanyModel, "__init__", unchecked)
    try:
        yield
    finally:
        for where, name, original in replaced:
            setattr(where, name, original)
