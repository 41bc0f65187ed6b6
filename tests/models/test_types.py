"""What a type is, PostgreSQL is asked once by a process, whatever the number of its connections."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest

from models.connection import CompanyConnection, connect

# Written so that it does not find itself.
ASKED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%typeinfo' || '_tree%'"
UNPREPARED = {"statement_cache_size": 0}  # as behind a pooler of transactions


@asynccontextmanager
async def fresh(database: str, **options: Any) -> AsyncIterator[Any]:
    connection = await connect(database, connection_class=CompanyConnection, **options)
    try:
        yield connection
    finally:
        await connection.close()


@pytest.mark.parametrize("options", [{}, UNPREPARED])
async def test_a_type_of_postgresql_is_asked_for_once(
    database: str, options: dict[str, int]
) -> None:
    ids, words = [uuid4(), uuid4()], ["one", "two"]
    for _ in range(2):
        async with fresh(database, **options) as connection:
            read = await connection.fetchrow("SELECT $1::uuid[], $2::text[]", ids, words)

            assert list(read) == [ids, words]
            again = await connection.fetchval("SELECT $1::uuid[]", ids)
            assert again == ids
            told = await connection.fetchval(ASKED)

    assert told == 0


async def test_a_type_of_this_database_is_asked_for_by_each(database: str) -> None:
    async with fresh(database) as owner:
        await owner.execute("CREATE TYPE mood AS ENUM ('glad', 'sad')")
        try:
            for _ in range(2):
                async with fresh(database) as connection:
                    moods = await connection.fetchval("SELECT ARRAY['glad', 'sad']::mood[]")

                    assert moods == ["glad", "sad"]
                    assert await connection.fetchval(ASKED) == 1
        finally:
            await owner.execute("DROP TYPE mood")
