"""Scenarios of working many conversations: merging two, changing many, keeping lists."""

from models.contacts import ContactIdentity
from models.conversations import BulkAction, BulkOperation, Conversation, ConversationRead
from models.conversations.merging import merge
from models.tenancy import acting_for
from models.views import View, ViewVisibility
from tests.state.world import Deed, World, id_of, scenario


@scenario("mergeConversations")
async def one_of_two(world: World) -> Deed:
    source, into = await _two(world)
    return world.deed(conversationId=id_of(source), intoId=id_of(into))


@scenario("mergeConversations", "into one that is resolved")
async def merge_into_resolved(world: World) -> Deed:
    source, into = await _two(world)
    with acting_for(world.company.id):
        await into.resolve(by=world.viewer)
        await source.take(by=world.viewer)
        await source.add_participants([world.watchers[1].who.member], by=world.viewer)
        await ConversationRead.advance(source, by=world.viewer)
    return world.deed(conversationId=id_of(source), intoId=id_of(into))


@scenario("mergeConversations", "that others were merged into")
async def merge_merged(world: World) -> Deed:
    source, into = await _two(world)
    with acting_for(world.company.id):
        contact, inbox = await source.contact, await source.inbox
        last = await Conversation.start(inbox, contact, by=world.viewer)
        await merge(source, into, by=world.viewer)
    return world.deed(conversationId=id_of(into), intoId=id_of(last))


@scenario("bulkUpdateConversations")
async def change_many(world: World) -> Deed:
    ids = [id_of(await world.conversation()) for _ in range(2)]
    return world.deed(ids=ids, action="PRIORITISE", priority="HIGH")


@scenario("bulkUpdateConversations", "of which one is refused")
async def change_some(world: World) -> Deed:
    conversation = await world.conversation()
    with acting_for(world.company.id):
        await conversation.resolve(by=world.viewer)
    ids = [id_of(conversation), id_of(await world.conversation())]
    return world.deed(ids=ids, action="SNOOZE", until="2027-01-01T00:00:00Z")


@scenario("bulkUpdateConversations", "by a filter")
async def change_filtered(world: World) -> Deed:
    await world.conversation()
    return world.deed(filter={"status": ["OPEN"], "waiting": True}, action="RESOLVE")


@scenario("cancelBulkOperation")
async def cancel(world: World) -> Deed:
    await world.conversation()
    with acting_for(world.company.id):
        rows = world.viewer.conversations
        operation = await BulkOperation.begin(
            rows, BulkAction.RESOLVE, {}, by=world.viewer, asked=[], later=True
        )
    return world.deed(operationId=id_of(operation))


@scenario("createView")
async def keep(world: World) -> Deed:
    return world.deed(name="Mine", filter={"mine": True}, orderBy="WAITING_SINCE")


@scenario("createView", "for all")
async def keep_for_all(world: World) -> Deed:
    return world.deed(name="Urgent", filter={"priority": ["URGENT"]}, visibility="ALL")


@scenario("updateView")
async def change(world: World) -> Deed:
    view = await _view(world, ViewVisibility.ALL)
    return world.deed(viewId=id_of(view), name="Late", filter={"waiting": True}, position=3)


@scenario("updateView", "that was for all")
async def take_back(world: World) -> Deed:
    return world.deed(viewId=id_of(await _view(world, ViewVisibility.ALL)), visibility="OWN")


@scenario("deleteView")
async def drop(world: World) -> Deed:
    return world.deed(viewId=id_of(await _view(world, ViewVisibility.ALL)))


async def _view(world: World, visibility: ViewVisibility) -> View:
    with acting_for(world.company.id):
        return await View.keep(
            "Open",
            {"status": ["OPEN"]},
            by=world.viewer,
            order_by="LAST_MESSAGE_AT",
            direction="DESC",
            visibility=visibility,
        )


async def _two(world: World) -> tuple[Conversation, Conversation]:
    """Of one contact."""
    source, into = await world.conversation(), await world.conversation()
    with acting_for(world.company.id):
        await Conversation.filter(id=source.id).update(contact_id=into.contact_id)
        await ContactIdentity.filter(id=source.identity_id).update(contact_id=into.contact_id)
        return await Conversation.get(id=source.id), into
