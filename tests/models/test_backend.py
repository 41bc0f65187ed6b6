"""The connection under every query: whose it is, who holds it, what a cancellation leaves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import nullcontext, suppress
from contextvars import Context
from uuid import UUID, uuid4

import pytest
from asyncpg import PostgresError
from tortoise import connections

from models.backend import CompanyClient
from models.contacts import Contact
from models.database import after_commit, client, execute, fetch, pinned, transaction
from models.errors import Overloaded, Unavailable
from models.events import Event
from models.tenancy import ForeignCompany, NoCompany, acting_for, every_company
from tests.people import Cast


@pytest.fixture(params=["session", "transaction"])
async def pool_of_two(house: None, request: pytest.FixtureRequest) -> AsyncIterator[CompanyClient]:
    """The company's client, replaced by one with two connections, for either kind of pooler."""
    usual = connections.get("company")
    options = connections.db_config["company"]["credentials"] | {
        "connection_name": "company",
        "minsize": 2,
        "maxsize": 2,
        "pooler": request.param,
    }
    small = CompanyClient(**options)
    token = connections.set("company", small)
    yield small
    connections.reset(token)
    await small.close()
    assert connections.get("company") is usual


NEW_CONTACT = """
    INSERT INTO contacts (id, company_id, name, search_name, custom_attributes, version,
                          created_at, updated_at)
    VALUES ($1, $2, 'new', 'new', '{}', 1, now(), now())
"""


async def free_connections(pool: CompanyClient) -> int:
    return pool.figures.idle


async def test_fifty_operations_of_two_companies_over_two_connections_never_mix(
    pool_of_two: CompanyClient, acme: Cast, rival: Cast
) -> None:
    async def operation(company: Cast, name: str) -> set[UUID]:
        with acting_for(company.id):
            async with pinned():
                await Contact.create(name=name, search_name=name)
                await asyncio.sleep(0)
                async with transaction():
                    await Contact.create(name=name, search_name=name)
                seen = await fetch("SELECT company_id FROM contacts")
                return {row[0] for row in seen}

    companies = [acme, rival] * 25
    seen = await asyncio.gather(*(operation(c, f"n{i}") for i, c in enumerate(companies)))

    assert seen == [{company.id} for company in companies]
    assert await free_connections(pool_of_two) == 2


async def test_an_unpinned_query_acts_for_its_company(
    pool_of_two: CompanyClient, acme: Cast, rival: Cast
) -> None:
    for company in (acme, rival, acme):
        with acting_for(company.id):
            assert (await fetch("SELECT app_company()"))[0][0] == company.id


@pytest.mark.parametrize(
    ("sql", "arguments"),
    [
        ("SELECT 1 / $1::int", (0,)),  # PostgreSQL takes back the SET that came with it
        ("SELECT $1::int", ("no number",)),  # is never sent
        ("SELECT 1 FRM", ()),  # cannot be prepared
        ("SELECT 1 / 0", ()),
        (f"SELECT '{'x' * 20_000}', $1::int", (1,)),  # is too long to have a name
    ],
)
async def test_what_follows_another_statement_acts_for_its_company(
    pool_of_two: CompanyClient, acme: Cast, rival: Cast, sql: str, arguments: tuple[object, ...]
) -> None:
    for company in (acme, rival, acme, rival):
        with acting_for(company.id):
            for inside in (nullcontext(), transaction()):
                with suppress(PostgresError, RuntimeError):
                    async with inside:
                        await fetch(sql, *arguments)
                assert (await fetch("SELECT app_company()"))[0][0] == company.id
                async with transaction():
                    assert (await fetch("SELECT app_company()"))[0][0] == company.id
            for ask in (fetch, execute):
                async with pinned():
                    with suppress(PostgresError):
                        await ask(sql, *arguments)
                    assert (await fetch("SELECT app_company()"))[0][0] == company.id


async def test_a_transaction_takes_back_its_first_statement(
    pool_of_two: CompanyClient, acme: Cast, rival: Cast
) -> None:
    for company in (acme, rival, acme):
        with acting_for(company.id):
            with pytest.raises(ZeroDivisionError):
                async with transaction():
                    await execute(NEW_CONTACT, uuid4(), company.id)
                    raise ZeroDivisionError
            async with transaction():
                await execute(NEW_CONTACT, uuid4(), company.id)
            assert await Contact.filter(name="new").delete() == 1


@pytest.mark.parametrize("turns", range(12))
async def test_a_cancelled_operation_leaks_no_connection_and_writes_nothing(
    pool_of_two: CompanyClient, acme: Cast, rival: Cast, turns: int
) -> None:
    """Cancelled after so many turns of the loop: in acquire, SET, BEGIN, INSERT or COMMIT."""

    async def operation() -> None:
        with acting_for(acme.id):
            async with pinned(), transaction():
                await Contact.create(name="half", search_name="half")
                await asyncio.sleep(60)

    for _ in range(3):
        task = asyncio.create_task(operation())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with acting_for(rival.id):
        assert await fetch("SELECT app_company()")
    with acting_for(acme.id):
        assert await Contact.filter(name="half").count() == 0
    assert await free_connections(pool_of_two) == 2


