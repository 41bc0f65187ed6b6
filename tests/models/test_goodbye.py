"""PostgreSQL ends a connection that nobody uses: first it says so, and then the line ends.

Who is given the connection in between has not sent anything yet: it is sent by another one.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest
from tortoise import connections

from models.backend import CompanyClient
from models.contacts import Contact
from models.database import fetch, flush, pinned, pools, transaction
from models.errors import Unavailable
from models.tenancy import acting_for
from tests.models.test_away import cut
from tests.people import Cast

Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]
WHO = "SELECT app_company(), pg_backend_pid(), $1::int"


class Exchange:
    """Between us and PostgreSQL: passes on what each says, but not that it ends, until over."""

    def __init__(self, database: str, reach: Callable[[], Awaitable[Line]]) -> None:
        self._database = database
        self._reach = reach
        self._ended: asyncio.Queue[None] = asyncio.Queue()
        self.over = asyncio.Event()

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        theirs, there = await self._reach()
        async with asyncio.TaskGroup() as both:
            both.create_task(passed(reader, there)).add_done_callback(lambda _: there.close())
            await passed(theirs, writer)
            self._ended.put_nowait(None)
            await self.over.wait()
            writer.close()

    async def goodbye(self, *pids: int) -> None:
        """Said to the connections with these processes, and heard."""
        for pid in pids:
            await cut(self._database, pid)
            await self._ended.get()
        observer = await asyncpg.connect(self._database)  # as this is, and so all before it
        await observer.close()


async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while said := await reader.read(65_536):
            writer.write(said)
            await writer.drain()
    except OSError:
        pass


@pytest.fixture(params=["session", "transaction"])
async def exchange(
    house: None, database: str, request: pytest.FixtureRequest
) -> AsyncIterator[Exchange]:
    """The company's client has two connections through it, for either kind of pooler."""
    options = connections.db_config["company"]["credentials"]
    host, port = options["host"], options["port"]

    async def reach() -> Line:
        if host.startswith("/"):
            return await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        return await asyncio.open_connection(host, port)

    exchange = Exchange(database, reach)
    server = await asyncio.start_server(exchange.connect, "127.0.0.1", 0)
    async with server:
        client = CompanyClient(
            **options
            | {
                "connection_name": "company",
                "host": "127.0.0.1",
                "port": server.sockets[0].getsockname()[1],
                "maxsize": 2,
                "pooler": request.param,
            }
        )
        token = connections.set("company", client)
        yield exchange
        exchange.over.set()
        connections.reset(token)
        await client.close()


async def both(company: Cast) -> set[int]:
    """The processes behind the connections, each of which has prepared a statement."""

    async def mine() -> int:
        async with pinned():
            [[_, pid, _]] = await fetch(WHO, 0)
            await everybody.wait()
            return pid  # type: ignore[no-any-return]

    everybody = asyncio.Barrier(2)
    with acting_for(company.id):
        return set(await asyncio.gather(mine(), mine()))


@pytest.mark.parametrize("prepared", [True, False])
async def test_a_statement_is_sent_by_another_connection(
    exchange: Exchange, acme: Cast, rival: Cast, *, prepared: bool
) -> None:
    ask = WHO if prepared else f"{WHO} -- asked for the first time"
    gone = await both(rival)
    await exchange.goodbye(*gone)

    with acting_for(acme.id):
        [[company, pid, number]] = await fetch(ask, 7)

    assert (company, number) == (acme.id, 7)
    assert pid not in gone


async def test_a_unit_of_work_goes_on_with_another_connection(
    exchange: Exchange, acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        async with pinned():
            [[_, mine, _]] = await fetch(WHO, 0)
            await exchange.goodbye(mine)
            told = await asyncio.gather(*(fetch(WHO, number) for number in range(3)))
    assert [(company, number) for [[company, _, number]] in told] == [
        (acme.id, number) for number in range(3)
    ]
    assert mine not in {pid for [[_, pid, _]] in told}


async def test_a_transaction_of_one_statement_is_stored_by_another_connection(
    exchange: Exchange, acme: Cast, rival: Cast
) -> None:
    await exchange.goodbye(*await both(rival))

    with acting_for(acme.id):
        async with transaction():
            await Contact.create(name="Kim", search_name="kim")

        assert [contact.name for contact in await Contact.all()] == ["Kim"]
    with acting_for(rival.id):
        assert await Contact.all().count() == 0


@pytest.mark.parametrize("written_first", [True, False])
async def test_a_transaction_begins_on_another_connection(
    exchange: Exchange, acme: Cast, rival: Cast, *, written_first: bool
) -> None:
    gone = await both(rival)
    await exchange.goodbye(*gone)

    with acting_for(acme.id):
        async with transaction():
            if written_first:
                await Contact.create(name="Kim", search_name="kim")
                await flush()
            [[company, pid, _]] = await fetch(WHO, 0)
            if not written_first:
                await Contact.create(name="Kim", search_name="kim")
            await flush()
            [[_, same, _]] = await fetch(WHO, 1)

        assert company == acme.id
        assert pid == same
        assert pid not in gone
        assert [contact.name for contact in await Contact.all()] == ["Kim"]


async def test_the_pool_is_closed_without_trouble(exchange: Exchange, rival: Cast) -> None:
    await exchange.goodbye(*await both(rival))

    await connections.get("company").close()

    assert pools()["company"].size == 0


async def test_a_transaction_that_has_done_something_is_over(
    exchange: Exchange, acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        with pytest.raises(Unavailable):
            async with transaction():
                await Contact.create(name="Kim", search_name="kim")
                [[_, pid, _]] = await fetch(WHO, 0)
                await exchange.goodbye(pid)
                await fetch(WHO, 1)
        assert await Contact.all().count() == 0
    with acting_for(rival.id):
        assert (await fetch(WHO, 2))[0][0] == rival.id
