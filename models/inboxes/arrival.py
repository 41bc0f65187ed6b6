"""From what was pushed to what it means; apart from its noun, because it needs all the others."""

from models.contacts import Contact
from models.conversations import Conversation, Direction, Message, SatisfactionRequest
from models.conversations import MessageStatus as Status
from models.database import transaction
from models.errors import Conflict, DomainError, Refusal
from models.files.announced import checked_name
from models.files.kinds import checked_type
from models.files.source import Incoming
from models.identifiers import local_id
from models.inboxes.inbound_event import InboundEvent, InboundState
from models.inboxes.inbox import Inbox
from models.inboxes.push import File, MessageCreated, Rating, Receipt, SatisfactionRated, fitting


class MessageUnknown(Refusal):
    """This inbox has sent no message with this id."""

    code = "MESSAGE_UNKNOWN"
    cure = "Send back the id that we sent."


class MessageAmbiguous(Refusal):
    """This inbox has sent several messages with this client id. Use the id that we sent."""

    code = "MESSAGE_AMBIGUOUS"


class MessageAsksNothing(Refusal):
    """This message does not ask for a rating."""

    code = "MESSAGE_ASKS_NOTHING"
    cure = "Send back the id of the message that came with `satisfaction`."


async def apply(event: InboundEvent) -> InboundEvent:
    """Do what it says, once; when that cannot be, say why. What may pass is raised."""
    try:
        async with transaction():
            await event.lock()
            if event.state is not InboundState.APPLIED:
                message = await _take(event)
                await event.succeed(message_id=message.id if message else None)
                if message and message.deleted_at:
                    await InboundEvent.redact(message.id)
    except DomainError as refusal:
        if refusal.retryable or isinstance(refusal, Conflict):
            raise
        await event.fail(f"{refusal.code}: {refusal}")
    return event


async def _take(event: InboundEvent) -> Message | None:
    """Its effect: the message that was written, if it is one."""
    push = fitting(event.payload)
    inbox = await event.inbox
    if isinstance(push, MessageCreated):
        return await _write(inbox, push, event)
    if isinstance(push, SatisfactionRated):
        await _rate(inbox, push.data)
    else:
        await _report(inbox, push.data)
    return None


async def _write(inbox: Inbox, push: MessageCreated, event: InboundEvent) -> Message:
    written, person = push.data, push.data.contact
    identity = await Contact.identified(
        inbox,
        person.id,
        name=person.name or person.id,
        email=person.email,
        phone=person.phone,
    )
    return await Conversation.receive(
        identity,
        written.body,
        external_id=written.id,
        occurred_at=push.occurred_at(received_at=event.created_at),
        files=[_incoming(file, event, index) for index, file in enumerate(written.attachments)],
    )


def _incoming(file: File, event: InboundEvent, index: int) -> Incoming:
    """What is in the push itself stays there until it is fetched, like all else."""
    source = {"url": file.url} if file.url else {"event_id": str(event.id), "index": index}
    kind = None if file.content_type is None else checked_type(file.content_type)
    return Incoming(checked_name(file.file_name), kind, source)


async def _rate(inbox: Inbox, rating: Rating) -> None:
    message = await _sent(inbox, rating.message_id)
    request = await SatisfactionRequest.get_or_none(message_id=message.id)
    if request is None:
        raise MessageAsksNothing
    await request.rate(rating.rating, rating.comment)


async def _report(inbox: Inbox, receipt: Receipt) -> None:
    message = await _sent(inbox, receipt.message_id)
    failed = receipt.status == "failed"
    await message.advance(
        Status(receipt.status.upper()),
        error_code="REPORTED" if failed else None,
        error_detail=receipt.error if failed else None,
    )


async def _sent(inbox: Inbox, id: str) -> Message:
    """Ours by its id, or by the id that our client gave it."""
    sent = Message.filter(inbox_id=inbox.id, direction=Direction.OUTBOUND)
    decoded = local_id(id)
    if decoded is not None and decoded[0] == "Message":
        found = await sent.filter(id=decoded[1])
    else:
        found = await sent.filter(client_id=id).limit(2)
    if not found:
        raise MessageUnknown
    if len(found) > 1:
        raise MessageAmbiguous
    return found[0]
