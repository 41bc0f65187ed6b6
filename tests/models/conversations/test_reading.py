"""How far each member has read."""

import asyncio

import pytest

from models.conversations import Conversation, ConversationRead, Message
from models.errors import Forbidden, NotFound
from models.events import Event
from models.identity import Role
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.people import Cast, hire
from tests.threads import hear, open_conversation, open_inbox


async def unread(viewer: Viewer, conversation: Conversation) -> int:
    read = await ConversationRead.get_or_none(
        member_id=viewer.member_id, conversation_id=conversation.id
    )
    return conversation.inbound_count - (read.inbound_count if read else 0)


async def three_messages(company: Cast) -> tuple[Conversation, list[Message]]:
    inbox = await open_inbox(company)
    messages = [await hear(company, inbox, f"{place}") for place in range(3)]
    with acting_for(company.id):
        return await Conversation.get(id=messages[0].conversation_id), messages


async def test_each_member_reads_for_themselves(acme: Cast, rival: Cast) -> None:
    conversation, _ = await three_messages(acme)
    await open_conversation(rival)
    robin = await hire(acme, Role.READ_ONLY)
    with acting_for(acme.id):
        await ConversationRead.advance(conversation, by=robin)

        assert await unread(robin, conversation) == 0
        assert await unread(acme.viewer, conversation) == 3
        assert await ConversationRead.unread_in(robin) == 0
        assert await ConversationRead.unread_in(acme.viewer) == 1
    with acting_for(rival.id):
        assert await ConversationRead.unread_in(rival.viewer) == 1


async def test_reading_goes_up_to_a_message_and_never_back(acme: Cast) -> None:
    conversation, messages = await three_messages(acme)
    with acting_for(acme.id):
        await ConversationRead.advance(conversation, by=acme.viewer, up_to=messages[1])
        assert await unread(acme.viewer, conversation) == 1

        await ConversationRead.advance(conversation, by=acme.viewer, up_to=messages[0])
        assert await unread(acme.viewer, conversation) == 1
        assert await Event.filter(name="conversation.read").count() == 1


async def test_two_readings_at_once_end_at_the_further(acme: Cast) -> None:
    conversation, messages = await three_messages(acme)

    async def read(message: Message) -> None:
        with acting_for(acme.id):
            await ConversationRead.advance(conversation, by=acme.viewer, up_to=message)

    await asyncio.gather(*map(read, reversed(messages)))

    with acting_for(acme.id):
        assert await unread(acme.viewer, conversation) == 0


async def test_our_own_messages_and_notes_are_not_unread(acme: Cast) -> None:
    conversation, _ = await three_messages(acme)
    robin = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        await ConversationRead.advance(conversation, by=robin)
        await conversation.post("Hello", author=acme.viewer)
        await conversation.post("Hm", author=acme.viewer, note=True)

        assert await unread(robin, await Conversation.get()) == 0


async def test_it_can_be_kept_for_later(acme: Cast) -> None:
    conversation, messages = await three_messages(acme)
    with acting_for(acme.id):
        await ConversationRead.rewind(conversation, by=acme.viewer)
        assert await unread(acme.viewer, conversation) == 3

        await ConversationRead.advance(conversation, by=acme.viewer)
        await ConversationRead.rewind(conversation, by=acme.viewer)
        assert await unread(acme.viewer, conversation) == 1

        await ConversationRead.rewind(conversation, by=acme.viewer, to=messages[1])
        assert await unread(acme.viewer, conversation) == 2
        assert await Event.filter(name="conversation.marked_unread").count() == 2


async def test_what_is_resolved_does_not_count(acme: Cast) -> None:
    conversation, _ = await three_messages(acme)
    with acting_for(acme.id):
        await conversation.resolve(by=acme.viewer)

        assert await ConversationRead.unread_in(acme.viewer) == 0


async def test_a_message_of_another_conversation_is_no_mark(acme: Cast) -> None:
    conversation, _ = await three_messages(acme)
    other = await open_conversation(acme)
    with acting_for(acme.id):
        elsewhere = await Message.get(conversation_id=other.id)

        with pytest.raises(NotFound):
            await ConversationRead.advance(conversation, by=acme.viewer, up_to=elsewhere)


async def test_machines_do_not_read(acme: Cast) -> None:
    conversation, _ = await three_messages(acme)

    with acting_for(acme.id), pytest.raises(Forbidden):
        await ConversationRead.advance(conversation, by=Viewer.system(acme.id))
