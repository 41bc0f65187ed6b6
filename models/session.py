"""The connection of a unit of work: its tasks take turns on it."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import asyncpg
import structlog

from models.away import is_unasked, refusal_of
from models.completion import to_completion
from models.connection import TRANSLATED, drop, translated
from models.errors import Unavailable
from models.known import KnownRows
from models.scope import acting
from models.transaction import Transaction
from models.turn import Alone, Turn
from models.turns import Turns
from models.writes import Guard, Last, Moved, Write

if TYPE_CHECKING:
    from models.backend import CompanyClient

log = structlog.get_logger()


class Session:
    """The connection of one unit of work; its tasks take turns on it."""

    transaction: Transaction | None = None
    queries = 0
    committed_seq = 0
    _connection: Any = None
    _doubtful = False
    _lost = False  # the connection, which nobody gets again
    _closed = False

    def __init__(self, client: "CompanyClient") -> None:
        self.client = client
        self._turns = Turns()

    def use(self) -> Turn:
        """The connection, acting for the current company, for one statement."""
        return Turn(self)

    async def fetch(self, sql: str, arguments: Sequence[Any]) -> list[Any]:
        """The records of a statement: as by `use`, but for the usual case in one piece.

        It is usual that nobody else has the connection, and that nothing needs to be done before
        the statement or after it.
        """
        if self._turns.taken or self.transaction is not None or not self.client.plain:
            async with self.use() as connection:
                while True:
                    try:
                        return await connection.read(sql, arguments)  # type: ignore[no-any-return]
                    except asyncpg.InternalClientError as error:
                        connection = await self._another(error)
        self._turns.taken = True
        try:
            connection = self._connection
            if connection is None or self._lost or connection.is_closed():
                connection = await self._connected()
            self.client.enter(connection)
            self.queries += 1
            while True:
                try:
                    return await connection.read(sql, arguments)  # type: ignore[no-any-return]
                except asyncpg.InternalClientError as error:
                    connection = await self._another(error)
        except BaseException as error:
            self._doubtful = True
            self._lose_if_away(error)
            raise
        finally:
            self._turns.pass_on()

    async def write(self, write: Write) -> None:
        """Now, or together with all that the running transaction writes."""
        if self.transaction is None:
            try:
                await self.fetch(write.sql, write.arguments)
            except TRANSLATED as error:
                raise translated(error) from error
            return
        transaction = self.transaction
        if transaction.owner is not acting.get(None):  # as it nearly always is
            transaction.require_ours()
        transaction.fresh = None
        if transaction.writes.add(write):
            await self.flush()

    async def flush(self) -> None:
        """Have written what waits to be."""
        async with Alone(self):
            await self._flush(await self._ready())

    def begin(self) -> Transaction:
        self.transaction = Transaction(self.client.company())
        return self.transaction

    async def finish(self, transaction: Transaction) -> None:
        """Have everything written but what a lone statement can write as it commits."""
        lasts = transaction.lasts
        for writer, rows in transaction.batches.items():
            lasts += writer(rows)
        if not transaction.begun and len(lasts) <= 1 and self.client.sticky:
            return
        async with Alone(self):
            for last in lasts or (None,):
                await self._flush(await self._ready(), last)

    async def commit(self, transaction: Transaction) -> None:
        """Unbroken: whatever has a time limit is a task of its own."""
        if transaction.begun:
            await self._end("COMMIT")
        else:
            await self._write_at_once(transaction)
        for callback in transaction.after_commit:
            try:
                callback()
            except Exception:
                log.exception("after_commit.failed")

    async def roll_back(self) -> None:
        begun = self.transaction is not None and self.transaction.begun
        self.transaction = None
        if begun and not self._lost:
            with suppress(Unavailable, asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                await self._end("ROLLBACK")

    def leave(self) -> bool:
        """End at once, if nothing has to be waited for."""
        if self._turns.taken or self._doubtful:
            return False
        if self._connection is not None and not self.client.keep(self._connection):
            return False
        self._closed, self._connection = True, None
        return True

    async def close(self) -> None:
        async with self._turns:
            self._closed = True
            if self._connection is not None:
                connection, self._connection = self._connection, None
                await self.client.checkin(connection, doubtful=self._doubtful)

    async def _flush(self, connection: Any, last: Last | None = None) -> None:
        transaction = self.transaction
        if transaction is None or not (last or transaction.writes):
            return
        guard = None if transaction.begun else transaction.guard
        sql, arguments = transaction.writes.take(last, guard)
        self.queries += 1
        while True:
            try:
                rows = await connection.read(sql, arguments)
                break
            except asyncpg.InternalClientError as error:
                connection = await to_completion(self._another(error))
            except TRANSLATED as error:
                if guard is not None and isinstance(error, asyncpg.DivisionByZeroError):
                    raise Moved from None
                raise translated(error) from error
        if last is not None:
            last.heard(self, rows)

    async def _write_at_once(self, transaction: Transaction) -> None:
        """All of a transaction, as one statement."""
        async with Alone(self):
            try:
                last = transaction.lasts[0] if transaction.lasts else None
                if last is not None or transaction.writes:
                    connection = self._connection
                    if connection is None or self._lost or connection.is_closed():
                        connection = await to_completion(self._connected())
                    self.client.enter(connection)
                    written = transaction.writes.rows
                    transaction.known = partial(KnownRows, written, transaction.guard)
                    await self._flush(connection, last)
            finally:
                self.transaction = None

    async def _ready(self) -> Any:
        """The connection, for the next statement of what runs now."""
        connection, transaction = await self._connected(), self.transaction
        if transaction is None and self.client.plain:
            self.client.enter(connection)
        elif transaction is None or not transaction.begun:
            if transaction is not None:
                transaction.begun = True
            try:
                await self.client.begin(connection)
            except asyncpg.InternalClientError as error:
                return await self._another(error)
            except BaseException:
                drop(connection)  # BEGIN may have arrived: never reuse a connection in doubt
                raise
            if transaction is not None and transaction.guard is not None:
                await self._hold(connection, transaction.guard)
        return self._connection

    async def _another(self, error: asyncpg.InternalClientError) -> Any:
        """The connection, when PostgreSQL had said goodbye to the one that this was to be sent by.

        Raises the error where something of what runs now may have been done.
        """
        connection, transaction = self._connection, self.transaction
        if not is_unasked(error) or (transaction is not None and connection.is_in_transaction()):
            raise error
        drop(connection)
        if transaction is None or transaction.begun:
            if transaction is not None:
                transaction.begun = False
            return await self._ready()
        connection = await self._connected()
        self.client.enter(connection)
        return connection

    async def _hold(self, connection: Any, guard: Guard) -> None:
        """What was only assumed so far is to be sure. Raises Moved."""
        held = guard.write(None)
        self.queries += 1
        try:
            if not await connection.read(held.sql, held.arguments):
                raise Moved
        except asyncpg.InternalClientError as error:
            await self._another(error)  # where it is held

    async def _end(self, statement: str) -> None:
        async with Alone(self):
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
        if self._connection is not None and self._connection.is_closed():
            self._lost = True  # PostgreSQL has ended it since its last statement
        if self._lost and (self.transaction is None or not self.transaction.begun):
            connection, self._connection = self._connection, None
            self._lost = self._doubtful = False
            await self.client.checkin(connection, doubtful=True)
        if self._connection is None:
            self._connection = self.client.from_hand()
        while self._connection is None:
            connection = await self.client.checkout()
            if connection.is_closed():  # by now that it is our turn
                await self.client.checkin(connection, doubtful=True)
            else:
                self._connection = connection
        return self._connection

    def _lose_if_away(self, error: BaseException | None) -> None:
        """Raises Unavailable if this error says that PostgreSQL is."""
        refusal = refusal_of(error)
        if refusal is None:
            return
        self._doubtful = True
        if self._connection is not None:
            self._lost = True
            drop(self._connection)
        raise refusal from error
