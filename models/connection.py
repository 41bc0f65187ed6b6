"""A connection that acts for a company, and is told so without a round trip of its own.

What makes it ready for a statement (SET, BEGIN) is due, not done: it is written to the wire right
before the statement, in the same packet, and nobody waits for an answer to it. asyncpg has no way
to say so, but its reader takes what PostgreSQL answers to both for the answer to one.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

import asyncpg
import structlog
from asyncpg import Record
from asyncpg.pgproto import pgproto
from asyncpg.protocol import Protocol
from tortoise.exceptions import IntegrityError, OperationalError

from models import tracing
from models.errors import Interrupted
from models.types import Types

Executor = Callable[[Any, float | None], Coroutine[Any, Any, Any]]
GIVEN_UP: Final = (  # what PostgreSQL may do the next time
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.SerializationError,
)
TRANSLATED: Final = (
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.SyntaxOrAccessError,
    asyncpg.DataError,
)
AS_FETCH: Final = (0, False, None)  # all the rows, nothing besides, and the usual time
# What ids are read as: derived from Python's, which takes several times as long over everything.
ReadUUID: Final[Any] = pgproto.UUID
log = structlog.get_logger()


class CompanyConnection(Types, asyncpg.Connection):
    """It knows which company its session is set to, and whether a transaction is to begin."""

    company: UUID | None = None  # None while in doubt
    idle_since = 0.0
    wanted: UUID | None = None  # by the next statement
    _begins = False

    def __init__(self, protocol: Any, transport: Any, loop: "_Loop", *rest: Any) -> None:
        super().__init__(protocol, transport, loop.loop, *rest)
        # Where TLS was asked for first, its transport is none of ours.
        self._hold = getattr(transport, "hold", transport.write)

    def get_reset_query(self) -> str:
        """Ends what a failure left.

        Prepared but never executed, a statement holds its locks until the next.
        """
        return "SELECT"

    def begin(self) -> None:
        """The next statement is to be the first of a transaction."""
        self._begins = True

    def forget(self) -> None:
        """The SET that came with a BEGIN is undone with it."""
        self.company = None

    async def execute(self, query: str, *args: Any, **options: Any) -> str:
        if args:
            return str(await super().execute(query, *args, **options))
        with tracing.statement(query):
            return await self._execute_plain(query, **options)

    async def settle(self) -> None:
        """Have what is due done, before what is no plain statement."""
        if self._due():
            await self.execute("SELECT")

    async def copy_records_to_table(self, table_name: str, **options: Any) -> str:
        await self.settle()
        return str(await super().copy_records_to_table(table_name, **options))

    async def _execute_plain(self, query: str, **options: Any) -> str:
        if query == "ROLLBACK":  # where a statement has failed, nothing else is done
            self.wanted, self._begins = self.company, False
        due = self._due()
        if not due:
            return str(await super().execute(query, **options))
        self._note()
        try:
            return str(await super().execute(f"{due}; {query}", **options))
        except BaseException:
            self.company = None  # what came with it is taken back with it
            raise

    async def read(self, sql: str, arguments: Sequence[Any]) -> list[Any]:
        """As `fetch`, without the layers of asyncpg that have nothing to do.

        They have none for a statement that it has prepared, so that it has a name, when no other
        is being cancelled and nobody watches.
        """
        statement = self._stmt_cache.get((sql, Record, False))
        protocol = self._protocol
        if (
            statement is None
            or protocol._is_cancelling()
            or tracing.telemetry is not None
            or self._query_loggers
        ):
            return list(await self.fetch(sql, *arguments))
        sent = (self._begins or self.wanted != self.company) and self._send_due()
        try:
            return await protocol.bind_execute(statement, arguments, "", *AS_FETCH)  # type: ignore[no-any-return]
        except BaseException as error:
            if sent:
                await self._take_back(error)
            if isinstance(error, GIVEN_UP):
                raise _interrupted(error) from error
            if isinstance(error, asyncpg.InvalidCachedStatementError):
                self._drop_global_statement_cache()
                if not self.is_in_transaction():
                    return list(await self.fetch(sql, *arguments))
            if isinstance(error, asyncpg.OutdatedSchemaCacheError):
                await self.reload_schema_state()
            raise

    async def _do_execute(self, query: str, executor: Executor, *args: Any, **options: Any) -> Any:
        """Every statement with arguments or records goes through here. Raises Interrupted."""
        if self._due():
            executor = self._with_what_is_due(executor)
        try:
            if tracing.telemetry is None:
                return await super()._do_execute(query, executor, *args, **options)
            with tracing.telemetry.statement(query):
                return await super()._do_execute(query, executor, *args, **options)
        except GIVEN_UP as error:
            raise _interrupted(error) from error

    def _with_what_is_due(self, executor: Executor) -> Executor:
        async def execute(statement: Any, within: float | None) -> Any:
            if self._protocol._is_cancelling():
                await self._protocol._wait_for_cancellation()
            if not statement.name:  # it is the unnamed one, as ours would be
                await self.settle()
            self._send_due()
            try:
                return await executor(statement, within)
            except BaseException as error:
                await self._take_back(error)
                raise

        return execute

    def _send_due(self) -> bool:
        """With what is sent next; whether there is any."""
        due = self._due()
        if due:
            self._note()
            self._hold(_packet(due))
        return bool(due)

    async def _take_back(self, error: BaseException) -> None:
        """What was due is taken back with the statement that it came with."""
        self.company = None
        if isinstance(error, asyncpg.DataError | asyncpg.InterfaceError):
            # It may not have been sent at all, and so left what was due without an end.
            with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                await self._protocol.query("SELECT", None)

    def _due(self) -> str:
        set_company = self.wanted is not None and self.wanted != self.company
        if not set_company:
            return "BEGIN" if self._begins else ""
        return f"{'BEGIN; ' if self._begins else ''}SET app.company_id = '{self.wanted}'"

    def _note(self) -> None:
        """It is done with the next thing that is."""
        self.company, self._begins = self.wanted, False


async def connect(*arguments: Any, loop: Any = None, **options: Any) -> asyncpg.Connection:
    """For `create_pool`: as asyncpg does it, but that what is due leaves with its statement."""
    made: Any = _Loop(loop or asyncio.get_running_loop())
    return await asyncpg.connect(*arguments, loop=made, **options)


class _Holding:
    """A transport that can hold bytes until others are written: two writes are two system calls,
    and wake PostgreSQL twice.
    """

    __slots__ = ("_held", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._held = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def hold(self, data: bytes) -> None:
        self._held += data

    def write(self, data: bytes) -> None:
        if self._held:
            data, self._held = self._held + data, b""
        self._transport.write(data)

    def writelines(self, parts: list[bytes]) -> None:
        self.write(b"".join(parts))


class _Loop:
    """An event loop that gives asyncpg's protocol such transports: nobody else is asked for one."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.create_future = loop.create_future

    def __getattr__(self, name: str) -> Any:
        return getattr(self.loop, name)

    async def create_connection(self, make: Callable[[], Any], *to: Any, **how: Any) -> Any:
        return _held(*await self.loop.create_connection(_holding(make), *to, **how))

    async def create_unix_connection(self, make: Callable[[], Any], *to: Any, **how: Any) -> Any:
        return _held(*await self.loop.create_unix_connection(_holding(make), *to, **how))


