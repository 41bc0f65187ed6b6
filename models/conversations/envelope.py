"""A message as the customer's system is sent it; docs/api-inbox.md tells what is in it."""

from typing import Any

import orjson

from models.contacts import Contact, ContactIdentity
from models.conversations.conversation import Conversation
from models.conversations.message import Message, SenderKind
from models.conversations.rating_link import rating_url
from models.conversations.satisfaction import BEST, WORST, SatisfactionRequest
from models.files.attachment import Attachment
from models.files.link import lasting
from models.identifiers import global_id
from models.identity import ApiKey, Member


async def envelope(message: Message) -> bytes:
    """The body of the POST: the same message makes the same bytes."""
    conversation = await Conversation.get(id=message.conversation_id)
    data = {
        "id": global_id("Message", message.id),
        "clientId": message.client_id,
        "direction": message.direction,
        "inbox": {"id": global_id("Inbox", message.inbox_id)},
        "conversation": {
            "id": global_id("Conversation", conversation.id),
            "number": conversation.number,
        },
        "contact": await _contact(conversation),
        "sender": await _sender(message),
        "replyTo": await _reply_to(message),
        "body": message.body,
        "attachments": await _attachments(message),
        "satisfaction": await _satisfaction(message),
        "createdAt": message.created_at,
        "editedAt": message.edited_at,
    }
    push = {"type": "message.created", "timestamp": message.created_at, "data": data}
    return orjson.dumps(push)


async def _attachments(message: Message) -> list[dict[str, Any]]:
    """To be fetched within a week, without signing in."""
    return [
        {
            "id": global_id("Attachment", file.id),
            "fileName": file.file_name,
            "contentType": file.content_type,
            "size": file.size,
            "checksum": file.checksum,
            "url": lasting(file.company_id, file.upload_id, since=message.created_at),
        }
        for file in await Attachment.filter(message_id=message.id).order_by("id")
    ]


async def _satisfaction(message: Message) -> dict[str, Any] | None:
    """Of a message that asks how they were helped: what can be answered, and until when."""
    if message.sender_kind is not SenderKind.SYSTEM:
        return None
    request = await SatisfactionRequest.get_or_none(message_id=message.id)
    if request is None:
        return None
    return {
        "ratings": list(range(WORST, BEST + 1)),
        "url": rating_url(request),
        "expiresAt": request.expires_at,
    }


async def _contact(conversation: Conversation) -> dict[str, Any]:
    """As they pushed it to us."""
    contact = await Contact.get(id=conversation.contact_id)
    identity = await ContactIdentity.get(id=conversation.identity_id)
    return {
        "id": identity.external_id,
        "name": contact.name,
        "email": contact.email,
        "phone": contact.phone,
    }


async def _sender(message: Message) -> dict[str, Any]:
    name = None
    if message.sender_kind is SenderKind.MEMBER:
        name = (await Member.get(id=message.member_id)).name
    elif message.sender_kind is SenderKind.API_KEY:
        name = (await ApiKey.get(id=message.api_key_id)).name
    return {"kind": message.sender_kind, "name": name}


async def _reply_to(message: Message) -> dict[str, Any] | None:
    """By both ids: theirs, if it was they who sent it, and ours."""
    if message.reply_to_id is None:
        return None
    replied = await Message.get(id=message.reply_to_id)
    return {"id": global_id("Message", replied.id), "externalId": replied.external_id}
