"""Workers, and nothing that waits."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from uuid import uuid4

import pytest

from jobs.broker import JobBroker
from jobs.task import TASKS, registered
from jobs.worker import Worker
from models.embedded.valkey import Valkey
from tests.work import clear

Working = Callable[..., AbstractAsyncContextManager[asyncio.Event]]


@pytest.fixture
def stream() -> str:
    return f"test:{uuid4()}"


@pytest.fixture
async def nothing_waits(house: None) -> None:
    await clear()


@pytest.fixture
def own_kinds() -> Iterator[None]:
    """The kinds of a test end with it."""
    before = dict(registered())  # all of them: a module registers only when first imported
    yield
    TASKS.clear()
    TASKS.update(before)


@pytest.fixture
def working(nothing_waits: None, own_kinds: None, valkey: Valkey, stream: str) -> Working:
    @asynccontextmanager
    async def working(*, capacity: int = 8, grace: float = 5) -> AsyncIterator[asyncio.Event]:
        """A worker at work, until the event is set or the block ends."""
        stop = asyncio.Event()
        broker = JobBroker(valkey.url, stream=stream, lease=1, capacity=capacity)
        running = asyncio.create_task(Worker(broker, tasks=TASKS, grace=grace).run(stop))
        try:
            yield stop
        finally:
            stop.set()
            await running

    return working
