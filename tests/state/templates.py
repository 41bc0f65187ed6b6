"""Scenarios of templates."""

from uuid import uuid4

from models.outreach import Template, TemplateVisibility
from models.tenancy import acting_for
from tests.state.world import Deed, World, id_of, scenario


async def written(world: World) -> Template:
    with acting_for(world.company.id):
        return await Template.add(
            by=world.viewer,
            visibility=TemplateVisibility.ALL,
            name="Hello",
            shortcode=f"hello-{uuid4().hex[:8]}",
            language="en",
            body="Hi {{ contact.name }}",
            variables=[],
        )


@scenario("createTemplate")
async def create(world: World) -> Deed:
    return world.deed(
        name="New",
        shortcode="new",
        language="pt-BR",
        body="Olá {{ who }}",
        variables=[{"name": "who", "default": "you"}],
        visibility="ALL",
    )


@scenario("updateTemplate")
async def update(world: World) -> Deed:
    return world.deed(templateId=id_of(await written(world)), body="Bye", category="Farewell")


@scenario("archiveTemplate")
async def archive(world: World) -> Deed:
    return world.deed(templateId=id_of(await written(world)))


@scenario("restoreTemplate")
async def restore(world: World) -> Deed:
    template = await written(world)
    with acting_for(world.company.id):
        await template.archive(by=world.viewer)
    return world.deed(templateId=id_of(template))


@scenario("restoreTemplate", "to what an earlier version said")
async def go_back(world: World) -> Deed:
    template = await written(world)
    with acting_for(world.company.id):
        await template.edit(by=world.viewer, body="Bye")
    return world.deed(templateId=id_of(template), toVersion=1)


@scenario("sendTemplate")
async def send(world: World) -> Deed:
    conversation = await world.conversation()
    return world.deed(conversationId=id_of(conversation), templateId=id_of(await written(world)))
