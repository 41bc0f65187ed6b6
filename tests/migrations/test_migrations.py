"""Up, down to nothing, up again; two at once; and no drift between the models and the catalogue."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from tortoise import Tortoise
from tortoise.fields import Field

from migrations import runner

CATALOGUE = """
    SELECT 'column', table_name || '.' || column_name, data_type || coalesce(column_default, '')
        || is_nullable || coalesce(character_maximum_length::text, '')
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'policy', tablename || '.' || policyname,
        concat(roles, cmd, permissive, qual, with_check) FROM pg_policies
    UNION ALL SELECT 'function', oid::regprocedure::text, pg_get_functiondef(oid)
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'relation', relname,
        concat(relkind, relrowsecurity, relforcerowsecurity, relacl)
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid)
    FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY 1, 2, 3
"""


@pytest.fixture
async def empty_database(servers: object, database: str) -> AsyncIterator[str]:
    """A database nobody has migrated yet."""
    name = f"chatia_empty_{os.getpid()}"
    owner = await asyncpg.connect(database)
    await owner.execute(f"CREATE DATABASE {name}")
    yield urlsplit(database)._replace(path=f"/{name}").geturl()
    await owner.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await owner.execute(f"DROP ROLE IF EXISTS {name}_app, {name}_every, {name}_search")
    await owner.close()


async def chatia(url: str, *arguments: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "api.cli",
        *arguments,
        env=os.environ | {"DATABASE_URL": url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    return output.decode()


async def catalogue(url: str) -> list[tuple[str, ...]]:
    connection = await asyncpg.connect(url)
    try:
        return [tuple(map(str, row)) for row in await connection.fetch(CATALOGUE)]
    finally:
        await connection.close()


async def test_down_to_nothing_and_up_again_is_the_same_catalogue(empty_database: str) -> None:
    empty = await catalogue(empty_database)

    await chatia(empty_database, "migrate")
    first = await catalogue(empty_database)
    await chatia(empty_database, "migrate", "--down")
    nothing = await catalogue(empty_database)
    await chatia(empty_database, "migrate")
    again = await catalogue(empty_database)

    assert len(first) > 200
    assert nothing == empty
    assert again == first


async def test_two_upgrades_at_once_apply_once(empty_database: str) -> None:
    outputs = await asyncio.gather(*(chatia(empty_database, "migrate") for _ in range(3)))

    connection = await asyncpg.connect(empty_database)
    applied = await connection.fetch("SELECT version FROM aerich ORDER BY id")
    await connection.close()
    assert [row[0] for row in applied] == runner.files()
    assert sum("tables.py" in output for output in outputs) == 1


async def test_the_models_and_the_catalogue_agree(house: None, database: str) -> None:
    connection = await asyncpg.connect(database)
    rows = await connection.fetch(
        "SELECT table_name, column_name, is_nullable = 'YES', upper(data_type), "
        "character_maximum_length FROM information_schema.columns WHERE table_schema = 'public' "
        # A partition has the columns of its table.
        "AND NOT (SELECT relispartition FROM pg_class WHERE oid = table_name::regclass)"
    )
    await connection.close()
    actual = {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows if row[0] != "aerich"}

    declared = {}
    for model in Tortoise.apps["models"].values():
        for name, column in model._meta.fields_db_projection.items():
            field = model._meta.fields_map[name]
            declared[model._meta.db_table, column] = (field.null, *_type(field))

    assert actual == declared


def _type(field: Field[Any]) -> tuple[str, int | None]:
    sql_type = str(field.get_for_dialect("postgres", "SQL_TYPE"))
    name, _, length = sql_type.rstrip(")").partition("(")
    spelled = {
        "VARCHAR": "CHARACTER VARYING",
        "TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE",
        "INT": "INTEGER",
        "BOOL": "BOOLEAN",
    }
    return spelled.get(name, name), int(length) if length else None


async def test_the_newest_file_carries_the_state_of_the_models(house: None) -> None:
    """So that `aerich migrate` writes a true difference; see the README on changing a table."""
    assert not runner.drifted()
