"""A turn on the connection of a unit of work."""

from typing import TYPE_CHECKING, Any

from models.completion import to_completion
from models.writes import Moved

if TYPE_CHECKING:
    from models.session import Session


class Alone:
    """`async with`: a session, with nobody else. Raises Unavailable where PostgreSQL is away."""

    __slots__ = ("_session",)

    def __init__(self, session: "Session") -> None:
        self._session = session

    async def __aenter__(self) -> None:
        await self._session._turns.__aenter__()

    async def __aexit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        session = self._session
        try:
            if not (error is None or isinstance(error, Moved)):
                session._doubtful = True
                session._lose_if_away(error)
        finally:
            session._turns.pass_on()


class Turn:
    """`async with`: a session's connection for one statement, when all before it is written."""

    __slots__ = ("_connection", "_lone", "_session")

    def __init__(self, session: "Session") -> None:
        self._session = session
        self._lone = session.transaction is None

    async def __aenter__(self) -> Any:
        session = self._session
        await session._turns.__aenter__()
        try:
            transaction = session.transaction
            self._lone = transaction is None
            if transaction is not None:
                transaction.require_ours()
            self._connection = connection = await session._ready()
            session.queries += 1
            if transaction is not None and transaction.writes:
                await session._flush(connection)
                self._connection = connection = session._connection
        except Moved:
            session._turns.pass_on()
            raise
        except BaseException as error:
            session._doubtful = True
            session._turns.pass_on()
            session._lose_if_away(error)
            raise
        return connection

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        session = self._session
        try:
            if exc_type is not None:
                session._doubtful = True
                session._lose_if_away(exc_val)
            if self._lone and not session.client.plain:
                await session.client.leave(self._connection, failed=exc_type is not None)
        except Exception as error:
            session._lose_if_away(error)
            raise
        finally:
            session._turns.pass_on()


class OneStatement:
    """`async with`: a connection for one statement, of a session that has no other."""

    __slots__ = ("_session", "_turn")

    def __init__(self, session: "Session") -> None:
        self._session = session

    async def __aenter__(self) -> Any:
        self._turn = self._session.use()
        try:
            return await self._turn.__aenter__()
        except BaseException:
            await to_completion(self._session.close())
            raise

    async def __aexit__(self, *failure: Any) -> None:
        try:
            await self._turn.__aexit__(*failure)
        finally:
            if not self._session.leave():
                await to_completion(self._session.close())
