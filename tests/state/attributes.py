"""Scenarios of custom attributes."""

from uuid import uuid4

from models.contacts import AttributeDefinition, AttributeTarget, AttributeType
from models.tenancy import acting_for
from tests.state.world import Deed, World, id_of, scenario


@scenario("createAttributeDefinition")
async def create(world: World) -> Deed:
    given = {"type": "LIST", "options": ["free", "paid"], "clientId": "attribute-1"}
    return world.deed(target="CONVERSATION", key="plan", label="Plan", **given)


@scenario("updateAttributeDefinition")
async def update(world: World) -> Deed:
    definition = await _definition(world)
    return world.deed(attributeDefinitionId=id_of(definition), label="Renamed", required=False)


@scenario("archiveAttributeDefinition")
async def archive(world: World) -> Deed:
    definition = await _definition(world)
    conversation = await world.conversation()
    with acting_for(world.company.id):
        await conversation.set_attributes({definition.key: "kept"}, by=world.viewer)
    return world.deed(attributeDefinitionId=id_of(definition))


@scenario("updateConversation", "by its custom attributes")
async def set_attributes(world: World) -> Deed:
    attributes = {(await _definition(world)).key: "so"}
    conversation = await world.conversation()
    return world.deed(conversationId=id_of(conversation), customAttributes=attributes)


async def _definition(world: World) -> AttributeDefinition:
    with acting_for(world.company.id):
        return await AttributeDefinition.add(
            AttributeTarget.CONVERSATION,
            uuid4().hex,
            label="Kept",
            type=AttributeType.TEXT,
            by=world.viewer,
        )
