"""What was begun on a connection and never finished: it holds nothing when its work has ended."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from asyncpg import DataError
from tortoise.exceptions import OperationalError

from models.database import fetch, transaction, write
from models.tenancy import acting_for
from tests.locking import released
from tests.people import Cast


@pytest.mark.parametrize("answers", range(1, 4))
async def test_what_is_cancelled_as_an_answer_comes_holds_no_lock(acme: Cast, answers: int) -> None:
    """Prepared, but never executed: PostgreSQL still awaits what is to be done with it."""

    async def operation() -> None:
        with acting_for(acme.id):
            await fetch(f"SELECT {answers} FROM contacts WHERE id = $1", acme.id)

    await ready(acme)
    task = asyncio.create_task(operation())
    await told(task, answers)
    task.cancel()
    await asyncio.wait([task])

    await released("contacts")


async def test_what_cannot_be_sent_holds_no_lock(acme: Cast, rival: Cast) -> None:
    await ready(acme)

    with acting_for(acme.id), pytest.raises(DataError):
        await fetch("SELECT 1 FROM contacts WHERE id = $1", "no id")

    await released("contacts")


async def test_what_cannot_be_written_holds_no_lock(acme: Cast, rival: Cast) -> None:
    await ready(acme)

    with acting_for(acme.id), pytest.raises(OperationalError):
        async with transaction():
            await write("UPDATE contacts SET name = $1 WHERE id = $2 RETURNING id", 1, uuid4())

    await released("contacts")


async def ready(company: Cast) -> None:
    """A connection is at hand, and nothing has to be told to it first."""
    with acting_for(company.id):
        await fetch("SELECT 1")


async def told(task: asyncio.Task[Any], answers: int) -> None:
    """What it waits for has come so many times, and it has not gone on yet; or it is done."""
    last = None
    while answers and not task.done():
        await asyncio.sleep(0)
        waiter = task._fut_waiter  # type: ignore[attr-defined]
        if waiter is not last and waiter is not None and waiter.done():
            answers, last = answers - 1, waiter
