"""The database as the rest of the house sees it: connections, transactions, some SQL."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final

import structlog
from tortoise import Tortoise, connections
from tortoise.backends.base.config_generator import expand_db_url

from models.backend import PoolFigures
from models.scope import alias
from models.settings import Settings, settings
from models.transaction import Transaction
from models.work import SessionScope, TransactionScope, unit
from models.work import client as client
from models.work import current_transaction as current_transaction
from models.writes import Insertion

NOUNS = [
    "models.identity",
    "models.inboxes",
    "models.contacts",
    "models.queues",
    "models.conversations",
    "models.views",
    "models.files",
    "models.outreach",
    "models.search",
    "models.oversight",
    "models.events",
    "models.events.consumers",
    "models.audit",
    "models.job",
    "models.notifications",
    "models.idempotency_key",
]
EVERY_POOL = 4
session: Final = unit  # the unit of work that we are in, if any
log = structlog.get_logger()


class ScopeRouter:
    """Sends a query to the pool of the role that its scope belongs to."""

    def db_for_read(self, model: type) -> str:
        return alias()

    db_for_write = db_for_read


def config(settings: Settings) -> dict[str, Any]:
    """Tortoise's configuration: one pool per role, the same models behind both."""
    app, every, size = settings.app_role, settings.every_role, settings.database_pool_max
    return {
        "connections": {
            "company": _connection(settings, settings.app_url, role=app, maxsize=size),
            "every": _connection(settings, settings.every_url, role=every, maxsize=EVERY_POOL),
        },
        "apps": {"models": {"models": NOUNS, "default_connection": "company"}},
        "routers": [ScopeRouter],
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def connected() -> AsyncIterator[None]:
    """The process's database, from here to the end of the block."""
    await Tortoise.init(config=config(settings()), _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()


def pools() -> dict[str, PoolFigures]:
    """The figures of this process's pools, by the role they connect as."""
    return {name: connections.get(name).figures for name in ("company", "every")}


def pinned() -> SessionScope:
    """One connection for all that runs inside: an operation, an event, a job."""
    return SessionScope(client())


class transaction:
    """`async with`: all or nothing. Inside another transaction it is part of that one.

    Rows that are saved in it are written together, before it reads again or commits; only then can
    an IntegrityError come, unless `flush` asks for it.
    """

    _scope: TransactionScope | None

    async def __aenter__(self) -> Transaction:
        session = unit()
        if session is not None and session.transaction is not None:
            self._scope = None
            return session.transaction
        self._scope = TransactionScope(client())
        await self._scope.__aenter__()
        return current_transaction()

    async def __aexit__(self, *failure: Any) -> None:
        if self._scope is not None:
            await self._scope.__aexit__(*failure)


async def flush() -> None:
    """Have what the running transaction has saved so far written now. Raises IntegrityError."""
    running = session()
    if running is not None:
        await running.flush()


async def write(sql: str, *args: Any) -> None:
    """An INSERT that ends in RETURNING, together with all that the running transaction writes."""
    running = unit()
    if running is None or running.transaction is None:
        raise RuntimeError("This must happen inside a transaction.")
    await running.write(Insertion(sql, args))


def after_commit(callback: Callable[[], None]) -> None:
    """Call once the running transaction is durable. A failure is logged: the change stands."""
    current_transaction().after_commit[callback] = None


def fetch(sql: str, *args: Any) -> Coroutine[Any, Any, list[Any]]:
    """Rows of a statement, as records readable by name and by position."""
    running = unit()
    return client().fetch(sql, args) if running is None else running.fetch(sql, args)


async def execute(sql: str, *args: Any) -> int:
    """Run a statement; how many rows it touched."""
    async with client().acquire_connection() as connection:
        status: str = await connection.execute(sql, *args)
        touched = status.rpartition(" ")[2]
        return int(touched) if touched.isdigit() else 0


def driver_url(url: str) -> str:
    """The URL with the one scheme Tortoise knows."""
    return "postgres" + url[url.index("://") :]


def _connection(settings: Settings, url: str, *, role: str, maxsize: int) -> dict[str, Any]:
    credentials = expand_db_url(driver_url(url))["credentials"]
    options: dict[str, Any] = {"minsize": 1, "maxsize": maxsize, "pooler": settings.pooler}
    if settings.pooler == "session":
        # A transaction pooler refuses what it would have to keep; there the role's own limits hold.
        options["server_settings"] = settings.limits(role)
    return {"engine": "models.backend", "credentials": credentials | options}
