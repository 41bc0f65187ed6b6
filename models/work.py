"""A unit of work: one operation, event or job, with its connection and its transaction."""

from contextvars import ContextVar, Token
from typing import TYPE_CHECKING, Any, Final

from tortoise import connections
from tortoise.backends.base.client import TransactionContext
from tortoise.context import require_context

from models.completion import to_completion
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
    known = require_context().connections._get_storage()
    found: Any = known.get(name) or connections.get(name)
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


class TransactionScope(TransactionContext):
    """`async with`: all or nothing; inside a running transaction it joins that one."""

    def __init__(self, client: "CompanyClient") -> None:
        self.client: Any = client
        self.transaction: Transaction | None = None
        self._scope: SessionScope | None = None

    async def __aenter__(self) -> Any:
        session = _units[self.client.connection_name].get()
        if session is None:
            self._scope = SessionScope(self.client)
            session = await self._scope.__aenter__()
        self._session = session
        if session.transaction is None:
            try:
                self.transaction = session.begin()
            except BaseException:
                await self._leave()
                raise
        return self.client

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        try:
            if self.transaction is not None:
                if exc_type is None:
                    await self._commit(self.transaction)
                else:
                    await to_completion(self._session.roll_back())
        finally:
            await self._leave()

    async def _leave(self) -> None:
        if self._scope is not None:
            await self._scope.__aexit__()

    async def _commit(self, transaction: Transaction) -> None:
        try:
            await self._session.finish(transaction)
        except BaseException:
            await to_completion(self._session.roll_back())
            raise
        await to_completion(self._session.commit(transaction))
