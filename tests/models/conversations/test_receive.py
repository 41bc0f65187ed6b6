"""What a contact writes."""

import asyncio

from models.contacts import Contact
from models.conversations import Conversation, Message
from models.tenancy import acting_for
from tests.people import Cast
from tests.threads import hear, open_inbox


async def test_two_first_messages_of_a_new_contact_at_once_make_one_conversation(
    acme: Cast,
) -> None:
    inbox = await open_inbox(acme)

    one, two = await asyncio.gather(hear(acme, inbox, "one"), hear(acme, inbox, "two"))

    assert one.conversation_id == two.conversation_id
    assert {one.seq, two.seq} == {1, 2}
    with acting_for(acme.id):
        conversation = await Conversation.get()
        assert conversation.message_count == conversation.inbound_count == 2
        assert await Contact.all().count() == 1


async def test_the_same_message_twice_at_once_is_one_message(acme: Cast) -> None:
    inbox = await open_inbox(acme)

    one, two = await asyncio.gather(
        *(hear(acme, inbox, "once", external_id="x-1") for _ in range(2))
    )
    again = await hear(acme, inbox, "once", external_id="x-1")

    assert one.id == two.id == again.id
    with acting_for(acme.id):
        assert await Message.all().count() == 1
