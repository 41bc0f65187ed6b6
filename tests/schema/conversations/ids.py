"""The ids of a small world."""

from typing import Any

from models.conversations import Message
from models.identifiers import global_id
from models.tenancy import acting_for
from tests.people import Cast
from tests.threads import open_conversation


async def ids_of(company: Cast) -> dict[str, Any]:
    """A conversation of the company with one message of each side, and all it is tied to."""
    conversation = await open_conversation(company)
    with acting_for(company.id):
        ours = await conversation.post("Ours", author=company.viewer)
        theirs = await Message.get(seq=1, conversation_id=conversation.id)
    return {
        "conversation": global_id("Conversation", conversation.id),
        "inbox": global_id("Inbox", conversation.inbox_id),
        "contact": global_id("Contact", conversation.contact_id),
        "member": global_id("Member", company.owner.id),
        "ours": global_id("Message", ours.id),
        "theirs": global_id("Message", theirs.id),
    }
