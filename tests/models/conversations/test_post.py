"""What the company writes."""

import asyncio
from uuid import uuid4

import pytest

from models.contacts import Contact
from models.conversations import (
    ContactBlocked,
    ContactDeleted,
    Conversation,
    ConversationResolved,
    Direction,
    InboxDisabled,
    Message,
    MessageStatus,
    SenderKind,
)
from models.errors import Invalid, NotFound
from models.events import Event
from models.idempotency import ClientIdReused
from models.identity import Role
from models.inboxes import Inbox
from models.job import Job, JobPriority
from models.tenancy import ForeignCompany, acting_for
from models.viewer import Viewer
from tests.people import Cast, hire
from tests.threads import hear, open_conversation, open_inbox


async def test_a_message_is_queued_with_its_job(acme: Cast, rival: Cast) -> None:
    conversation = await open_conversation(acme)

    with acting_for(acme.id):
        message = await conversation.post("On its way", author=acme.viewer)
        conversation = await Conversation.get()
        job = await Job.get(kind="message.deliver")

    assert (message.direction, message.status) == (Direction.OUTBOUND, MessageStatus.QUEUED)
    assert (message.sender_kind, message.member_id) == (SenderKind.MEMBER, acme.owner.id)
    assert message.seq == 2
    assert (job.payload, job.priority) == (
        {"message_id": str(message.id)},
        JobPriority.INTERACTIVE,
    )
    assert conversation.last_message_id == message.id
    assert conversation.last_message_preview == "On its way"
    assert conversation.first_reply_at == conversation.last_message_at == message.created_at
    assert (conversation.waiting_since, conversation.inbound_count) == (None, 1)
    with acting_for(rival.id):
        assert await Job.all().count() == await Message.all().count() == 0


async def test_a_note_stays_in_the_house_and_leaves_the_list_alone(acme: Cast) -> None:
    conversation = await open_conversation(acme, "Hello")

    with acting_for(acme.id):
        note = await conversation.post("Rude person", author=acme.viewer, note=True)
        after = await Conversation.get()
        assert await Job.all().count() == 0

    assert (note.direction, note.status) == (Direction.INTERNAL, MessageStatus.RECEIVED)
    assert (after.message_count, after.last_message_preview) == (2, "Hello")
    assert after.waiting_since is not None
    assert after.first_reply_at is None


async def test_the_same_client_id_twice_at_once_is_one_message(acme: Cast) -> None:
    conversation = await open_conversation(acme)

    async def post() -> Message:
        with acting_for(acme.id):
            ours = await Conversation.get(id=conversation.id)
            return await ours.post("Once", author=acme.viewer, client_id="c-1")

    one, two = await asyncio.gather(post(), post())
    three = await post()

    assert one.id == two.id == three.id
    with acting_for(acme.id):
        assert await Message.filter(direction=Direction.OUTBOUND).count() == 1
        assert await Job.filter(kind="message.deliver").count() == 1


