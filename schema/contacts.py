"""The people who write to the company."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from strawberry.scalars import JSON

import models.contacts
import models.conversations
import models.inboxes
from models.tenancy import find
from schema.context import Info
from schema.edges import To, children, edge
from schema.inboxes import Inbox
from schema.nodes import Node, One, node, one
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query

if TYPE_CHECKING:
    from schema.conversations.conversation import Conversation

BY_NAME = Order("search_name", descending=False)
DETAILS = ("name", "email", "phone", "locale", "custom_attributes")


@strawberry.type(description="The handle by which an inbox knows a contact.")
class ContactIdentity:
    external_id: str

    inbox: Inbox = edge(
        To("inbox_id", models.inboxes.Inbox, needs="inboxes:read"),
        description="The inbox that knows it.",
    )


@node("contacts:read", lambda viewer: viewer.contacts)
@strawberry.type(description="A person outside the company who writes to it.")
class Contact(Node):
    name: str
    email: str | None
    phone: str | None = strawberry.field(description="E.164.")
    locale: str | None
    custom_attributes: JSON
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

    @strawberry.field(
        description="Their conversations, newest first.",
        graphql_type=Connection[
            Annotated["Conversation", strawberry.lazy("schema.conversations.conversation")]
        ],
    )
    def conversations(
        root: strawberry.Parent[models.contacts.Contact],
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        info.context.viewer.require("conversations:read")
        rows = info.context.viewer.conversations.filter(contact_id=root.id)
        return page(rows, Order("id"), Window(first, after, last, before))


@strawberry.type
class ContactQuery:
    @query(
        "contacts:read",
        description="The company's contacts, by name.",
        graphql_type=Connection[Contact],
    )
    def contacts(
        self,
        info: Info,
        *,
        search: Annotated[
            str | None,
            strawberry.argument(
                description="Words of a name or an e-mail, or a part of an e-mail or a phone."
            ),
        ] = None,
        deleted: Annotated[
            bool, strawberry.argument(description="Those that can be restored instead.")
        ] = False,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        viewer = info.context.viewer
        rows = viewer.deleted_contacts if deleted else viewer.contacts
        rows = models.contacts.matching(rows, search or "")
        return page(rows, BY_NAME, Window(first, after, last, before))

    @query("contacts:read", description="One contact.", graphql_type=Contact)
    def contact(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.contacts, id)


@strawberry.input
class CreateContactInput:
    name: str
    email: str | None = None
    phone: str | None = strawberry.field(
        default=None, description="In international form: +5551999990000."
    )
    locale: str | None = strawberry.field(default=None, description="A language tag: pt-BR.")
    custom_attributes: JSON | None = strawberry.field(
        default=None, description="A flat object: at most 50 values and 8 KiB."
    )
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same contact."
    )


@strawberry.input(description="What is left out stays as it is; null takes it away.")
class UpdateContactInput:
    contact_id: strawberry.ID
    name: str | None = strawberry.UNSET
    email: str | None = strawberry.UNSET
    phone: str | None = strawberry.UNSET
    locale: str | None = strawberry.UNSET
    custom_attributes: JSON | None = strawberry.field(
        default=strawberry.UNSET, description="Only the given keys change; null removes one."
    )


@strawberry.input
class BlockContactInput:
    contact_id: strawberry.ID


@strawberry.input
class UnblockContactInput:
    contact_id: strawberry.ID


@strawberry.input
class DeleteContactInput:
    contact_id: strawberry.ID


@strawberry.input
class RestoreContactInput:
    contact_id: strawberry.ID


@strawberry.type
class CreateContactPayload(Payload):
    contact: Contact


@strawberry.type
class UpdateContactPayload(Payload):
    contact: Contact


@strawberry.type
class BlockContactPayload(Payload):
    contact: Contact


@strawberry.type
class UnblockContactPayload(Payload):
    contact: Contact


@strawberry.type
class DeleteContactPayload(Payload):
    contact: Contact


@strawberry.type
class RestoreContactPayload(Payload):
    contact: Contact


@strawberry.type
class ContactMutation:
    @mutation("contacts:write", description="Add a contact; e-mail and phone are unique.")
    async def create_contact(self, info: Info, input: CreateContactInput) -> CreateContactPayload:
        contact = await models.contacts.Contact.add(
            by=info.context.viewer, client_id=input.client_id, **_details(input)
        )
        return await CreateContactPayload.at(info, contact=contact)

    @mutation("contacts:write", description="Change what is given of a contact.")
    async def update_contact(self, info: Info, input: UpdateContactInput) -> UpdateContactPayload:
        contact = await find(info.context.viewer.contacts, input.contact_id)
        await contact.edit(by=info.context.viewer, **_details(input))
        return await UpdateContactPayload.at(info, contact=contact)

    @mutation("contacts:write", description="Stop hearing a contact; what they write is kept.")
    async def block_contact(self, info: Info, input: BlockContactInput) -> BlockContactPayload:
        contact = await find(info.context.viewer.contacts, input.contact_id)
        await contact.block(by=info.context.viewer)
        return await BlockContactPayload.at(info, contact=contact)

    @mutation("contacts:write", description="Hear a blocked contact again.")
    async def unblock_contact(
        self, info: Info, input: UnblockContactInput
    ) -> UnblockContactPayload:
        contact = await find(info.context.viewer.contacts, input.contact_id)
        await contact.unblock(by=info.context.viewer)
        return await UnblockContactPayload.at(info, contact=contact)

    @mutation("contacts:delete", description="Delete a contact; it can be restored.")
    async def delete_contact(self, info: Info, input: DeleteContactInput) -> DeleteContactPayload:
        contact = await find(info.context.viewer.contacts, input.contact_id)
        await contact.discard(by=info.context.viewer)
        return await DeleteContactPayload.at(info, contact=contact)

    @mutation("contacts:delete", description="Bring a deleted contact back.")
    async def restore_contact(
        self, info: Info, input: RestoreContactInput
    ) -> RestoreContactPayload:
        contact = await find(info.context.viewer.deleted_contacts, input.contact_id)
        await contact.restore(by=info.context.viewer)
        return await RestoreContactPayload.at(info, contact=contact)


def _details(input: CreateContactInput | UpdateContactInput) -> dict[str, Any]:
    given = {name: getattr(input, name) for name in DETAILS}
    return {name: value for name, value in given.items() if value is not strawberry.UNSET}
