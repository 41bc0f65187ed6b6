"""Our Tortoise engine for PostgreSQL: the company travels with the connection.

A unit of work (one GraphQL operation, one event, one job) holds a single pooled connection: taken
at its first query, given back at its end. The company is a setting of that connection, sent only
when it differs from the one already there; so asyncpg's RESET on release is off, and nothing else
may be left on a session. Behind a transaction-mode pooler (`pooler="transaction"`) the setting is
local to each transaction, and every lone statement gets one.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, Literal

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.base.client import TransactionContext

from models.away import SAID, refusal_of
from models.completion import to_completion
from models.connection import TRANSLATED, CompanyConnection, connect, drop, translated
from models.errors import Overloaded
from models.scope import EVERY, NoCompany, Scope, scope
from models.session import Session
from models.turn import OneStatement
from models.work import SessionScope, TransactionScope, unit
from models.writes import Write

Pooler = Literal["session", "transaction"]
LONG_IDLE: Final = 60.0  # seconds
RELEASE: Final = 5.0  # seconds: what is whole takes less than one thousandth of it


@dataclass(frozen=True, slots=True)
class PoolFigures:
    """Connections of one pool, and units of work that wait for one or ever had to."""

    size: int
    idle: int
    waiting: int
    waits: int


class CompanyClient(AsyncpgDBClient):
    """Hands every statement a connection that acts for the current company.

    Connections that come back whole go to who waits for one or are kept at hand: asyncpg's pool,
    which takes its time over each, makes them and takes back what is broken.
    """

    connection_class = CompanyConnection
    acquire_timeout = 15.0

    def __init__(self, *, pooler: Pooler = "session", **options: Any) -> None:
        if pooler == "transaction":
            options["statement_cache_size"] = 0
        super().__init__(**options)
        self.sticky = pooler == "session"
        self.for_every_company = options["connection_name"] == "every"
        self.plain = self.sticky or self.for_every_company  # a lone statement has nothing around it
        self._at_hand: list[CompanyConnection] = []
        self._broken: list[CompanyConnection] = []  # to be given back to the pool
        self._turns: deque[asyncio.Future[Any]] = deque()
        self._lent = 0  # connections of the pool that are here or in use
        self._waits = 0

    @property
    def figures(self) -> PoolFigures:
        pool: Any = self._pool
        size, idle = (pool.get_size(), pool.get_idle_size()) if pool else (0, 0)
        return PoolFigures(size, idle + len(self._at_hand), len(self._turns), self._waits)

    def acquire_connection(self) -> Any:
        session = unit()
        return OneStatement(Session(self)) if session is None else session.use()

    def fetch(self, sql: str, arguments: Sequence[Any]) -> Coroutine[Any, Any, list[Any]]:
        """The records of a statement. Raises what asyncpg raises."""
        session = unit()
        if session is None:
            return self._fetch_alone(sql, arguments)
        return session.fetch(sql, arguments)

    async def create_pool(self, **options: Any) -> Any:
        return await asyncpg.create_pool(None, connect=connect, **options)

    def _in_transaction(self) -> TransactionContext:
        return TransactionScope(self)

    async def read(self, sql: str, arguments: Sequence[Any]) -> list[Any]:
        """The records of a statement. Raises what Tortoise raises."""
        try:
            return await self.fetch(sql, arguments)
        except TRANSLATED as error:
            raise translated(error) from error

    def store(self, write: Write) -> Coroutine[Any, Any, None]:
        """Now, or together with all that the running transaction writes."""
        session = unit()
        return self._store_alone(write) if session is None else session.write(write)

    async def checkout(self) -> Any:
        """A connection, in turn. Raises Overloaded, Unavailable."""
        until = asyncio.get_running_loop().time() + self.acquire_timeout
        try:
            await self._have_pool()
            while True:
                if (connection := await self._offered(until)) is not None:
                    return connection
        except TimeoutError:
            raise Overloaded(retry_after=1) from None
        except Exception as error:
            if refusal := refusal_of(error):
                raise refusal from error
            raise

    async def checkin(self, connection: Any, *, doubtful: bool = False) -> None:
        """To who waits for one, or to be kept at hand."""
        if self._pool is not None and (doubtful or not self.keep(connection)):
            await self._give_back(connection)

    def keep(self, connection: Any) -> bool:
        """As `checkin`, if nothing has to be waited for."""
        usable = self._pool is not None and not connection.is_closed()
        if usable:
            self._offer(connection)
        return usable

    def enter(self, connection: Any) -> None:
        """Before a lone statement: the connection acts for the current company."""
        company = self.company()
        if self.sticky and company is not EVERY:
            connection.wanted = company

    async def leave(self, connection: Any, *, failed: bool) -> None:
        """After a lone statement, unless it is `plain`."""
        if failed:
            await to_completion(connection.execute("ROLLBACK"))
        else:
            await connection.execute("COMMIT")

    async def begin(self, connection: Any) -> None:
        """Before the first statement of a transaction."""
        company = self.company()
        if not self.sticky:
            local = "" if company is EVERY else f"; SET LOCAL app.company_id = '{company}'"
            await connection.execute(f"BEGIN{local}")
            return
        connection.begin()
        if company is not EVERY:
            connection.wanted = company

    async def end(self, connection: Any, statement: str) -> str:
        """COMMIT or ROLLBACK; which of both it was."""
        done: str = await connection.execute(statement)
        if done == "ROLLBACK":
            connection.forget()
        return done

    def company(self) -> Scope:
        """Of the scope, which must be one that this client is for."""
        company = scope()
        if (company is EVERY) != self.for_every_company:
            raise NoCompany("This connection is not for the current scope.")
        return company

    async def _store_alone(self, write: Write) -> None:
        async with SessionScope(self) as session:
            await session.write(write)

    async def _fetch_alone(self, sql: str, arguments: Sequence[Any]) -> list[Any]:
        session = Session(self)
        try:
            return await session.fetch(sql, arguments)
        finally:
            if not session.leave():
                await to_completion(session.close())

    async def _have_pool(self) -> None:
        if self._pool is None:
            async with self._pool_init_lock:
                if self._pool is None:
                    await self.create_connection(with_db=True)

    async def _offered(self, until: float) -> Any:
        """A connection, or None when it is to be asked for again. Raises TimeoutError."""
        if self._at_hand and not self._broken:
            return self.from_hand()
        if self._broken or self._lent < self.pool_maxsize:
            async with asyncio.timeout_at(until):
                if self._broken:
                    return await self._give_back(self._broken.pop())
                return await self._from_pool()
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[Any] = loop.create_future()
        self._turns.append(turn)
        self._waits += 1
        # Most requests on a busy server wait here, and `asyncio.timeout` takes its time.
        late = loop.call_at(until, _give_up, turn)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._offer(turn.result())
            raise
        finally:
            late.cancel()

    def _offer(self, connection: Any) -> None:
        """To the first who waits; None tells them that the pool has one more to lend."""
        while self._turns:
            turn = self._turns.popleft()
            if not turn.done():
                turn.set_result(connection)
                return
        if connection is not None:
            connection.idle_since = monotonic()
            self._at_hand.append(connection)

    def from_hand(self) -> Any:
        """Rather one that acts for the company already, else the last that was given back."""
        at_hand, company = self._at_hand, scope()
        while at_hand:
            for place, kept in enumerate(at_hand):
                if kept.company == company:
                    connection = at_hand.pop(place)
                    break
            else:
                connection = at_hand.pop()
            if monotonic() - connection.idle_since > LONG_IDLE:
                drop(connection)  # what is between us and the server may have forgotten it
            if not connection.is_closed():
                return connection
            self._broken.append(connection)
        return None

    async def _from_pool(self) -> Any:
        """None if it was closed at once."""
        self._lent += 1
        connection = None
        try:
            pool: Any = self._pool
            lent = await pool.acquire()
            connection = lent._con  # by itself, as a call of it through `lent` is three
        finally:
            if connection is None:
                self._lent -= 1
                self._offer(None)
        return connection

    async def _give_back(self, connection: Any) -> None:
        try:
            if not connection.is_closed() and connection.is_in_transaction():
                drop(connection)
            lent = connection._proxy
            if lent is not None:  # else the pool has taken back what was closed
                # What the pool cannot make whole it has closed.
                with suppress(asyncpg.PostgresError, *SAID, OSError):
                    await self._pool.release(lent, timeout=RELEASE)  # type: ignore[union-attr]
        finally:
            self._lent -= 1
            self._offer(None)

    async def _close(self) -> None:
        at_hand, self._at_hand = self._at_hand, []
        for connection in [*self._broken, *at_hand]:
            await self._give_back(connection)
        self._broken.clear()
        await super()._close()


def _give_up(turn: asyncio.Future[Any]) -> None:
    if not turn.done():
        turn.set_exception(TimeoutError())


client_class = CompanyClient
