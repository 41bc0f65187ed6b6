"""Notes on contacts, and what they consent to."""

from datetime import datetime

import strawberry

import models.contacts
from models.contacts import ConsentState
from models.inboxes import InboxKind
from models.tenancy import find
from schema.contacts.contact import Contact, ContactConsent, ContactNote
from schema.context import Info
from schema.payloads import Payload
from schema.roots import mutation


@strawberry.input
class AddContactNoteInput:
    contact_id: strawberry.ID
    body: str
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same note."
    )


@strawberry.input
class EditContactNoteInput:
    contact_note_id: strawberry.ID
    body: str


@strawberry.input
class DeleteContactNoteInput:
    contact_note_id: strawberry.ID


@strawberry.input
class SetContactConsentInput:
    contact_id: strawberry.ID
    channel: InboxKind
    state: ConsentState
    source: str | None = strawberry.field(
        default=None, description="Where they said so: a form, a call, a letter."
    )
    at: datetime | None = strawberry.field(
        default=None, description="When they said so; now, if it is left out."
    )


@strawberry.type
class AddContactNotePayload(Payload):
    note: ContactNote


@strawberry.type
class EditContactNotePayload(Payload):
    note: ContactNote


@strawberry.type
class DeleteContactNotePayload(Payload):
    contact: Contact = strawberry.field(description="Of whom the note told.")


@strawberry.type
class SetContactConsentPayload(Payload):
    consent: ContactConsent


@strawberry.type
class NotesMutation:
    @mutation("contacts:write", description="Note something on a contact, who never sees it.")
    async def add_contact_note(
        self, info: Info, input: AddContactNoteInput
    ) -> AddContactNotePayload:
        viewer = info.context.viewer
        contact = await find(viewer.contacts, input.contact_id)
        note = await models.contacts.ContactNote.add(
            contact, input.body, by=viewer, client_id=input.client_id
        )
        return await AddContactNotePayload.at(info, note=note)

    @mutation("contacts:write", description="Change the text of a note; only its author may.")
    async def edit_contact_note(
        self, info: Info, input: EditContactNoteInput
    ) -> EditContactNotePayload:
        viewer = info.context.viewer
        note = await find(viewer.contact_notes, input.contact_note_id)
        await note.edit(input.body, by=viewer)
        return await EditContactNotePayload.at(info, note=note)

    @mutation(
        "contacts:write",
        description="Take a note away: its author may, and whoever has contacts:delete.",
    )
    async def delete_contact_note(
        self, info: Info, input: DeleteContactNoteInput
    ) -> DeleteContactNotePayload:
        viewer = info.context.viewer
        note = await find(viewer.contact_notes, input.contact_note_id)
        await note.erase(by=viewer)
        contact = await find(viewer.known_contacts, note.contact_id)
        return await DeleteContactNotePayload.at(info, contact=contact)

    @mutation(
        "contacts:write",
        description="Write down whether a contact wants to be written to on a channel. To who has "
        "opted out nobody can write first; answers to what they wrote are allowed.",
    )
    async def set_contact_consent(
        self, info: Info, input: SetContactConsentInput
    ) -> SetContactConsentPayload:
        viewer = info.context.viewer
        contact = await find(viewer.contacts, input.contact_id)
        consent = await models.contacts.ContactConsent.declare(
            contact, input.channel, input.state, by=viewer, source=input.source, at=input.at
        )
        return await SetContactConsentPayload.at(info, consent=consent)
