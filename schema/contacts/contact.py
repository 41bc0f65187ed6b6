"""A contact, and what is known of them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.scalars import JSON

import models.contacts
import models.inboxes
from models.contacts import ConsentState
from models.inboxes import InboxKind
from schema.contacts.author import Author, authored
from schema.context import Info
from schema.edges import To, children, derived, edge
from schema.inboxes import Inbox
from schema.nodes import Node, node
from schema.pages import Connection, Order, Page, Window, page

if TYPE_CHECKING:
    from schema.conversations.conversation import Conversation

strawberry.enum(ConsentState, description="Whether a contact wants to be written to.")
Row = strawberry.Parent[models.contacts.Contact]


@strawberry.type(description="The handle by which an inbox knows a contact.")
class ContactIdentity:
    external_id: str

    inbox: Inbox = edge(
        To("inbox_id", models.inboxes.Inbox, needs="inboxes:read"),
        description="The inbox that knows it.",
    )


@strawberry.type(description="Whether a contact wants to hear from the company on a channel.")
class ContactConsent:
    channel: InboxKind
    state: ConsentState
    source: str | None = strawberry.field(description="Where they said so, such as a form.")
    stated_at: datetime = strawberry.field(description="When they said so.")
    created_at: datetime = strawberry.field(description="When it was first written down.")

    author: Author | None = authored("Who wrote it down; null when the system did.")
    contact: Annotated["Contact", strawberry.lazy("schema.contacts.contact")] = edge(
        To("contact_id", models.contacts.Contact), description="Who said so."
    )


@strawberry.type(description="Another contact that turned out to be this one.")
class ContactMerge:
    created_at: datetime = strawberry.field(description="When they were merged.")
    kept: JSON = strawberry.field(
        description="What the other had otherwise: name, email, phone, locale, custom_attributes, "
        "and consents by channel."
    )
    taken: list[str] = strawberry.field(description="What of this contact the other filled in.")

    source: Annotated["Contact", strawberry.lazy("schema.contacts.contact")] = edge(
        To("source_id", models.contacts.Contact), description="The other one, as it was."
    )
    author: Author | None = authored("Who merged them; null when the system did.")

    @derived(
        description="How many conversations came along; null for whom queues hide some of them."
    )
    def conversation_count(moved: dict[str, Any], info: Info) -> int | None:
        return None if info.context.viewer.restricted else len(moved["conversations"])

    @derived(description="How many messages of theirs came along; null for whom queues hide some.")
    def message_count(moved: dict[str, Any], info: Info) -> int | None:
        return None if info.context.viewer.restricted else int(moved["messages"])


@node("contacts:read", lambda viewer: viewer.contact_notes)
@strawberry.type(description="What the company's people tell each other of a contact.")
class ContactNote(Node):
    body: str
    created_at: datetime
    edited_at: datetime | None

    author: Author | None = authored("Who wrote it; null when the system did.")
    contact: Annotated["Contact", strawberry.lazy("schema.contacts.contact")] = edge(
        To("contact_id", models.contacts.Contact), description="Of whom it tells."
    )


@node("contacts:read", lambda viewer: viewer.known_contacts)
@strawberry.type(description="A person outside the company who writes to it.")
class Contact(Node):
    name: str
    email: str | None
    phone: str | None = strawberry.field(description="E.164.")
    locale: str | None
    custom_attributes: JSON
    version: int = strawberry.field(description="Moves with each change; updateContact expects it.")
    blocked_at: datetime | None = strawberry.field(
        description="Since then what they write is kept, but wakes, raises and counts nothing."
    )
    deleted_at: datetime | None
    last_activity_at: datetime | None = strawberry.field(description="When they last wrote.")
    created_at: datetime
    updated_at: datetime

    identities: list[ContactIdentity] = children(
        models.contacts.ContactIdentity, "contact_id", description="Their handles, oldest first."
    )
    consents: list[ContactConsent] = children(
        models.contacts.ContactConsent,
        "contact_id",
        description="By channel; of one that is not here nothing is known.",
    )
    consent_history: list[ContactConsent] = children(
        models.contacts.ConsentChange,
        "contact_id",
        description="All that was ever stated, oldest first.",
    )
    merges: list[ContactMerge] = children(
        models.contacts.ContactMerge,
        "into_id",
        description="Who turned out to be this contact, oldest first.",
    )
    merged_into: Annotated["Contact", strawberry.lazy("schema.contacts.contact")] | None = edge(
        To("merged_into_id", models.contacts.Contact),
        description="Who this contact is by now: wherever this one was named, it is them.",
    )

    @strawberry.field(
        description="Notes on them, newest first; they never see them.",
        graphql_type=Connection[ContactNote],
    )
    def notes(
        root: Row,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.contact_notes.filter(contact_id=root.id)
        return page(rows, Order("id"), Window(first, after, last, before))

    @strawberry.field(
        description="Their conversations, newest first.",
        graphql_type=Connection[
            Annotated["Conversation", strawberry.lazy("schema.conversations.conversation")]
        ],
    )
    def conversations(
        root: Row,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        info.context.viewer.require("conversations:read")
        rows = info.context.viewer.conversations.filter(contact_id=root.id)
        return page(rows, Order("id"), Window(first, after, last, before))