async def test_a_client_id_used_for_something_else_is_refused(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    robin = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        first = await conversation.post("One", author=acme.viewer, client_id="c-1")

        for body, author, note in (
            ("Two", acme.viewer, False),
            ("One", robin, False),
            ("One", acme.viewer, True),
        ):
            with pytest.raises(ClientIdReused):
                await conversation.post(body, author=author, note=note, client_id="c-1")

        assert await Message.filter(client_id="c-1").get() == first


async def test_a_client_id_is_the_conversations_own(acme: Cast) -> None:
    one, two = await open_conversation(acme), await open_conversation(acme)

    with acting_for(acme.id):
        first = await one.post("One", author=acme.viewer, client_id="c-1")
        second = await two.post("Two", author=acme.viewer, client_id="c-1")

    assert first.id != second.id


async def test_the_answer_to_a_repeat_survives_an_edit_a_deletion_and_the_end(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        message = await conversation.post("One", author=acme.viewer, client_id="c-1")
        await message.edit("Won", by=acme.viewer)
        await conversation.resolve(by=acme.viewer)

        again = await conversation.post("One", author=acme.viewer, client_id="c-1")
        assert (again.id, again.body) == (message.id, "Won")

        await message.erase(by=acme.viewer)
        again = await conversation.post("One", author=acme.viewer, client_id="c-1")
        assert again.deleted_at is not None


async def test_a_resolved_conversation_takes_no_post(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.resolve(by=acme.viewer)

        for note in (False, True):
            with pytest.raises(ConversationResolved):
                await conversation.post("Hello?", author=acme.viewer, note=note)

        assert await Message.filter(kind="TEXT").count() == 1


async def test_where_nothing_can_go_out_only_notes_are_taken(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        contact, inbox = await Contact.get(), await Inbox.get()
        obstacles = (
            (contact, "blocked_at", ContactBlocked),
            (contact, "deleted_at", ContactDeleted),
            (inbox, "disabled_at", InboxDisabled),
        )
        for row, column, refusal in obstacles:
            setattr(row, column, conversation.created_at)
            await row.save()
            with pytest.raises(refusal):
                await conversation.post("Hello", author=acme.viewer)
            await conversation.post("Hm", author=acme.viewer, note=True)
            setattr(row, column, None)
            await row.save()


@pytest.mark.parametrize(
    ("body", "code"), [("", "BLANK"), ("\t\n", "BLANK"), ("x" * 10_001, "TOO_LONG")]
)
async def test_a_body_has_1_to_10000_characters(acme: Cast, body: str, code: str) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        with pytest.raises(Invalid) as refused:
            await conversation.post(body, author=acme.viewer)

        assert [(field.path, field.code) for field in refused.value.fields] == [("body", code)]
        assert (await conversation.post("x" * 10_000, author=acme.viewer)).seq == 2


async def test_a_preview_has_160_characters(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.post("x" * 161, author=acme.viewer)

    assert conversation.last_message_preview == "x" * 159 + "…"


async def test_an_answer_names_what_it_answers(acme: Cast) -> None:
    conversation, other = await open_conversation(acme), await open_conversation(acme)
    with acting_for(acme.id):
        question = await Message.get(conversation_id=conversation.id)
        elsewhere = await Message.get(conversation_id=other.id)

        answer = await conversation.post("Yes", author=acme.viewer, reply_to=question)

        assert answer.reply_to_id == question.id
        with pytest.raises(NotFound):
            await conversation.post("Yes", author=acme.viewer, reply_to=elsewhere)


async def test_only_a_note_answers_a_note(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        note = await conversation.post("Hm", author=acme.viewer, note=True)

        with pytest.raises(Invalid):
            await conversation.post("Hm?", author=acme.viewer, reply_to=note)
        answer = await conversation.post("Hm?", author=acme.viewer, reply_to=note, note=True)

        assert answer.reply_to_id == note.id


async def test_the_system_can_write(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        message = await conversation.post("Welcome", author=Viewer.system(acme.id))
        created = await Event.filter(name="message.created").order_by("-seq").first()

    assert message.sender_kind is SenderKind.SYSTEM
    assert created is not None
    assert created.actor_kind == "SYSTEM"


async def test_a_rival_cannot_post_even_with_our_row_in_hand(acme: Cast, rival: Cast) -> None:
    conversation = await open_conversation(acme)

    with acting_for(rival.id), pytest.raises(ForeignCompany):
        await conversation.post("Spam", author=rival.viewer)

    with acting_for(acme.id):
        assert await Message.all().count() == 1


async def test_a_conversation_begins_from_our_side(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    with acting_for(acme.id):
        contact = await Contact.add(by=acme.viewer, name="Kim")

        conversation = await Conversation.start(
            inbox, contact, by=acme.viewer, subject="  Your\norder ", body="It is here"
        )

        assert (conversation.subject, conversation.message_count) == ("Your order", 1)
        assert await Job.filter(kind="message.deliver").count() == 1
        assert await Event.filter(name="conversation.created").count() == 1
    answer = await hear(acme, inbox, "Thanks", handle=str(contact.id))
    assert answer.conversation_id == conversation.id


async def test_starting_one_twice_at_once_is_starting_one(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    with acting_for(acme.id):
        contact = await Contact.add(by=acme.viewer, name="Kim")

    async def start(body: str = "Hello") -> Conversation:
        with acting_for(acme.id):
            kim = await Contact.get(id=contact.id)
            return await Conversation.start(inbox, kim, by=acme.viewer, body=body, client_id="c-1")

    one, two = await asyncio.gather(start(), start())

    assert one.id == two.id
    with acting_for(acme.id):
        assert await Message.all().count() == 1
    with pytest.raises(ClientIdReused):
        await start("Something else")


async def test_a_start_that_is_refused_leaves_nothing(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    with acting_for(acme.id):
        contact = await Contact.add(by=acme.viewer, name="Kim")
        with pytest.raises(Invalid) as refused:
            await Conversation.start(
                inbox, contact, by=acme.viewer, subject="x" * 201, body=" ", client_id="c" * 101
            )
        await contact.block(by=acme.viewer)
        with pytest.raises(ContactBlocked):
            await Conversation.start(inbox, contact, by=acme.viewer, client_id=uuid4().hex)

        assert [field.path for field in refused.value.fields] == ["subject", "body", "clientId"]
        assert await Conversation.all().count() == 0
