"""Imports beside others, and over workers that die."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import asyncpg
import pytest
from tortoise.exceptions import OperationalError

from models.contacts import Contact, ContactImport, TransferState, import_run
from models.contacts.import_run import run
from models.events import Event
from models.tenancy import acting_for
from tests.models.contacts.files import HEADER, THREE, counts, faults, ordered, people
from tests.models.identity.interleaving import while_uncommitted
from tests.people import Cast

FAIL = """
    CREATE SEQUENCE public.import_steps;
    CREATE FUNCTION public.fail_some() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
        -- A sequence does not go back with the transaction.
        IF new.position > 0 AND nextval('public.import_steps') % 3 = 0 THEN
            RAISE EXCEPTION 'the worker is gone';
        END IF;
        RETURN new;
    END $$;
    CREATE CONSTRAINT TRIGGER fail_some AFTER UPDATE ON contact_imports
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.fail_some();
"""
HEAL = "DROP FUNCTION public.fail_some() CASCADE; DROP SEQUENCE public.import_steps"


@pytest.fixture
async def failing(database: str) -> AsyncIterator[None]:
    """Each third commit of an import's step fails, as if the worker were gone right before it."""
    owner = await asyncpg.connect(database)
    await owner.execute(FAIL)
    yield
    await owner.execute(HEAL)
    await owner.close()


async def test_it_goes_on_where_a_killed_worker_was(
    acme: Cast, failing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_run, "CHUNK", 10)
    monkeypatch.setattr(import_run, "PACE", 0)
    rows = (f"P{n},p{n}@example.org,{'x' if n % 7 == 0 else ''}" for n in range(95))
    waiting = await ordered(acme, HEADER + "\n".join(rows))
    starts = 0
    while starts < 20:
        starts += 1
        with acting_for(acme.id), suppress(asyncpg.RaiseError, OperationalError):
            await run(await ContactImport.get(id=waiting.id))
            break
    with acting_for(acme.id):
        end = await ContactImport.get(id=waiting.id)
        told = await Event.filter(name="contact.imported")
    assert 3 < starts < 20
    assert end.state is TransferState.SUCCEEDED
    assert counts(end) == (95, 81, 0, 0, 14)
    assert len(await people(acme)) == 81
    assert sum(event.changes["created"] for event in told) == 81
    assert [line for line, *_ in await faults(acme, end)] == list(range(2, 97, 7))


async def test_two_workers_at_once_do_it_once(acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_run, "CHUNK", 5)
    file = HEADER + "".join(f"P{n},p{n}@example.org,\n" for n in range(60))
    waiting = await ordered(acme, file)

    async def work() -> None:
        with acting_for(acme.id):
            await run(await ContactImport.get(id=waiting.id))

    await asyncio.gather(work(), work())
    await work()
    with acting_for(acme.id):
        end = await ContactImport.get(id=waiting.id)
    assert (end.state, counts(end)) == (TransferState.SUCCEEDED, (60, 60, 0, 0, 0))
    assert len(await people(acme)) == 60


async def test_who_is_added_meanwhile_is_met(acme: Cast) -> None:
    """We have not seen them when we looked, and wait for them when we write."""
    waiting = await ordered(acme, THREE)

    async def add() -> None:
        await Contact.add(by=acme.viewer, name="Bru", email="bruno@example.org")

    async def imported() -> None:
        with acting_for(acme.id):
            await run(await ContactImport.get(id=waiting.id))

    await while_uncommitted(add, imported, inside=lambda: acting_for(acme.id), watcher=acme.id)
    with acting_for(acme.id):
        end = await ContactImport.get(id=waiting.id)
    assert counts(end) == (3, 1, 1, 0, 1)
    assert [name for name, *_ in await people(acme)] == ["Ana", "Bruno"]
