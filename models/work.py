"""A unit of work: one operation, event or job, with its connection and its transaction."""

from contextvars import ContextVar, Token
from typing import TYPE_CHECKING, Any, Final

from tortoise import connections
from tortoise.backends.base.client import TransactionContext
from tortoise.context import require_context

from models.completion import to_completion, unbroken
from models.scope import EVERY, NoCompany, acting, alias
from models.session import Session
from models.transaction import Transaction

if TYPE_CHECKING:
    from models.backend import CompanyClient

_company: Final[ContextVar[Session | None]] = ContextVar("company", default=None)
_every: Final[ContextVar[Session | None]] = ContextVar("every", default=None)
_units: Final = {"company": _company, "every": _every}


def unit() -> Session | None:
    """The unit of work that the current scope is in, if any."""
    try:
        return (_every if acting.get() is EVERY else _company).get()
    except LookupError:
        raise NoCompany from None


def current_transaction() -> Transaction:
    """The running transaction; raises outside one."""
    current = unit()
    if current is None or current.transaction is None:
        raise RuntimeError("This must happen inside a transaction.")
    return current.transaction


def client() -> "CompanyClient":
    """The client for the current scope."""
    session = unit()
    if session is not None:
        return session.client
    name = alias()
    # Tortoise's own way takes longer than what it finds: it asks which loop runs, each time.
    kept: Any = require_context()._connections
    found: Any = (kept and kept._storage_var.get().get(name)) or connections.get(name)
    return found  # type: ignore[no-any-return]


class SessionScope:
    """`async with`: one connection for all that runs inside; joins the one already held."""

    def __init__(self, client: "CompanyClient") -> None:
        self.client = client
        self._token: Token[Session | None] | None = None

    async def __aenter__(self) -> Session:
        unit = _units[self.client.connection_name]
        session = unit.get()
        if session is None:
            session = Session(self.client)
            self._token = unit.set(session)
        return session

    async def __aexit__(self, *_: object) -> None:
        if self._token is not None:
            unit = _units[self.client.connection_name]
            session = unit.get()
            unit.reset(self._token)
            assert session is not None
            if not session.leave():
                await to_completion(session.close())


class Whole:
    """`async with`: all or nothing of what a unit of work does that has no transaction yet."""

    __slots__ = ("_session", "_transaction")

    def __init__(self, session: Session) -> None:
        self._session = session

    async def __aenter__(self) -> Transaction:
        self._transaction = self._session.begin()
        return self._transaction

    async def __aexit__(self, failed: Any, error: Any, trace: Any) -> None:
        session = self._session
        if failed is not None:
            await to_completion(session.roll_back())
            return
        try:
            await session.finish(self._transaction)
        except BaseException:
            await to_completion(session.roll_back())
            raise
        await unbroken(session.commit(self._transaction))


class TransactionScope(TransactionContext):
    """`async with`: all or nothing; inside a running transaction it joins that one."""

    def __init__(self, client: "CompanyClient") -> None:
        self.client: Any = client
        self._scope = SessionScope(client)
        self._whole: Whole | None = None

    async def __aenter__(self) -> Any:
        session = await self._scope.__aenter__()
        if session.transaction is None:
            try:
                self._whole = Whole(session)
                await self._whole.__aenter__()
            except BaseException:
                await self._scope.__aexit__()
                raise
        return self.client

    async def __aexit__(self, *failure: Any) -> None:
        try:
            if self._whole is not None:
                await self._whole.__aexit__(*failure)
        finally:
            await self._scope.__aexit__()
