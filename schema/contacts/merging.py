"""Two contacts that turn out to be one."""

import strawberry

import models.contacts
from models.tenancy import find
from schema.contacts.contact import Contact, ContactMerge
from schema.context import Info
from schema.payloads import Payload
from schema.roots import mutation


@strawberry.input
class MergeContactsInput:
    into: strawberry.ID = strawberry.field(description="The contact that stays.")
    from_: strawberry.ID = strawberry.field(
        name="from", description="The one that is the same person, and will be `into` from then on."
    )


@strawberry.type
class MergeContactsPayload(Payload):
    contact: Contact = strawberry.field(description="The contact that stays.")
    merge: ContactMerge


@strawberry.type
class MergingMutation:
    @mutation(
        "contacts:merge",
        description="Make one contact of two: handles, conversations, notes and consent move. Of "
        "details and attributes those of `into` hold and blanks are filled; an opt-out of either "
        "holds. Refused where one is blocked and the other is not.",
    )
    async def merge_contacts(self, info: Info, input: MergeContactsInput) -> MergeContactsPayload:
        viewer = info.context.viewer
        into = await find(viewer.known_contacts, input.into)
        source = await find(viewer.known_contacts, input.from_)
        merge = await models.contacts.merge(into, source, by=viewer)
        return await MergeContactsPayload.at(info, contact=into, merge=merge)
