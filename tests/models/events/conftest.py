"""The owner of the tables, who can do what upkeep cannot; no past is left to the next test."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.models.events.past import day_ago, partition, partitions


@pytest.fixture
async def owner(house: None, database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()


@pytest.fixture(autouse=True)
async def today_alone(owner: asyncpg.Connection) -> AsyncIterator[None]:
    yield
    today = partition(await day_ago(0))
    for name in await partitions():
        if name < today:
            await owner.execute(f"DROP TABLE {name}")
    await owner.execute("TRUNCATE events_default")
