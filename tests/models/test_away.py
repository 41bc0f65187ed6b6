"""What goes wrong with PostgreSQL, and whether that means that it is away."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest
from tortoise import connections
from tortoise.exceptions import DBConnectionError, IntegrityError, OperationalError

from models.away import is_away
from models.backend import CompanyClient
from models.contacts import Contact
from models.database import execute, fetch, pinned, transaction
from models.errors import Overloaded, Unavailable
from models.tenancy import acting_for
from tests.people import Cast

GONE = asyncpg.AdminShutdownError("terminating connection")


def of(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.fixture(params=["session", "transaction"])
async def lone(house: None, request: pytest.FixtureRequest) -> AsyncIterator[CompanyClient]:
    """The company's client with one connection, for either kind of pooler."""
    options = connections.db_config["company"]["credentials"] | {
        "connection_name": "company",
        "maxsize": 1,
        "pooler": request.param,
    }
    client = CompanyClient(**options)
    token = connections.set("company", client)
    yield client
    connections.reset(token)
    await client.close()


@pytest.mark.parametrize(
    ("error", "means_it"),
    [
        (GONE, True),
        (asyncpg.CrashShutdownError(), True),
        (asyncpg.CannotConnectNowError(), True),
        (asyncpg.ConnectionDoesNotExistError(), True),
        (asyncpg.TooManyConnectionsError(), True),
        (asyncpg.InterfaceError("cannot perform operation: connection is closed"), True),
        (asyncpg.InternalClientError("cannot switch to state 12; another operation (2) …"), True),
        (of(OperationalError("?"), GONE), True),
        (of(DBConnectionError("?"), of(OperationalError("?"), GONE)), True),
        (Unavailable(), True),
        (
            asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
            False,
        ),
        (asyncpg.DataError("invalid input for query argument $1"), False),
        (asyncpg.UndefinedTableError(), False),
        (asyncpg.QueryCanceledError(), False),
        (IntegrityError("?"), False),
        (Overloaded(retry_after=1), False),
        (ConnectionRefusedError(), False),  # by whom?
        (of(KeyError("a bug of ours, met on the way"), GONE), False),
        (None, False),
    ],
)
def test_which_errors_mean_it(error: Exception | None, means_it: bool) -> None:
    assert is_away(error) is means_it


async def test_nobody_gets_a_connection_that_was_cut_off(
    lone: CompanyClient, database: str, acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        with pytest.raises(Unavailable):
            await asyncio.gather(fetch("SELECT pg_sleep(30)"), cut(database, "pg_sleep"))
        assert (await fetch("SELECT app_company()"))[0][0] == acme.id
        async with pinned():  # and the same unit of work goes on with another
            with pytest.raises(Unavailable):
                await asyncio.gather(fetch("SELECT pg_sleep(31)"), cut(database, "pg_sleep"))
            assert (await fetch("SELECT app_company()"))[0][0] == acme.id
    with acting_for(rival.id):
        assert (await fetch("SELECT app_company()"))[0][0] == rival.id
    assert lone.figures.size == lone.figures.idle == 1


async def test_what_was_cut_off_between_two_statements_is_not_missed(
    lone: CompanyClient, database: str, acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        async with pinned():
            [[mine]] = await fetch("SELECT pg_backend_pid()")
            await cut(database, mine)
            assert (await fetch("SELECT app_company()"))[0][0] == acme.id
        with pytest.raises(Unavailable):
            async with transaction():
                [[mine]] = await fetch("SELECT pg_backend_pid()")
                await cut(database, mine)
                await fetch("SELECT 1")
    with acting_for(rival.id):
        assert (await fetch("SELECT app_company()"))[0][0] == rival.id
    assert lone.figures.size == lone.figures.idle == 1


async def test_a_transaction_that_was_cut_off_is_over_as_a_whole(
    lone: CompanyClient, database: str, acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        async with pinned():
            with pytest.raises(Unavailable):
                async with transaction():
                    await Contact.create(name="Kim", search_name="kim")
                    await asyncio.gather(execute("SELECT pg_sleep(30)"), cut(database, "pg_sleep"))
            with pytest.raises(Unavailable):
                async with transaction():
                    await Contact.create(name="Kim", search_name="kim")
                    [[mine]] = await fetch("SELECT pg_backend_pid()")
                    await cut(database, mine)
            async with transaction():
                await Contact.create(name="Kim", search_name="kim")
        assert await Contact.all().count() == 1
    with acting_for(rival.id):
        assert await Contact.all().count() == 0


async def test_what_was_cut_off_while_nobody_used_it_is_nobodys_trouble(
    lone: CompanyClient, database: str, acme: Cast, rival: Cast
) -> None:
    for company in (acme, rival, acme):
        with acting_for(company.id):
            seen, pid = (await fetch("SELECT app_company(), pg_backend_pid()"))[0]
            assert seen == company.id
            await cut(database, pid)


async def cut(database: str, what: str | int) -> None:
    """Whoever does this, or has done it last; or the one of this process id."""
    owner = await asyncpg.connect(database)
    try:
        async with asyncio.timeout(10):
            while not (found := await owner.fetch(FIND, str(what))):
                await asyncio.sleep(0.02)
            await owner.execute("SELECT pg_terminate_backend($1)", found[0]["pid"])
            while await owner.fetch(FIND, str(found[0]["pid"])):
                await asyncio.sleep(0.02)
    finally:
        await owner.close()


FIND = """
    SELECT pid FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND (position($1 in query) > 0 OR pid::text = $1)
    ORDER BY state_change DESC
"""
