"""Events that could not be applied: kept, told, replayed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from models.contacts import Contact
from models.conversations import (
    Message,
    MessageStatus,
)
from models.events import Event
from models.inboxes import InboundEvent, InboundState
from models.inboxes.inbound_event import InboundEventNotFailed
from models.job import JobState
from models.tenancy import acting_for
from tests.doors import Sender, receipt, written
from tests.errands import jobs_of, perform
from tests.exchange import answered, event_of, messages_of
from tests.people import Cast

APPLY = "inbound_event.apply"


@asynccontextmanager
async def unable_to_store_messages(database: str) -> AsyncIterator[None]:
    """The database says no, quoting what it was given."""
    owner = await asyncpg.connect(database)
    await owner.execute(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'not %', NEW.body; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION refuse();
        """
    )
    try:
        yield
    finally:
        await owner.execute("DROP TRIGGER refuse ON messages; DROP FUNCTION refuse()")
        await owner.close()


async def test_a_broken_event_is_kept_with_its_error_and_can_be_replayed(
    acme: Cast, ours: Sender
) -> None:
    message = await answered(acme, ours, client_id="c-1")
    with acting_for(acme.id):
        await Message.filter(id=message.id).update(client_id=None)
    await ours.push(receipt("c-1", "read"), id="last")

    [job] = await perform(acme, APPLY)

    with acting_for(acme.id):
        event = await InboundEvent.get(external_id="last")
        assert job.state is JobState.SUCCEEDED
        assert event.state is InboundState.FAILED
        assert event.error == "MESSAGE_UNKNOWN: This inbox has sent no message with this id."
        [told] = await Event.filter(name="inbound_event.failed")
        assert (told.subject_id, told.changes) == (event.id, {})
        await Message.filter(id=message.id).update(client_id="c-1")
        await event.replay(by=acme.viewer)
    await perform(acme, APPLY)

    with acting_for(acme.id):
        event = await InboundEvent.get(external_id="last")
        assert (event.state, event.error, event.attempts) == (InboundState.APPLIED, None, 2)
        assert await Event.filter(name="inbound_event.replayed").count() == 1
        assert (await Message.get(id=message.id)).status is MessageStatus.READ


async def test_of_two_replays_at_once_one_is_refused(acme: Cast, ours: Sender) -> None:
    await ours.push(receipt("nobody", "read"))
    await perform(acme, APPLY)
    [first, second] = [await event_of(acme), await event_of(acme)]

    with acting_for(acme.id):
        outcomes = await asyncio.gather(
            first.replay(by=acme.viewer), second.replay(by=acme.viewer), return_exceptions=True
        )

    refused = [each for each in outcomes if isinstance(each, InboundEventNotFailed)]
    assert len(refused) == 1
    assert len(await jobs_of(acme, APPLY)) == 2


async def test_only_a_failed_event_is_replayed(acme: Cast, ours: Sender) -> None:
    await ours.push(written())
    await perform(acme, APPLY)

    with acting_for(acme.id), pytest.raises(InboundEventNotFailed):
        await (await event_of(acme)).replay(by=acme.viewer)


async def test_nothing_of_a_half_applied_event_stays(
    acme: Cast, ours: Sender, database: str
) -> None:
    await ours.push(written())

    async with unable_to_store_messages(database):
        [job] = await perform(acme, APPLY)

    assert job.state is JobState.RETRYING
    assert await messages_of(acme) == []
    with acting_for(acme.id):
        assert await Contact.all().count() == 0
    await perform(acme, APPLY)
    assert len(await messages_of(acme)) == 1


async def test_an_event_that_breaks_us_is_failed_when_its_job_is_given_up(
    acme: Cast, ours: Sender, database: str
) -> None:
    await ours.push(written("secret words"))

    async with unable_to_store_messages(database):
        for _ in range(5):
            [job] = await perform(acme, APPLY)

    assert job.state is JobState.DEAD
    event = await event_of(acme)
    assert (event.state, event.error) == (InboundState.FAILED, "RaiseError")
