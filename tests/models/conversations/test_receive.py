"""What a contact writes."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models.contacts import Contact, ContactIdentity
from models.conversations import (
    Conversation,
    ConversationStatus,
    Direction,
    Message,
    MessageStatus,
    SenderKind,
)
from models.errors import Invalid
from models.events import Event
from models.inboxes import AfterResolve
from models.job import Job, JobState
from models.tenancy import acting_for
from tests.people import Cast
from tests.threads import hear, open_conversation, open_inbox


async def test_a_first_message_opens_a_conversation(acme: Cast, rival: Cast) -> None:
    inbox = await open_inbox(acme)

    message = await hear(acme, inbox, "Where is\n my parcel?", handle="kim", external_id="x-1")

    with acting_for(acme.id):
        conversation = await Conversation.get()
        contact = await Contact.get()
        names = [event.name for event in await Event.all().order_by("seq")][-3:]
    assert (message.direction, message.status) == (Direction.INBOUND, MessageStatus.RECEIVED)
    assert (message.sender_kind, message.contact_id) == (SenderKind.CONTACT, contact.id)
    assert (message.seq, message.inbound_count, message.external_id) == (1, 1, "x-1")
    assert conversation.status is ConversationStatus.OPEN
    assert conversation.number == 1
    assert conversation.message_count == conversation.inbound_count == 1
    assert conversation.last_message_id == message.id
    assert conversation.last_message_at == conversation.waiting_since == message.created_at
    assert conversation.last_message_preview == "Where is my parcel?"
    assert contact.last_activity_at is not None
    assert names == ["contact.created", "conversation.created", "message.created"]
    with acting_for(rival.id):
        assert await Message.all().count() == await Conversation.all().count() == 0


async def test_no_message_text_is_in_the_log(acme: Cast) -> None:
    await hear(acme, await open_inbox(acme), "my secret illness")

    with acting_for(acme.id):
        assert "illness" not in str([event.changes for event in await Event.all()])


async def test_two_first_messages_of_one_contact_at_once_make_one_conversation(acme: Cast) -> None:
    inbox = await open_inbox(acme)

    one, two = await asyncio.gather(hear(acme, inbox, "one"), hear(acme, inbox, "two"))

    assert one.conversation_id == two.conversation_id
    assert {one.seq, two.seq} == {1, 2}
    with acting_for(acme.id):
        conversation = await Conversation.get()
        assert conversation.message_count == conversation.inbound_count == 2
        assert await Contact.all().count() == 1


async def test_the_same_message_twice_at_once_and_later_is_one_message(acme: Cast) -> None:
    inbox = await open_inbox(acme)

    once, twice = await asyncio.gather(
        *(hear(acme, inbox, "once", external_id="x-1") for _ in range(2))
    )
    again = await hear(acme, inbox, "once", external_id="x-1")

    assert once.id == twice.id == again.id
    with acting_for(acme.id):
        assert await Message.all().count() == 1
        assert (await Conversation.get()).inbound_count == 1
        assert await Event.filter(name="message.created").count() == 1


async def test_the_same_ids_in_another_company_are_other_messages(acme: Cast, rival: Cast) -> None:
    ours = await hear(acme, await open_inbox(acme), external_id="x-1")
    theirs = await hear(rival, await open_inbox(rival), external_id="x-1")

    assert ours.id != theirs.id
    with acting_for(rival.id):
        assert [message.id for message in await Message.all()] == [theirs.id]


async def test_a_running_conversation_goes_on(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    first = await hear(acme, inbox)

    second = await hear(acme, inbox, "And another thing")

    assert second.conversation_id == first.conversation_id
    assert second.seq == 2


async def test_a_resolved_conversation_is_reopened(acme: Cast) -> None:
    inbox = await open_inbox(acme, AfterResolve.REOPEN)
    first = await hear(acme, inbox)
    with acting_for(acme.id):
        await (await first.conversation).resolve(by=acme.viewer)

    second = await hear(acme, inbox, "Not done yet")

    assert second.conversation_id == first.conversation_id
    with acting_for(acme.id):
        conversation = await Conversation.get()
        reopened = await Event.get(name="conversation.reopened")
    assert conversation.status is ConversationStatus.OPEN
    assert (conversation.resolved_at, conversation.reopened_count) == (None, 1)
    assert (reopened.actor_kind, reopened.actor_id) == ("CONTACT", conversation.contact_id)


async def test_or_a_new_one_is_started_where_the_inbox_says_so(acme: Cast) -> None:
    inbox = await open_inbox(acme, AfterResolve.START_NEW)
    first = await hear(acme, inbox)
    with acting_for(acme.id):
        await (await first.conversation).resolve(by=acme.viewer)

    second = await hear(acme, inbox, "Something else")
    third = await hear(acme, inbox, "and more")

    assert second.conversation_id != first.conversation_id
    assert third.conversation_id == second.conversation_id
    with acting_for(acme.id):
        old, new = await Conversation.all().order_by("number")
    assert (old.status, old.message_count) == (ConversationStatus.RESOLVED, 2)  # and that it is
    assert (new.status, new.number, new.message_count) == (ConversationStatus.OPEN, 2, 2)


async def test_a_message_wakes_a_snoozed_conversation_and_cancels_its_job(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    first = await hear(acme, inbox)
    with acting_for(acme.id):
        until = datetime.now(UTC) + timedelta(days=1)
        await (await first.conversation).snooze(until, by=acme.viewer)

    await hear(acme, inbox, "Are you there?")

    with acting_for(acme.id):
        conversation = await Conversation.get()
        wakes = await Job.filter(kind="conversation.wake")
        assert await Event.filter(name="conversation.woken").count() == 1
    assert (conversation.status, conversation.snoozed_until) == (ConversationStatus.OPEN, None)
    assert [job.state for job in wakes] == [JobState.CANCELLED]


async def test_a_pending_conversation_stays_pending(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    first = await hear(acme, inbox)
    with acting_for(acme.id):
        await Conversation.all().update(status=ConversationStatus.PENDING)

    second = await hear(acme, inbox, "Anyone?")

    assert second.conversation_id == first.conversation_id
    with acting_for(acme.id):
        assert (await Conversation.get()).status is ConversationStatus.PENDING


async def test_what_a_blocked_contact_writes_is_kept_and_disturbs_nobody(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    first = await hear(acme, inbox, "Hello")
    with acting_for(acme.id):
        await (await first.conversation).resolve(by=acme.viewer)
        await (await Contact.get()).block(by=acme.viewer)
        before = await Conversation.get()

    message = await hear(acme, inbox, "Insults")

    with acting_for(acme.id):
        after = await Conversation.get()
    assert (message.body, message.seq) == ("Insults", 3)  # after that it was resolved
    assert after.status is ConversationStatus.RESOLVED
    assert after.message_count == 3
    assert after.inbound_count == before.inbound_count
    assert after.last_message_id == before.last_message_id == first.id
    assert after.last_message_preview == "Hello"
    assert (after.last_message_at, after.waiting_since) == (before.last_message_at, None)


async def test_a_conversation_of_somebody_blocked_begins_resolved(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    with acting_for(acme.id):
        identity = await Contact.identified(inbox, "kim", name="Kim")
        await (await Contact.get()).block(by=acme.viewer)
        now = datetime.now(UTC)
        await Conversation.receive(identity, "Hi", external_id="x-1", occurred_at=now)

        assert (await Conversation.get()).status is ConversationStatus.RESOLVED


async def test_a_message_from_the_future_was_written_now(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    with acting_for(acme.id):
        identity = await Contact.identified(inbox, "kim", name="Kim")
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        message = await Conversation.receive(
            identity, "Hi", external_id="x-1", occurred_at=tomorrow
        )

    assert message.occurred_at <= datetime.now(UTC)


@pytest.mark.parametrize("body", ["", " \n ", "x" * 10_001, "a\0b"])
async def test_a_body_that_cannot_be_kept_leaves_nothing(acme: Cast, body: str) -> None:
    inbox = await open_inbox(acme)

    with pytest.raises(Invalid):
        await hear(acme, inbox, body)

    with acting_for(acme.id):
        assert await Conversation.all().count() == 0


async def test_numbers_are_given_once_each_under_load(acme: Cast, rival: Cast) -> None:
    inbox = await open_inbox(acme)

    await asyncio.gather(*(hear(acme, inbox, handle=f"kim{place}") for place in range(10)))
    await open_conversation(rival)

    with acting_for(acme.id):
        numbers = [row.number for row in await Conversation.all().order_by("number")]
        assert await ContactIdentity.all().count() == 10
    assert numbers == list(range(1, 11))
    with acting_for(rival.id):
        assert (await Conversation.get()).number == 1
