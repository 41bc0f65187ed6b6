"""So many rows that PostgreSQL plans as for real: written once for all who look at plans."""

import pytest

from tests.architecture.crowd import Place, populate


@pytest.fixture(scope="session")
async def place(house: None, database: str) -> Place:
    return await populate(database)
