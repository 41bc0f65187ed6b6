"""Our Tortoise engine for PostgreSQL: the company travels with the connection.

A unit of work (one GraphQL operation, one event, one job) holds a single pooled connection: taken
at its first query, given back at its end. The company is a setting of that connection, sent only
when it differs from the one already there; so asyncpg's RESET on release is off, and nothing else
may be left on a session. Behind a transaction-mode pooler (`pooler="transaction"`) the setting is
local to each transaction, and every lone statement gets one.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar, Token
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import TransactionContext

from models.errors import Overloaded
from models.tenancy import EVERY, ForeignCompany, NoCompany, Scope, scope

Writer = Callable[[list[Any]], Awaitable[None]]
Pooler = Literal["session", "transaction"]


class CompanyConnection(asyncpg.Connection):
    """A connection that knows which company its session is set to."""

    company: UUID | None = None

    def get_reset_query(self) -> str:
        return ""

    async def enter(self, company: UUID) -> None:
        """Set the session's company, unless it already is."""
        if self.company != company:
            self.company = None  # while in doubt: a cancelled SET may have happened or not
            await self.execute(f"SET app.company_id = '{company}'")
            self.company = company


class Transaction:
    """A running transaction: whose it is, and what is left to do around its commit."""

    def __init__(self, owner: Scope) -> None:
        self.owner = owner
        self.batches: dict[Writer, list[Any]] = {}
        self.after_commit: list[Callable[[], Awaitable[None]]] = []

    def batch(self, writer: Writer) -> list[Any]:
        """The list that `writer` is given in one call, last before the commit."""
        return self.batches.setdefault(writer, [])


class Session:
    """The connection of one unit of work; its tasks take turns on it."""

    def __init__(self, client: "CompanyClient") -> None:
        self.transaction: Transaction | None = None
        self.queries = 0
        self.committed_seq = 0
        self._client = client
        self._connection: Any = None
        self._turn = asyncio.Lock()
        self._closed = False

    @asynccontextmanager
    async def use(self) -> AsyncIterator[Any]:
        """The connection, acting for the current company, for one statement."""
        async with self._turn:
            connection = await self._connected()
            self.queries += 1
            if self.transaction is None:
                async with self._client.entered(connection):
                    yield connection
            elif self.transaction.owner != scope():
                raise ForeignCompany("A transaction cannot change its company.")
            else:
                yield connection

    async def begin(self) -> Transaction:
        async with self._turn:
            connection = await self._connected()
            try:
                await self._client.begin(connection)
            except BaseException:
                _drop(connection)  # BEGIN may have arrived: never reuse a connection in doubt
                raise
            self.transaction = Transaction(scope())
            return self.transaction

    async def end(self, statement: Literal["COMMIT", "ROLLBACK"]) -> None:
        async with self._turn:
            self.transaction = None
            try:
                await self._connection.execute(statement)
            except BaseException:
                _drop(self._connection)
                raise

    async def close(self) -> None:
        async with self._turn:
            self._closed = True
            if self._connection is not None:
                await self._client.checkin(self._connection)
                self._connection = None

    async def _connected(self) -> Any:
        if self._closed:
            raise RuntimeError("This unit of work has ended; later work needs one of its own.")
        if self._connection is None:
            self._connection = await self._client.checkout()
        return self._connection


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """Connections of one pool, and units of work that wait for one or ever had to."""

    size: int
    idle: int
    waiting: int
    waits: int


