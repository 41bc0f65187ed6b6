"""A statement that is prepared takes a short way: whatever happens on it, nothing is lost."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest
from tortoise import connections

from models.backend import CompanyClient
from models.database import fetch, pinned, transaction
from models.errors import Unavailable
from models.tenancy import acting_for
from tests.models.test_away import cut
from tests.people import Cast

WHOSE = "SELECT app_company(), $1::int"
SLOW = "SELECT app_company(), pg_sleep($1)"


@pytest.fixture
async def only(house: None) -> AsyncIterator[CompanyClient]:
    """The company's client with one connection."""
    options = connections.db_config["company"]["credentials"] | {
        "connection_name": "company",
        "maxsize": 1,
    }
    client = CompanyClient(**options)
    token = connections.set("company", client)
    yield client
    connections.reset(token)
    await client.close()


async def whose(number: int = 0) -> UUID:
    [[company, same]] = await fetch(WHOSE, number)
    assert same == number
    return company  # type: ignore[no-any-return]


@pytest.mark.parametrize("turns", range(12))
async def test_cancelled_at_any_moment_it_leaves_no_connection_in_doubt(
    only: CompanyClient, acme: Cast, rival: Cast, turns: int
) -> None:
    async def read() -> None:
        with acting_for(acme.id):
            async with pinned():
                while True:
                    await whose()

    for _ in range(3):
        with acting_for(rival.id):
            assert await whose() == rival.id  # so that the next one tells PostgreSQL of ours
        task = asyncio.create_task(read())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    for company in (rival, acme):
        with acting_for(company.id):
            assert await whose() == company.id
    assert only.figures.size == only.figures.idle == 1


async def test_cancelled_in_postgresql_it_is_over_before_the_next(
    only: CompanyClient, acme: Cast, rival: Cast
) -> None:
    for company in (acme, rival, acme):
        with acting_for(company.id):
            await fetch(SLOW, 0)
            async with pinned():
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(fetch(SLOW, 30), 0.05)
                assert await whose() == company.id
    assert only.figures.size == only.figures.idle == 1


async def test_tasks_of_one_unit_of_work_take_turns(
    only: CompanyClient, acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        async with pinned() as session:
            await whose()
            tasks = [asyncio.create_task(whose(number)) for number in range(20)]
            await asyncio.sleep(0)
            for given_up in (tasks[0], tasks[5]):  # one that has the turn, and one that waits
                given_up.cancel()
            answers = await asyncio.gather(*tasks, return_exceptions=True)

            assert [answer for answer in answers if isinstance(answer, UUID)] == [acme.id] * 18
            assert await whose() == acme.id
            assert session.queries == 21
    assert only.figures.idle == 1


async def test_what_waits_for_its_turn_is_part_of_the_transaction_that_has_begun_meanwhile(
    only: CompanyClient, acme: Cast, rival: Cast
) -> None:
    now = "SELECT now(), $1::int"
    with acting_for(acme.id):
        async with pinned():
            await fetch(now, 0)
            before = asyncio.create_task(fetch("SELECT now(), pg_sleep($1)", 0.02))
            await asyncio.sleep(0)
            async with transaction():
                [[first, _]], [[second, _]] = await asyncio.gather(fetch(now, 1), fetch(now, 2))
            [[earlier, _]], [[later, _]] = await before, await fetch(now, 3)

    assert earlier < first == second < later


@pytest.mark.parametrize("company_changes", [False, True])
async def test_what_its_table_has_become_is_what_it_reads(
    only: CompanyClient,
    database: str,
    acme: Cast,
    rival: Cast,
    company_changes: bool,
) -> None:
    everything = "SELECT app_company(), * FROM shifting"
    next_one = rival if company_changes else acme
    owner = await asyncpg.connect(database)
    await owner.execute("CREATE TABLE shifting AS SELECT 1; GRANT SELECT ON shifting TO PUBLIC")
    try:
        with acting_for(acme.id):
            assert [*(await fetch(everything))[0]] == [acme.id, 1]
        await owner.execute("ALTER TABLE shifting ADD COLUMN more int")
        with acting_for(next_one.id):
            assert [*(await fetch(everything))[0]] == [next_one.id, 1, None]
            await owner.execute("ALTER TABLE shifting ADD COLUMN most int")
            with pytest.raises(asyncpg.InvalidCachedStatementError):
                async with transaction():
                    await fetch(everything)  # too late to be begun anew
            async with transaction():
                assert [*(await fetch(everything))[0]] == [next_one.id, 1, None, None]
        for company in (acme, rival):
            with acting_for(company.id):
                assert [*(await fetch(everything))[0]] == [company.id, 1, None, None]
    finally:
        await owner.execute("DROP TABLE shifting")
        await owner.close()


async def test_what_its_type_has_become_is_read_the_next_time(
    only: CompanyClient, database: str, acme: Cast, rival: Cast
) -> None:
    owner = await asyncpg.connect(database)
    await owner.execute("CREATE TYPE shifty AS (one int)")
    await owner.execute("CREATE TABLE shifting (it shifty); INSERT INTO shifting VALUES (ROW(1))")
    await owner.execute("GRANT SELECT ON shifting TO PUBLIC")
    try:
        for company in (acme, rival, acme):
            with acting_for(company.id):
                await fetch("SELECT it FROM shifting")
        await owner.execute("ALTER TYPE shifty ADD ATTRIBUTE two int")
        with acting_for(rival.id):
            with pytest.raises(asyncpg.OutdatedSchemaCacheError):
                await fetch("SELECT it FROM shifting")
            assert [*(await fetch("SELECT it FROM shifting"))[0]["it"]] == [1, None]
            assert await whose() == rival.id
    finally:
        await owner.execute("DROP TABLE shifting; DROP TYPE shifty")
        await owner.close()


@pytest.mark.parametrize("sql", ["SELECT 1 / $1::int", "SELECT 1 FRM WHERE $1"])
async def test_a_transaction_that_fails_at_once_keeps_its_connection(
    only: CompanyClient, acme: Cast, rival: Cast, sql: str
) -> None:
    pids = set()
    for company in (acme, rival, acme):
        with acting_for(company.id):
            with pytest.raises(asyncpg.PostgresError):
                async with transaction():
                    await fetch(sql, 0)
            [[seen, pid]] = await fetch("SELECT app_company(), pg_backend_pid()")
            assert seen == company.id
            pids.add(pid)

    assert len(pids) == 1


async def test_its_connection_may_be_cut_off_before_it_or_under_it(
    only: CompanyClient, database: str, acme: Cast, rival: Cast
) -> None:
    for company in (acme, rival, acme):
        with acting_for(company.id):
            await fetch(SLOW, 0)
            async with pinned():
                [[mine]] = await fetch("SELECT pg_backend_pid()")
                await cut(database, mine)
                assert await whose() == company.id
                await fetch(SLOW, 0)
                with pytest.raises(Unavailable):
                    await asyncio.gather(fetch(SLOW, 30), cut(database, "pg_sleep"))
                assert await whose() == company.id
    assert only.figures.size == only.figures.idle == 1
