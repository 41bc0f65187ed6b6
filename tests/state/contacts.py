"""Scenarios of contacts."""

from models.tenancy import acting_for
from tests.state.world import Deed, World, id_of, scenario


@scenario("createContact")
async def create_contact(world: World) -> Deed:
    return world.deed(name="Kim", email="kim@example.org", customAttributes={"vip": True})


@scenario("updateContact")
async def update_contact(world: World) -> Deed:
    contact = await _writer(world)
    return world.deed(contactId=contact, name="Kim Lee", phone="+5511987654321")


@scenario("blockContact")
async def block(world: World) -> Deed:
    return world.deed(contactId=await _writer(world))


@scenario("unblockContact")
async def unblock(world: World) -> Deed:
    contact = await world.contact()
    with acting_for(world.company.id):
        await contact.block(by=world.viewer)
    return world.deed(contactId=id_of(contact))


@scenario("deleteContact")
async def delete_contact(world: World) -> Deed:
    return world.deed(contactId=await _writer(world))


@scenario("restoreContact")
async def restore(world: World) -> Deed:
    contact = await world.contact()
    with acting_for(world.company.id):
        await contact.discard(by=world.viewer)
    return world.deed(contactId=id_of(contact))


async def _writer(world: World) -> str:
    """A contact who has written and was answered."""
    conversation, _ = await world.answered()
    with acting_for(world.company.id):
        return id_of(await conversation.contact)