class CompanyClient(AsyncpgDBClient):
    """Hands every statement a connection that acts for the current company."""

    connection_class = CompanyConnection
    acquire_timeout = 15.0

    def __init__(self, *, pooler: Pooler = "session", **options: Any) -> None:
        if pooler == "transaction":
            options["statement_cache_size"] = 0
        super().__init__(**options)
        self.sticky = pooler == "session"
        self.for_every_company = options["connection_name"] == "every"
        self.current: ContextVar[Session | None] = ContextVar("session", default=None)
        self._waiting = 0
        self._waits = 0

    @property
    def figures(self) -> PoolFigures:
        pool: Any = self._pool
        size, idle = (pool.get_size(), pool.get_idle_size()) if pool else (0, 0)
        return PoolFigures(size, idle, self._waiting, self._waits)

    def acquire_connection(self) -> Any:
        session = self.current.get()
        return self._one_statement() if session is None else session.use()

    def _in_transaction(self) -> TransactionContext:
        return TransactionScope(self)

    async def checkout(self) -> Any:
        if self._pool is None:
            async with self._pool_init_lock:
                if self._pool is None:
                    await self.create_connection(with_db=True)
        pool: Any = self._pool
        has_to_wait = not pool.get_idle_size() and pool.get_size() >= pool.get_max_size()
        self._waits += has_to_wait
        self._waiting += has_to_wait
        try:
            return await pool.acquire(timeout=self.acquire_timeout)
        except TimeoutError:
            raise Overloaded(retry_after=1) from None
        finally:
            self._waiting -= has_to_wait

    async def checkin(self, connection: Any) -> None:
        if self._pool is None:
            return
        with suppress(asyncpg.InterfaceError):
            if connection.is_in_transaction():
                _drop(connection)
        await self._pool.release(connection)

    @asynccontextmanager
    async def entered(self, connection: Any) -> AsyncIterator[None]:
        """Around a lone statement: the connection acts for the current company."""
        if self.for_every_company:
            self._company()
            yield
        elif self.sticky:
            await connection.enter(self._company())
            yield
        else:
            await self.begin(connection)
            try:
                yield
            except BaseException:
                await to_completion(connection.execute("ROLLBACK"))
                raise
            await connection.execute("COMMIT")

    async def begin(self, connection: Any) -> None:
        company = self._company()
        if self.sticky and company is not EVERY:
            await connection.enter(company)
        if self.sticky or company is EVERY:
            await connection.execute("BEGIN")
        else:
            await connection.execute(f"BEGIN; SET LOCAL app.company_id = '{company}'")

    def _company(self) -> Scope:
        company = scope()
        if (company is EVERY) != self.for_every_company:
            raise NoCompany("This connection is not for the current scope.")
        return company

    @asynccontextmanager
    async def _one_statement(self) -> AsyncIterator[Any]:
        connection = await self.checkout()
        try:
            async with self.entered(connection):
                yield connection
        finally:
            await self.checkin(connection)


class SessionScope:
    """`async with`: one connection for all that runs inside; joins the one already held."""

    def __init__(self, client: CompanyClient) -> None:
        self.client = client
        self._token: Token[Session | None] | None = None

    async def __aenter__(self) -> Session:
        session = self.client.current.get()
        if session is None:
            session = Session(self.client)
            self._token = self.client.current.set(session)
        return session

    async def __aexit__(self, *_: object) -> None:
        if self._token is not None:
            session = self.client.current.get()
            self.client.current.reset(self._token)
            assert session is not None
            await to_completion(session.close())


class TransactionScope(TransactionContext):
    """`async with`: all or nothing; inside a running transaction it joins that one."""

    def __init__(self, client: CompanyClient) -> None:
        self.client: Any = client
        self.transaction: Transaction | None = None
        self._scope = SessionScope(client)

    async def __aenter__(self) -> Any:
        self._session = await self._scope.__aenter__()
        if self._session.transaction is None:
            try:
                self.transaction = await self._session.begin()
            except BaseException:
                await self._scope.__aexit__()
                raise
        return self.client

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        try:
            if self.transaction is not None:
                if exc_type is None:
                    await self._commit(self.transaction)
                else:
                    await self._rollback()
        finally:
            await self._scope.__aexit__()

    async def _commit(self, transaction: Transaction) -> None:
        try:
            for writer, rows in list(transaction.batches.items()):
                await writer(rows)
        except BaseException:
            await self._rollback()
            raise
        await to_completion(self._finish(transaction))

    async def _finish(self, transaction: Transaction) -> None:
        await self._session.end("COMMIT")
        for callback in transaction.after_commit:
            await callback()

    async def _rollback(self) -> None:
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await to_completion(self._session.end("ROLLBACK"))


def _drop(connection: Any) -> None:
    # The pool has already taken back what PostgreSQL closed, and then any call raises.
    with suppress(asyncpg.InterfaceError):
        connection.terminate()


async def to_completion(work: Coroutine[Any, Any, Any]) -> Any:
    """Await `work` to its end even when we are cancelled, then let the cancellation through."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        raise


client_class = CompanyClient
