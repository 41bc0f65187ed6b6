"""Inboxes, contacts and conversations to test with."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from models.contacts import Contact, ContactIdentity
from models.conversations import Conversation, Message
from models.inboxes import AfterResolve, Inbox, InboxKind
from models.tenancy import acting_for
from tests.people import Cast


async def open_inbox(company: Cast, after_resolve: AfterResolve = AfterResolve.REOPEN) -> Inbox:
    with acting_for(company.id):
        return await Inbox.create(
            name="Shop",
            kind=InboxKind.API,
            callback_url="https://shop.example/hook",
            sealed_secret="-",
            after_resolve=after_resolve,
        )


async def hear(
    company: Cast,
    inbox: Inbox,
    body: str = "Hello",
    *,
    handle: str = "kim",
    external_id: str | None = None,
) -> Message:
    """A contact's message, as the inbound door has it stored."""
    with acting_for(company.id):
        identity = await Contact.identified(inbox, handle, name=handle.title())
        return await Conversation.receive(
            identity,
            body,
            external_id=external_id or uuid4().hex,
            occurred_at=datetime.now(UTC),
        )


async def also_known(company: Cast, contact_id: UUID, handle: str = "kim") -> Inbox:
    """Another inbox, in which this contact has that handle."""
    inbox = await open_inbox(company)
    with acting_for(company.id):
        await ContactIdentity.create(contact_id=contact_id, inbox_id=inbox.id, external_id=handle)
    return inbox


async def open_conversation(company: Cast, body: str = "Hello") -> Conversation:
    """A conversation that a contact of its own began."""
    message = await hear(company, await open_inbox(company), body, handle=uuid4().hex)
    with acting_for(company.id):
        return await Conversation.get(id=message.conversation_id)
