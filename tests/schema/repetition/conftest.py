"""Two companies that live alike, and what lets an effect happen but not its answer be kept."""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import asyncpg
import pytest

from tests.schema.identity.conftest import unthrottled
from tests.schema.repetition.places import Books, place
from tests.state.world import World

__all__ = ["unthrottled"]
REFUSE = """
    CREATE FUNCTION public.refuse_answers() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the last statement before the commit fails'; END $$;
    CREATE TRIGGER refuse_answers BEFORE UPDATE OF sealed_answers ON idempotency_keys
        FOR EACH ROW EXECUTE FUNCTION public.refuse_answers();
    ALTER TABLE idempotency_keys DISABLE TRIGGER refuse_answers;
"""
Failing = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture(scope="module")
async def twins(house: None) -> tuple[World, World]:
    return await place("Acme"), await place("Twin")


@pytest.fixture(scope="module")
async def books(house: None) -> Books:
    return await Books.open()


@pytest.fixture(scope="module")
async def failing(house: None) -> AsyncIterator[Failing]:
    """For as long as the block lasts PostgreSQL refuses to store answers, after the effect."""
    owner = await asyncpg.connect(os.environ["DATABASE_URL"])
    await owner.execute(REFUSE)

    @asynccontextmanager
    async def refusing() -> AsyncIterator[None]:
        await owner.execute("ALTER TABLE idempotency_keys ENABLE TRIGGER refuse_answers")
        yield
        await owner.execute("ALTER TABLE idempotency_keys DISABLE TRIGGER refuse_answers")

    yield refusing
    await owner.execute("DROP FUNCTION public.refuse_answers CASCADE")
    await owner.close()
