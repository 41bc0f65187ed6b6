"""What a transaction saves is written together: seen by its reads, all of it or nothing."""

from contextlib import suppress
from typing import Any

import pytest
from asyncpg import PostgresError
from tortoise.exceptions import IntegrityError
from tortoise.models import Model

from models.contacts import Contact
from models.conversations import Conversation
from models.database import execute, fetch, flush, pinned, transaction
from models.events import Event
from models.holding import held
from models.job import Job
from models.tenancy import ForeignCompany, acting_for, locked
from tests.people import Cast
from tests.threads import open_conversation


async def test_rows_jobs_and_events_are_one_statement(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        async with pinned() as session:
            async with transaction():
                contact = await Contact.create(name="Ana", search_name="ana")
                contact.name = "Anna"
                await contact.save(update_fields=["name"])
                await Contact.create(name="Bo", search_name="bo")
                await Job.ensure("test.work", {}, unique_key="one")
                await Job.ensure("test.work", {}, unique_key="one")
                await Event.record("contact.created", contact)
                assert session.queries == 0
            assert session.queries == 1

        names = [row.name for row in await Contact.all().order_by("name")]
        assert names == ["Anna", "Bo"]
        assert await Job.filter(kind="test.work").count() == 1
        assert session.committed_seq == await Event.head()
    with acting_for(rival.id):
        assert await Contact.all().count() == 0


async def test_a_read_sees_what_was_saved_before_it(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        async with transaction():
            contact = await Contact.create(name="Ana", search_name="ana")
            assert (await Contact.get(id=contact.id)).name == "Ana"
            await Contact.filter(id=contact.id).update(name="Anna")
            await contact.lock()
            assert contact.name == "Anna"
            contact.name = "Anne"
            await contact.save()
            assert [row[0] for row in await fetch("SELECT name FROM contacts")] == ["Anne"]
            await contact.delete()
        assert await Contact.all().count() == 0


async def test_many_rows_are_written_in_several_statements(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        async with pinned() as session, transaction():
            for number in range(50):
                await Contact.create(name=f"{number}", search_name=f"{number}")
            assert 0 < session.queries < 5
        assert await Contact.all().count() == 50


async def test_what_cannot_be_stored_is_told_at_the_commit_or_when_asked(
    acme: Cast, rival: Cast
) -> None:
    with acting_for(rival.id):
        theirs = await Contact.create(name="Theirs", search_name="theirs", email="a@b.example")
    with acting_for(acme.id):
        head = await Event.head()
        twice: dict[str, Any] = {"search_name": "x", "email": "a@b.example"}
        await Contact.create(name="One", **twice)

        with pytest.raises(IntegrityError):
            async with transaction():
                other = await Contact.create(name="Two", search_name="two")
                await Contact.create(name="Three", **twice)
                await Event.record("contact.created", other)
        with pytest.raises(IntegrityError):
            async with transaction():
                await Contact.create(name="Four", **twice)
                await flush()
                pytest.fail("it was written")

        assert [row.name for row in await Contact.all()] == ["One"]
        assert await Event.head() == head
    assert theirs.email == "a@b.example"


async def test_a_transaction_in_which_a_statement_failed_is_not_taken_for_committed(
    acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        with pytest.raises(RuntimeError):
            async with transaction():
                await Contact.create(name="lost", search_name="lost")
                with suppress(PostgresError):
                    await execute("SELECT 1 / 0")
        async with transaction():
            await Contact.create(name="kept", search_name="kept")

        assert [row.name for row in await Contact.all()] == ["kept"]


async def test_a_rollback_takes_back_the_company_that_came_with_its_begin(
    acme: Cast, rival: Cast
) -> None:
    for company in (acme, rival, acme):
        with acting_for(company.id):
            with pytest.raises(ZeroDivisionError):
                async with transaction():
                    raise ZeroDivisionError
            assert (await fetch("SELECT app_company()"))[0][0] == company.id


async def test_what_is_held_is_read_once_and_only_by_its_company(acme: Cast, rival: Cast) -> None:
    id = (await open_conversation(acme)).id
    with acting_for(acme.id):
        async with pinned() as session, held(Conversation.all(), id) as ours:
            await ours.lock()
            assert session.queries == 1
            await Conversation.filter(id=id).update(subject="changed")
            await ours.lock()
            assert ours.subject == "changed"
        async with transaction():
            assert (await locked(Conversation.exclude(subject=None), id)).id == id
    with acting_for(rival.id):
        with pytest.raises(ForeignCompany):
            async with transaction():
                await ours.lock()
        with pytest.raises(ForeignCompany):
            await ours.save(update_fields=["subject"])


async def test_a_new_row_is_what_tortoise_would_make_of_it(acme: Cast, rival: Cast) -> None:
    given: dict[str, Any] = {"id": str(acme.id), "name": "Ana", "search_name": "ana", "email": None}
    with acting_for(acme.id):
        ours = Contact(**given)
        theirs = Contact.__new__(Contact)
        Model.__init__(theirs, company_id=acme.id, **given)
        with pytest.raises(ValueError, match="name is non nullable"):
            Contact(name=None, search_name="x")

    assert vars(ours) == vars(theirs)
