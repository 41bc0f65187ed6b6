"""Who says that it is ready is: its connections are open, and have been used."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from models.settings import settings
from tests.api.test_health import EVERYTHING_OK, figures
from tests.serving import serving

OTHERS = "FROM pg_stat_activity WHERE usename = $1 AND pid <> ALL($2)"


async def test_it_begins_with_its_connections_and_they_come_back_before_it_says_so(
    house: None, database: str, tmp_path: Path
) -> None:
    role = settings().app_role
    async with owner_of(database) as owner:
        ours = await owner.fetchval("SELECT array_agg(pid) FROM pg_stat_activity")
        async with serving(tmp_path, DATABASE_POOL_MIN="3") as served:
            begun_with = await size(served.http)
            last = [query for (query,) in await owner.fetch(f"SELECT query {OTHERS}", role, ours)]
            await owner.fetch(f"SELECT pg_terminate_backend(pid) {OTHERS}", role, ours)
            while (await served.http.get("/readyz")).status_code != 200:
                pass
            came_back = await size(served.http)

    assert begun_with == 3
    assert len(last) == 3
    assert all('"conversations"' in query for query in last)
    assert came_back >= 3


async def test_with_fewer_than_it_wants_it_is_ready_all_the_same(
    house: None, database: str, tmp_path: Path
) -> None:
    role = settings().app_role
    async with owner_of(database) as owner:
        count = "SELECT count(*) FROM pg_stat_activity WHERE usename = $1"
        await owner.execute(
            f"ALTER ROLE {role} CONNECTION LIMIT {await owner.fetchval(count, role) + 2}"
        )
        try:
            async with serving(tmp_path, DATABASE_POOL_MIN="5") as served:
                ready = await served.http.get("/readyz")
                had = await size(served.http)
        finally:
            await owner.execute(f"ALTER ROLE {role} CONNECTION LIMIT -1")

    assert (ready.status_code, ready.json()["checks"]) == (200, EVERYTHING_OK)
    assert had == 2


async def size(http: httpx.AsyncClient) -> float:
    return (await figures(http))['chatia_pool_size{pool="company"}']


@asynccontextmanager
async def owner_of(database: str) -> AsyncIterator[Any]:
    owner = await asyncpg.connect(database)
    try:
        yield owner
    finally:
        await owner.close()
