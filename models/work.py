"""A unit of work: one operation, event or job, with its connection and its transaction."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from contextvars import Token
from typing import TYPE_CHECKING, Any, Literal

import asyncpg
from tortoise.backends.base.client import TransactionContext

from models.tenancy import ForeignCompany, Scope, scope

if TYPE_CHECKING:
    from models.backend import CompanyClient

Writer = Callable[[list[Any]], Awaitable[None]]


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
                drop(connection)  # BEGIN may have arrived: never reuse a connection in doubt
                raise
            self.transaction = Transaction(scope())
            return self.transaction

    async def end(self, statement: Literal["COMMIT", "ROLLBACK"]) -> None:
        async with self._turn:
            self.transaction = None
            try:
                await self._connection.execute(statement)
            except BaseException:
                drop(self._connection)
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


class SessionScope:
    """`async with`: one connection for all that runs inside; joins the one already held."""

    def __init__(self, client: "CompanyClient") -> None:
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

    def __init__(self, client: "CompanyClient") -> None:
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


def drop(connection: Any) -> None:
    """Close a connection whose state is in doubt, so that nobody gets it again."""
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
