"""Real servers, two companies that know nothing of each other, and a way to ask."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import orjson
import pytest
import structlog
from graphql import OperationType

from models import embedded, live
from models.database import connected, pinned
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer
from schema.context import Context
from schema.documents import kind_of
from tests.asking import encoded, executed, planned
from tests.customer import customer, impatient, public_only
from tests.people import Cast, found
from tests.valkey import own_valkey, valkey

__all__ = ["customer", "impatient", "own_valkey", "public_only", "valkey"]
Ask = Callable[..., Awaitable[dict[str, Any]]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--prove", action="store_true", help="try all that a short run tries some of")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Each with servers of its own; in one Redis they would hear each other's jobs."""
    return 0 if "REDIS_URL" in os.environ else min(os.cpu_count() or 1, 4)


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("prove"):  # what is printed then is what was found, and not our log
        structlog.configure(logger_factory=structlog.ReturnLoggerFactory())


@pytest.fixture(scope="session")
def prove(request: pytest.FixtureRequest) -> bool:
    """Is there all the time in the world?"""
    return bool(request.config.getoption("prove"))


@pytest.fixture(scope="session")
def servers() -> Iterator[embedded.Servers | None]:
    """The embedded servers; None when DATABASE_URL and REDIS_URL name others."""
    if "DATABASE_URL" in os.environ and "REDIS_URL" in os.environ:
        yield None
        return
    with embedded.temporary() as running:
        os.environ["DATABASE_URL"] = running.database_url
        os.environ["REDIS_URL"] = running.redis_url
        yield running


@pytest.fixture(scope="session")
async def database(servers: embedded.Servers | None) -> AsyncIterator[str]:
    """A migrated database of this run's own; its owner's URL."""
    server = os.environ["DATABASE_URL"]
    name = f"chatia_test_{os.getpid()}"
    files = Path(tempfile.mkdtemp(prefix="chatia-test-files-"))
    owner = await asyncpg.connect(server)
    await owner.execute(f"CREATE DATABASE {name}")
    try:
        os.environ |= {
            "CHATIA_ENV": "test",
            "DATABASE_URL": urlsplit(server)._replace(path=f"/{name}").geturl(),
            "SECRET_KEYS": "a secret for tests only and long enough",
            "FILES_URL": files.as_uri(),
            # Everybody calls from one address here, and asks for all that there is.
            "COST_PER_ADDRESS": "1000000000",
            "COST_PER_VIEWER": "1000000000",
            "COST_PER_COMPANY": "1000000000",
        }
        subprocess.run([sys.executable, "-m", "api.cli", "migrate"], check=True)
        yield os.environ["DATABASE_URL"]
    finally:
        await owner.close()
        shutil.rmtree(files)
        owner = await asyncpg.connect(server)  # it may have been started anew
        await owner.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await owner.execute(f"DROP ROLE IF EXISTS {name}_app, {name}_every, {name}_search")
        await owner.close()
        os.environ["DATABASE_URL"] = server


@pytest.fixture(scope="session")
async def house(database: str) -> AsyncIterator[None]:
    """This process connected to the database and to Redis."""
    async with connected(), live.connected(settings().redis_url):
        yield


@pytest.fixture
async def acme(house: None) -> Cast:
    return await found("Acme")


@pytest.fixture
async def rival(house: None) -> Cast:
    return await found("Rival")


@asynccontextmanager
async def counted(viewer: Viewer | None) -> AsyncIterator[Callable[[], int]]:
    """The viewer's unit of work; gives the number of statements that ran in it so far."""
    if viewer is None:  # works, if at all, outside the walls
        yield lambda: 0
        return
    with acting_for(viewer.company_id):
        async with pinned() as session:
            before = session.queries
            yield lambda: session.queries - before


@pytest.fixture
def ask(house: None) -> Ask:
    """Execute a document as a viewer (None: nobody); the response as a client would read it.

    It is answered by its plan and by graphql-core, which must say the same to the byte; a mutation
    is done once, and what it gave is told by both. Fails when either took more than so many
    `statements`: an edge must not cost one for each row.
    """

    async def ask(
        viewer: Viewer | None, document: str, *, statements: int | None = None, **variables: Any
    ) -> dict[str, Any]:
        changes = kind_of(document, None) is OperationType.MUTATION
        budget = statements or (14 if changes else 12)
        async with counted(viewer) as spent:
            context = Context(identity=viewer, address="192.0.2.1", user_agent="tests")
            by_plan = await planned(document, variables, context)
            statements_of_plan = spent()
            answer = await executed(document, variables, context)
        for count in (statements_of_plan, spent() - statements_of_plan):
            assert count <= budget, f"{count} statements, and {budget} allowed, for {document}"
        if by_plan.data is not None and changes and len(by_plan.done) > 1:
            # Told by the second way, the first of them would have seen what came after it.
            return {"data": orjson.loads(by_plan.data)}
        tries = 0
        while by_plan.data is not None and by_plan.data != encoded(answer):
            tries += 1  # time has gone on between the two
            assert tries < (1 if changes else 4), (document, by_plan.data, answer)
            context = Context(identity=viewer, address="192.0.2.1", user_agent="tests")
            by_plan = await planned(document, variables, context)
            answer = await executed(document, variables, context)
        return answer

    return ask