async def test_a_cancelled_statement_leaves_a_usable_pool(
    pool_of_two: CompanyClient, acme: Cast
) -> None:
    with acting_for(acme.id):
        for _ in range(4):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(fetch("SELECT pg_sleep(30)"), 0.05)

        assert (await fetch("SELECT 1"))[0][0] == 1


async def test_a_transaction_is_all_or_nothing(
    pool_of_two: CompanyClient, acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        head = await Event.head()
        with pytest.raises(ZeroDivisionError):
            async with transaction():
                contact = await Contact.create(name="gone", search_name="gone")
                await Event.record("contact.created", contact)
                async with transaction():
                    await Contact.create(name="gone too", search_name="gone too")
                raise ZeroDivisionError

        assert await Contact.filter(name__startswith="gone").count() == 0
        assert await Event.head() == head


async def test_a_transaction_cannot_change_its_company(
    pool_of_two: CompanyClient, acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        async with transaction():
            with acting_for(rival.id), pytest.raises(ForeignCompany):
                await Contact.create(name="smuggled", search_name="smuggled")


async def test_without_a_company_there_is_no_query(house: None, acme: Cast) -> None:
    for query in (
        lambda: Contact.all(),
        lambda: fetch("SELECT 1"),
        lambda: Contact(name="x", search_name="x"),
    ):
        with pytest.raises(NoCompany):
            result = query()
            await result


def test_nothing_is_no_company() -> None:
    with pytest.raises(NoCompany), acting_for(None):  # type: ignore[arg-type]
        pass


async def test_a_connection_without_a_company_sees_no_row(house: None, acme: Cast) -> None:
    with acting_for(acme.id):
        async with client().acquire_connection() as connection:
            await connection.execute("SET app.company_id = ''")
            try:
                assert await connection.fetch("SELECT * FROM members") == []
            finally:
                await connection.execute(f"SET app.company_id = '{acme.id}'")


async def test_every_company_has_a_role_of_its_own(house: None, acme: Cast, rival: Cast) -> None:
    with every_company():
        rows = await fetch(
            "SELECT current_user, count(*) FROM companies WHERE id = ANY($1) GROUP BY 1",
            [acme.id, rival.id],
        )
    with acting_for(acme.id):
        ordinary = (await fetch("SELECT current_user"))[0][0]

    assert rows[0][1] == 2
    assert rows[0][0] != ordinary


async def test_callbacks_wait_for_the_commit_and_cannot_undo_it(house: None, acme: Cast) -> None:
    heard: list[asyncio.Task[int]] = []

    async def look() -> int:
        with acting_for(acme.id):
            return await Contact.filter(name="told").count()

    def fail() -> None:
        raise RuntimeError("deaf")

    with acting_for(acme.id):
        async with transaction():
            await Contact.create(name="told", search_name="told")
            after_commit(fail)
            after_commit(lambda: heard.append(asyncio.create_task(look(), context=Context())))
            assert heard == []

        assert [await each for each in heard] == [1]


async def test_work_that_outlives_its_session_is_told_so(house: None, acme: Cast) -> None:
    with acting_for(acme.id):
        async with pinned():
            await fetch("SELECT 1")
            released = asyncio.Event()

            async def later() -> None:
                await released.wait()
                await fetch("SELECT 1")

            task = asyncio.create_task(later())
        released.set()

        with pytest.raises(RuntimeError, match="has ended"):
            await task


async def test_an_exhausted_pool_says_so(pool_of_two: CompanyClient, acme: Cast) -> None:
    held = [await pool_of_two.checkout() for _ in range(2)]
    pool_of_two.acquire_timeout = 0.05
    with acting_for(acme.id), pytest.raises(Overloaded):
        await fetch("SELECT 1")
    for each in held:
        await pool_of_two.checkin(each)


async def test_a_connection_that_postgresql_drops_is_replaced_and_its_error_is_told(
    pool_of_two: CompanyClient, acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        for _ in range(3):
            with pytest.raises(Unavailable):
                async with pinned(), transaction():
                    await Contact.create(name="half", search_name="half")
                    await fetch("SELECT pg_terminate_backend(pg_backend_pid())")

        assert await Contact.filter(name="half").count() == 0
    with acting_for(rival.id):
        assert await Contact.all().count() == 0


async def test_statements_are_counted_per_unit_of_work(house: None, acme: Cast) -> None:
    with acting_for(acme.id):
        async with pinned() as session:
            await fetch("SELECT 1")
            await execute("SELECT 1")

            assert session.queries == 2
