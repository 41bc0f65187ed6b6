"""What a kept push becomes: a message, a receipt, or an event that says why it did not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from models.contacts import Contact, ContactIdentity
from models.conversations import (
    Conversation,
    ConversationStatus,
    Direction,
    Message,
    MessageStatus,
)
from models.conversations.envelope import envelope
from models.events import Event
from models.identifiers import global_id, uuid7
from models.inboxes import AfterResolve, InboundEvent, InboundState
from models.inboxes.arrival import apply
from models.inboxes.inbound_event import InboundEventNotFailed
from models.job import JobState
from models.tenancy import acting_for
from tests.doors import Sender, receipt, sender, written
from tests.errands import jobs_of, perform
from tests.people import Cast

APPLY = "inbound_event.apply"


@pytest.fixture
async def ours(acme: Cast) -> Sender:
    return await sender(acme)


async def messages_of(company: Cast) -> list[Message]:
    with acting_for(company.id):
        return await Message.all().order_by("id")


async def event_of(company: Cast) -> InboundEvent:
    with acting_for(company.id):
        return await InboundEvent.get()


async def events_of(company: Cast, name: str) -> list[Event]:
    with acting_for(company.id):
        return await Event.filter(name=name).order_by("seq")


async def answered(company: Cast, ours: Sender, client_id: str | None = None) -> Message:
    """A message of ours to somebody who wrote."""
    await ours.push(written())
    await perform(company, APPLY)
    with acting_for(company.id):
        conversation = await Conversation.all().order_by("-id").first()
        assert conversation is not None
        return await conversation.post("Hi", author=company.viewer, client_id=client_id)


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


async def test_a_push_becomes_a_message_of_a_contact_in_a_conversation(
    acme: Cast, rival: Cast, ours: Sender
) -> None:
    contact = {"id": "kim", "name": "Kim", "email": "Kim@Example.org", "phone": "+5551999990000"}
    await ours.push(written("Where is my order?", id="m1", contact=contact))

    [job] = await perform(acme, APPLY)

    assert job.state is JobState.SUCCEEDED
    [message] = await messages_of(acme)
    assert (message.body, message.external_id) == ("Where is my order?", "m1")
    assert message.direction is Direction.INBOUND
    with acting_for(acme.id):
        known = await Contact.get()
        identity = await ContactIdentity.get()
        conversation = await Conversation.get()
    assert (known.name, known.email, known.phone) == ("Kim", "kim@example.org", "+5551999990000")
    assert (identity.external_id, identity.contact_id) == ("kim", known.id)
    assert (conversation.inbox_id, conversation.inbound_count) == (ours.inbox.id, 1)
    event = await event_of(acme)
    assert (event.state, event.attempts, event.error) == (InboundState.APPLIED, 1, None)
    assert await messages_of(rival) == []


async def test_a_contact_without_a_name_is_called_by_their_handle(acme: Cast, ours: Sender) -> None:
    await ours.push(written(contact={"id": "kim-77"}))

    await perform(acme, APPLY)

    with acting_for(acme.id):
        assert (await Contact.get()).name == "kim-77"


async def test_one_message_under_two_event_ids_is_one_message(acme: Cast, ours: Sender) -> None:
    for _ in range(2):
        await ours.push(written(id="m1"))

    await perform(acme, APPLY)

    assert len(await messages_of(acme)) == 1


async def test_two_first_messages_at_once_make_one_conversation(acme: Cast, ours: Sender) -> None:
    for number in range(6):
        await ours.push(written(f"Part {number}"))
    with acting_for(acme.id):
        waiting = await InboundEvent.all()

    async def applied(event: InboundEvent) -> None:
        with acting_for(acme.id):
            await apply(event)

    await asyncio.gather(*(applied(event) for event in waiting))

    assert len(await messages_of(acme)) == 6
    with acting_for(acme.id):
        assert await Contact.all().count() == 1
        assert await Conversation.all().count() == 1


async def test_an_event_applied_twice_at_once_makes_one_message(acme: Cast, ours: Sender) -> None:
    await ours.push(written())
    [first, second] = [await event_of(acme), await event_of(acme)]

    async def applied(event: InboundEvent) -> None:
        with acting_for(acme.id):
            await apply(event)

    await asyncio.gather(applied(first), applied(second))

    assert len(await messages_of(acme)) == 1
    assert (await event_of(acme)).attempts == 1


@pytest.mark.parametrize(
    ("after_resolve", "conversations"), [(AfterResolve.REOPEN, 1), (AfterResolve.START_NEW, 2)]
)
async def test_the_inbox_says_what_follows_a_resolved_conversation(
    acme: Cast, after_resolve: AfterResolve, conversations: int
) -> None:
    ours = await sender(acme, after_resolve=after_resolve)
    await answered(acme, ours)
    with acting_for(acme.id):
        await (await Conversation.get()).resolve(by=acme.viewer)

    await ours.push(written("One more thing"))
    await perform(acme, APPLY)

    with acting_for(acme.id):
        assert await Conversation.all().count() == conversations
        assert await Conversation.filter(status=ConversationStatus.OPEN).count() == 1


@pytest.mark.parametrize("days", [-3650, 0, 3650])
async def test_nothing_was_written_after_it_came(acme: Cast, ours: Sender, days: int) -> None:
    told = datetime.now(UTC) + timedelta(days=days)
    await ours.push(written(occurredAt=told.isoformat()))

    await perform(acme, APPLY)

    [message] = await messages_of(acme)
    assert message.occurred_at == min(told, (await event_of(acme)).created_at)


async def test_receipts_move_a_message_forward_only(acme: Cast, ours: Sender) -> None:
    message = await answered(acme, ours)
    id = global_id("Message", message.id)

    reached = []
    for status in ("delivered", "sent", "read", "delivered", "failed"):
        await ours.push(receipt(id, status))
        await perform(acme, APPLY)
        reached.append((await messages_of(acme))[-1].status)

    assert reached == ["DELIVERED", "DELIVERED", "READ", "READ", "READ"]
    moves = [event.changes["to"] for event in await events_of(acme, "message.status_changed")]
    assert moves == ["DELIVERED", "READ"]


async def test_a_reported_failure_keeps_its_reason_and_is_final(acme: Cast, ours: Sender) -> None:
    message = await answered(acme, ours)
    id = global_id("Message", message.id)

    await ours.push(receipt(id, "failed", error="Mailbox full"))
    await perform(acme, APPLY)
    await ours.push(receipt(id, "sent"))
    await perform(acme, APPLY)

    failed = (await messages_of(acme))[-1]
    assert failed.status is MessageStatus.FAILED
    assert (failed.error_code, failed.error_detail) == ("REPORTED", "Mailbox full")


async def test_a_receipt_may_name_the_message_as_our_client_did(acme: Cast, ours: Sender) -> None:
    await answered(acme, ours, client_id="c-1")

    await ours.push(receipt("c-1", "read"))
    await perform(acme, APPLY)

    assert (await messages_of(acme))[-1].status is MessageStatus.READ


async def test_a_client_id_of_several_messages_names_none(acme: Cast, ours: Sender) -> None:
    await answered(acme, ours, client_id="c-1")
    with acting_for(acme.id):
        await (await Conversation.get()).resolve(by=acme.viewer)
        await type(ours.inbox).all().update(after_resolve=AfterResolve.START_NEW)
    await answered(acme, ours, client_id="c-1")

    await ours.push(receipt("c-1", "read"), id="last")
    await perform(acme, APPLY)

    with acting_for(acme.id):
        event = await InboundEvent.get(external_id="last")
    assert event.error is not None
    assert event.error.startswith("MESSAGE_AMBIGUOUS: ")


async def test_a_receipt_for_a_message_that_is_not_this_inboxs_fails(
    acme: Cast, rival: Cast, ours: Sender
) -> None:
    theirs = await sender(rival)
    message = await answered(rival, theirs)
    other = await sender(acme)
    here = await answered(acme, other)

    for id in (message.id, here.id, uuid7()):
        await ours.push(receipt(global_id("Message", id), "failed"))
    await perform(acme, APPLY)

    with acting_for(acme.id):
        errors = await InboundEvent.filter(state=InboundState.FAILED).values_list(
            "error", flat=True
        )
    assert len(errors) == 3
    assert len(set(errors)) == 1
    assert (await messages_of(rival))[-1].status is MessageStatus.QUEUED
    assert (await messages_of(acme))[-1].status is MessageStatus.QUEUED


async def test_an_inbound_message_takes_no_receipt(acme: Cast, ours: Sender) -> None:
    await ours.push(written())
    await perform(acme, APPLY)
    [message] = await messages_of(acme)

    await ours.push(receipt(global_id("Message", message.id), "read"), id="last")
    await perform(acme, APPLY)

    with acting_for(acme.id):
        assert (await InboundEvent.get(external_id="last")).state is InboundState.FAILED


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


async def test_our_own_message_sent_back_to_us_is_not_taken_for_a_contacts(
    acme: Cast, ours: Sender
) -> None:
    message = await answered(acme, ours)
    with acting_for(acme.id):
        body = await envelope(message)
        headers = ours.inbox.sign(body, id=global_id("Message", message.id))

    answer = await ours.push(body, headers=headers)

    assert answer.status_code == 400
    assert len(await messages_of(acme)) == 2
