"""What a kept push becomes: one message of one contact in one conversation."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models.contacts import Contact, ContactIdentity
from models.conversations import (
    Conversation,
    ConversationStatus,
    Direction,
)
from models.conversations.envelope import envelope
from models.identifiers import global_id
from models.inboxes import AfterResolve, InboundEvent, InboundState
from models.inboxes.arrival import apply
from models.job import JobState
from models.tenancy import acting_for
from tests.doors import Sender, sender, written
from tests.errands import perform
from tests.exchange import answered, event_of, messages_of
from tests.people import Cast

APPLY = "inbound_event.apply"


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
