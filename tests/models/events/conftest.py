"""The owner of the tables, who can do what upkeep cannot."""

from collections.abc import AsyncIterator

import asyncpg
import pytest


@pytest.fixture
async def owner(house: None, database: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database)
    yield connection
    await connection.close()
