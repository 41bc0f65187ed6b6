"""Scenarios of contacts merged, noted on, chosen, and brought in and out by the thousand."""

from models.contacts import Contact, ContactExport, ContactImport, ContactNote, Segment
from models.contacts.mapping import Column, ImportField
from models.contacts.planning import ImportMode, MatchBy
from models.tenancy import acting_for
from tests.models.contacts.files import uploaded
from tests.state.world import Deed, World, id_of, scenario

FILE = "name,email\nAna,ana@example.org\n"
MAPPING = [{"column": 0, "field": "NAME"}, {"column": 1, "field": "EMAIL"}]


@scenario("mergeContacts")
async def merge(world: World) -> Deed:
    into, other = [await _writer(world) for _ in range(2)]
    with acting_for(world.company.id):
        await ContactNote.add(other, "Likes tea", by=world.viewer)
    return world.deed(**{"into": id_of(into), "from": id_of(other)})


@scenario("addContactNote")
async def add_note(world: World) -> Deed:
    return world.deed(contactId=id_of(await world.contact()), body="Likes tea")


@scenario("editContactNote")
async def edit_note(world: World) -> Deed:
    return world.deed(contactNoteId=id_of(await _note(world)), body="Likes coffee")


@scenario("deleteContactNote")
async def delete_note(world: World) -> Deed:
    return world.deed(contactNoteId=id_of(await _note(world)))


@scenario("setContactConsent")
async def consent(world: World) -> Deed:
    contact = id_of(await world.contact())
    return world.deed(contactId=contact, channel="API", state="OPTED_OUT", source="A call")


@scenario("createSegment")
async def create_segment(world: World) -> Deed:
    return world.deed(name="Known", filter={"email": {"known": True}})


@scenario("updateSegment")
async def update_segment(world: World) -> Deed:
    segment = await _segment(world, "Before")
    return world.deed(segmentId=segment, name="After", filter={"blocked": True})


@scenario("deleteSegment")
async def delete_segment(world: World) -> Deed:
    return world.deed(segmentId=await _segment(world, "Never mind"))


@scenario("createContactImport")
async def order_import(world: World) -> Deed:
    upload = await uploaded(world.company, FILE)
    return world.deed(uploadId=id_of(upload), mapping=MAPPING, mode="UPSERT")


@scenario("cancelContactImport")
async def cancel_import(world: World) -> Deed:
    return world.deed(contactImportId=id_of(await ordered(world)))


@scenario("createContactExport")
async def order_export(world: World) -> Deed:
    return world.deed(filter={"email": {"known": True}})


async def ordered(world: World, content: str = FILE) -> ContactImport:
    """An import that nobody has begun."""
    upload = await uploaded(world.company, content)
    with acting_for(world.company.id):
        return await ContactImport.order(
            upload,
            by=world.viewer,
            mapping=[Column(0, ImportField.NAME), Column(1, ImportField.EMAIL)],
            mode=ImportMode.UPSERT,
            match_by=MatchBy.EMAIL,
        )


async def exported(world: World) -> ContactExport:
    with acting_for(world.company.id):
        return await ContactExport.order({}, by=world.viewer)


async def _note(world: World) -> ContactNote:
    contact = await world.contact()
    with acting_for(world.company.id):
        return await ContactNote.add(contact, "Likes tea", by=world.viewer)


async def _segment(world: World, name: str) -> str:
    with acting_for(world.company.id):
        return id_of(await Segment.make(name, {}, by=world.viewer))


async def _writer(world: World) -> Contact:
    """A contact who has written and was answered."""
    conversation, _ = await world.answered()
    with acting_for(world.company.id):
        return await conversation.contact
