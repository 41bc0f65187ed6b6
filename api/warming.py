"""What a process has done before it says that it is ready, so that its first requests find it done.

What is asked first on a connection takes PostgreSQL many times as long as it takes later: it has
read nothing yet of its tables. So does the first document take us; and who comes first to a process
that has just begun is soon a queue.
"""

import asyncio
from typing import Final
from uuid import UUID

import structlog

from models.database import pinned, pools
from models.errors import Unavailable
from models.identity import prove_each
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer
from schema.compiled import attempt, core
from schema.context import Context
from schema.documents import Documents, Known, learned

NOBODY: Final = UUID(int=0)
# Much like what a front end asks first: it leads to the tables that most requests read.
FIRST: Final = """{
  conversations(first: 20) { edges { node {
    id subject contact { id name } assignee { id name } lastMessage { id body }
    messages(last: 20) { edges { node {
      id body sender { ... on Member { id name } ... on Contact { id name } } } } } } } } }"""
log = structlog.get_logger()


async def warmed() -> None:
    """Has as many connections open as DATABASE_POOL_MIN says, each of which has been used.

    Where PostgreSQL is away, or has no more of them, there are fewer.
    """
    wanted = min(settings().database_pool_min, settings().database_pool_max)
    if pools()["company"].size >= wanted:
        return
    known = Documents.memory.get(FIRST) or await learned(core, FIRST, {}, closed=False)
    assert known is not None
    # All at once, so that each has one of its own.
    told = await asyncio.gather(*(_used(known) for _ in range(wanted)), return_exceptions=True)
    bugs = [error for error in told if error and not isinstance(error, Unavailable)]
    if bugs:
        log.warning("warming.failed", exc_info=bugs[0])


async def _used(known: Known) -> None:
    with acting_for(NOBODY):
        async with pinned():
            await prove_each(NOBODY, [])
            if settings().compiler == "on":
                await attempt(known, None, {}, Context(identity=Viewer.system(NOBODY)))
