"""PostgreSQL away: which errors mean it, and how it is told.

It restarts, or somebody cuts its connections; of what is under way then nobody here knows how far
it came. All that goes wrong on a connection is seen here first (models.session, models.backend), so
that everybody else meets one refusal.
"""

from time import monotonic
from typing import Final

import asyncpg
import structlog
from tortoise.exceptions import BaseORMException

from models.errors import Unavailable

GONE: Final = (  # says PostgreSQL, or its end of the line
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.IdleSessionTimeoutError,
    asyncpg.TooManyConnectionsError,
)
# What asyncpg says for itself, of this among other things.
SAID: Final = (asyncpg.InterfaceError, asyncpg.InternalClientError)
UNASKED: Final = "cannot switch to state"
SAYING: Final = ("is closed", "is closing", "released back to the pool", UNASKED)
WRAPPERS: Final = (BaseORMException, asyncpg.PostgresError, *SAID)
EVERY: Final = 1.0  # seconds between two lines: thousands may meet it at once
log = structlog.get_logger()


def is_away(error: BaseException | None) -> bool:
    """Does this error, or what an error of the database was made of, mean that there is none?"""
    while error is not None:
        if isinstance(error, (Unavailable, *GONE)):
            return True
        if isinstance(error, SAID) and any(words in str(error) for words in SAYING):
            return True
        if not isinstance(error, WRAPPERS):
            return False
        error = error.__cause__ or error.__context__
    return False


def is_unasked(error: asyncpg.InternalClientError) -> bool:
    """Had PostgreSQL said goodbye to the connection, so that the statement was never sent?

    Its line is open still, until the process behind it has ended.
    """
    return UNASKED in str(error)


def refusal_of(error: BaseException | None) -> Unavailable | None:
    """For what went wrong while PostgreSQL was asked: None if it is not for its being away."""
    if error is None or isinstance(error, Unavailable):
        return None
    if not (isinstance(error, OSError) or is_away(error)):
        return None
    _telling.tell(error)
    return Unavailable()


class _Telling:
    def __init__(self) -> None:
        self._told_at = float("-inf")
        self._untold = 0

    def tell(self, error: BaseException) -> None:
        """In one line a second, without how it came to it: it is no bug of ours."""
        self._untold += 1
        if monotonic() - self._told_at < EVERY:
            return
        self._told_at, times, self._untold = monotonic(), self._untold, 0
        sqlstate = getattr(error, "sqlstate", None)
        log.warning("database.away", error=type(error).__name__, sqlstate=sqlstate, times=times)


_telling: Final = _Telling()
