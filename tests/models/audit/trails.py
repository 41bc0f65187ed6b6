"""Chains to look at, and to tamper with as only the owner of the tables can."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from models.audit import AuditEntry, Broken, chains
from models.audit.anchors import Anchor
from models.identity import Company
from models.settings import settings
from models.tenancy import acting_for
from tests.people import Cast


async def trail(company: Cast) -> list[AuditEntry]:
    """All of it, oldest first."""
    with acting_for(company.id):
        return await AuditEntry.all().order_by("seq")


async def last(company: Cast) -> AuditEntry:
    return (await trail(company))[-1]


async def busy(company: Cast, changes: int = 5) -> int:
    """So many more entries; how many there are then."""
    with acting_for(company.id):
        for number in range(changes):
            await (await Company.current()).update(name=f"Name {number}", by=company.viewer)
    return len(await trail(company))


async def broken(company: Cast, anchor: Anchor | None = None) -> Broken | None:
    """What verifying the company's chain ends with."""
    states = [state async for chain in chains(company.id) async for state in chain.verify(anchor)]
    return states[-1] if states and isinstance(states[-1], Broken) else None


@asynccontextmanager
async def owner() -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settings().database_url)
    try:
        yield connection
    finally:
        await connection.close()