def _holding(make: Callable[[], Any]) -> Callable[[], Any]:
    def made() -> Any:
        protocol = make()
        if isinstance(protocol, Protocol):  # before TLS there is another
            connected = protocol.connection_made

            def connection_made(transport: asyncio.Transport) -> None:
                del protocol.connection_made
                protocol.holding = _Holding(transport)
                connected(protocol.holding)

            protocol.connection_made = connection_made
        return protocol

    return made


def _held(transport: Any, protocol: Any) -> tuple[Any, Any]:
    return getattr(protocol, "holding", transport), protocol


def translated(error: Exception) -> Exception:
    """One of TRANSLATED, as Tortoise tells it."""
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        return IntegrityError(error)
    return OperationalError(error)


def _interrupted(error: Any) -> Interrupted:
    log.warning("database.interrupted", sqlstate=error.sqlstate)
    return Interrupted()


def drop(connection: Any) -> None:
    """Close a connection whose state is in doubt, so that nobody gets it again."""
    connection.terminate()


@lru_cache(maxsize=4_000)
def _packet(statements: str) -> bytes:
    """Each parsed, bound and executed without a name, and no Sync behind it."""
    return b"".join(
        _message(b"P", b"\0%b\0\0\0" % statement.encode())
        + _message(b"B", b"\0\0" + bytes(6))
        + _message(b"E", b"\0" + bytes(4))
        for statement in statements.split("; ")
    )


def _message(kind: bytes, body: bytes) -> bytes:
    # https://www.postgresql.org/docs/current/protocol-message-formats.html
    return kind + (len(body) + 4).to_bytes(4) + body
