"""Adding, changing, blocking and deleting contacts."""

from typing import Any

import strawberry
from strawberry.scalars import JSON

import models.contacts
from models.tenancy import find
from schema.contacts.contact import Contact
from schema.context import Info
from schema.payloads import Payload
from schema.roots import mutation

DETAILS = ("name", "email", "phone", "locale", "custom_attributes")


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
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
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
class WritingMutation:
    @mutation("contacts:write", description="Add a contact; e-mail and phone are unique.")
    async def create_contact(self, info: Info, input: CreateContactInput) -> CreateContactPayload:
        contact = await models.contacts.Contact.add(
            by=info.context.viewer, client_id=input.client_id, **_details(input)
        )
        return await CreateContactPayload.at(info, contact=contact)

    @mutation("contacts:write", description="Change what is given of a contact.")
    async def update_contact(self, info: Info, input: UpdateContactInput) -> UpdateContactPayload:
        contact = await find(info.context.viewer.contacts, input.contact_id)
        await contact.edit(by=info.context.viewer, version=input.version, **_details(input))
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
