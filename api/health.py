"""/livez: the process answers. /readyz: so does what it needs. Both say no more than that."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.stopping import stopping
from api.warming import NOBODY, warmed
from migrations.runner import files
from models import live
from models.database import fetch
from models.errors import Unavailable
from models.tenancy import acting_for

TIMEOUT: Final = 3.0  # seconds
OK: Final = "ok"
log = structlog.get_logger()


async def livez(_: Request) -> Response:
    return JSONResponse({"status": "alive"})


async def readyz(_: Request) -> Response:
    """503 with the names of what is missing, so that no traffic comes here."""
    checks = {"database": _database, "migrations": migrations_state, "redis": _redis}
    answers = await asyncio.gather(*(_answer(check) for check in checks.values()))
    found = dict(zip(checks, answers, strict=True))
    ready = set(answers) == {OK} and not stopping.is_set()
    status = "stopping" if stopping.is_set() else "ready" if ready else "unready"
    return JSONResponse({"status": status, "checks": found}, 200 if ready else 503)


async def _answer(check: Callable[[], Awaitable[str]]) -> str:
    try:
        async with asyncio.timeout(TIMEOUT):
            return await check()
    except TimeoutError:
        return "no answer in time"
    except Unavailable:
        return "unreachable"
    except Exception:  # an error of the database may name hosts and users
        log.warning("readyz.failed", action=check.__name__.strip("_"), exc_info=True)
        return "unreachable"


async def _database() -> str:
    await warmed()
    with acting_for(NOBODY):
        await fetch("SELECT 1")
    return OK


async def migrations_state() -> str:
    """OK, or how many are pending."""
    with acting_for(NOBODY):
        applied = {row["version"] for row in await fetch("SELECT version FROM aerich")}
    pending = [name for name in files() if name not in applied]
    return f"{len(pending)} pending: run `chatia migrate`" if pending else OK


async def _redis() -> str:
    return OK if live.reachable() else "unreachable"
