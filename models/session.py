"""The connection of a unit of work, and the transaction that runs on it."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import asyncpg
from tortoise.exceptions import IntegrityError, OperationalError

from models.scope import ForeignCompany, Scope, scope
from models.writes import Last, Write, Writes

if TYPE_CHECKING:
    from models.backend import CompanyClient

Writer = Callable[[list[Any]], Iterable[Last] | Awaitable[None]]


class Transaction:
    """A running transaction: whose it is, what it will write, and what follows its commit."""

    def __init__(self, owner: Scope) -> None:
        self.owner = owner
        self.writes = Writes()
        self.batches: dict[Writer, list[Any]] = {}
        self.fresh: Any = None  # a row that was locked and read, as nothing was written since
        self.after_commit: list[Callable[[], Awaitable[None]]] = []

    def batch(self, writer: Writer) -> list[Any]:
        """The list of which `writer` says, before the commit, what is to be written last."""
        return self.batches.setdefault(writer, [])

    def require_ours(self) -> None:
        if self.owner != scope():
            raise ForeignCompany("A transaction cannot change its company.")


class Session:
    """The connection of one unit of work; its tasks take turns on it."""

    def __init__(self, client: "CompanyClient") -> None:
        self.client = client
        self.transaction: Transaction | None = None
        self.queries = 0
        self.committed_seq = 0
        self._connection: Any = None
        self._doubtful = False
        self._turn = asyncio.Lock()
        self._closed = False

    def use(self) -> "Turn":
        """The connection, acting for the current company, for one statement."""
        return Turn(self)

    async def write(self, write: Write) -> None:
        """Now, or together with all that the running transaction writes."""
        if self.transaction is None:
            async with self.use() as connection:
                with translated():
                    await connection.fetch(write.sql, *write.arguments)
            return
        self.transaction.require_ours()
        self.transaction.writes.add(write)
        self.transaction.fresh = None
        if self.transaction.writes.full:
            await self.flush()

    async def flush(self) -> None:
        """Have written what waits to be."""
        async with self._turn:
            await self._flush(await self._connected())

    async def begin(self) -> Transaction:
        async with self._turn:
            connection = await self._connected()
            try:
                await self.client.begin(connection)
            except BaseException:
                drop(connection)  # BEGIN may have arrived: never reuse a connection in doubt
                raise
            self.transaction = Transaction(scope())
            return self.transaction

    async def finish(self, transaction: Transaction) -> None:
        """Have everything written, and commit."""
        lasts: list[Last] = []
        for writer, rows in transaction.batches.items():
            told = writer(rows)
            if isinstance(told, Awaitable):
                await told
            else:
                lasts += told
        async with self._turn:
            for last in lasts or (None,):
                await self._flush(self._connection, last)

    async def commit(self, transaction: Transaction) -> None:
        await self._end("COMMIT")
        for callback in transaction.after_commit:
            await callback()

    async def roll_back(self) -> None:
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await self._end("ROLLBACK")

    def leave(self) -> bool:
        """End at once, if nothing has to be waited for."""
        if self._turn.locked() or self._doubtful:
            return False
        if self._connection is not None and not self.client.keep(self._connection):
            return False
        self._closed, self._connection = True, None
        return True

    async def close(self) -> None:
        async with self._turn:
            self._closed = True
            if self._connection is not None:
                connection, self._connection = self._connection, None
                await self.client.checkin(connection, doubtful=self._doubtful)

    async def _flush(self, connection: Any, last: Last | None = None) -> None:
        transaction = self.transaction
        if transaction is None or not (last or transaction.writes):
            return
        sql, arguments = transaction.writes.take(last)
        self.queries += 1
        with translated():
            rows = await connection.fetch(sql, *arguments)
        if last is not None:
            last.heard(rows)

    async def _end(self, statement: str) -> None:
        async with self._turn:
            self.transaction = None
            try:
                done = await self.client.end(self._connection, statement)
            except BaseException:
                drop(self._connection)
                raise
            if done != statement:
                raise RuntimeError("A statement had failed, so all was rolled back.")

    async def _connected(self) -> Any:
        if self._closed:
            raise RuntimeError("This unit of work has ended; later work needs one of its own.")
        if self._connection is None:
            self._connection = await self.client.checkout()
        return self._connection


class Turn:
    """`async with`: a session's connection for one statement, when all before it is written."""

    __slots__ = ("_connection", "_lone", "_session")

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lone = session.transaction is None

    async def __aenter__(self) -> Any:
        session = self._session
        await session._turn.acquire()
        try:
            self._connection = connection = await session._connected()
            session.queries += 1
            transaction = session.transaction
            self._lone = transaction is None
            if transaction is None:
                await session.client.enter(connection)
            else:
                transaction.require_ours()
                if transaction.writes:
                    await session._flush(connection)
        except BaseException:
            session._doubtful = True
            session._turn.release()
            raise
        return connection

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        session = self._session
        try:
            if exc_type is not None:
                session._doubtful = True
            if self._lone:
                await session.client.leave(self._connection, failed=exc_type is not None)
        finally:
            session._turn.release()


@contextmanager
def translated() -> Iterator[None]:
    """Errors as Tortoise tells them."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        raise IntegrityError(error) from error
    except (asyncpg.SyntaxOrAccessError, asyncpg.DataError) as error:
        raise OperationalError(error) from error


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
