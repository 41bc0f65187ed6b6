"""Our Tortoise engine for PostgreSQL: the company travels with the connection.

A unit of work (one GraphQL operation, one event, one job) holds a single pooled connection: taken
at its first query, given back at its end. The company is a setting of that connection, sent only
when it differs from the one already there; so asyncpg's RESET on release is off, and nothing else
may be left on a session. Behind a transaction-mode pooler (`pooler="transaction"`) the setting is
local to each transaction, and every lone statement gets one.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import TransactionContext

from models.errors import Overloaded
from models.tenancy import EVERY, NoCompany, Scope, scope
from models.work import Session, TransactionScope, drop, to_completion

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
                drop(connection)
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


client_class = CompanyClient
