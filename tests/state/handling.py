"""Scenarios of where a conversation stands, and who sees to it."""

from datetime import UTC, datetime, timedelta

from models.conversations import Conversation
from models.tenancy import acting_for
from tests.state.world import Deed, World, id_of, scenario

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()


@scenario("updateConversation")
async def rename(world: World) -> Deed:
    return world.deed(conversationId=id_of(await world.conversation()), subject="Late")


@scenario("assignConversation")
async def assign(world: World) -> Deed:
    watcher = world.watchers[1].who.member
    return world.deed(conversationId=id_of(await world.conversation()), memberId=id_of(watcher))


@scenario("assignConversation", "to nobody")
async def unassign(world: World) -> Deed:
    conversation = await world.conversation()
    with acting_for(world.company.id):
        await conversation.take(by=world.viewer)
    return world.deed(conversationId=id_of(conversation), memberId=None)


@scenario("takeConversation")
async def take(world: World) -> Deed:
    return world.deed(conversationId=id_of(await world.conversation()))


@scenario("snoozeConversation")
async def snooze(world: World) -> Deed:
    return world.deed(conversationId=id_of(await world.conversation()), until=TOMORROW)


@scenario("snoozeConversation", "once more")
async def snooze_again(world: World) -> Deed:
    return world.deed(conversationId=id_of(await _snoozed(world)), until=TOMORROW)


@scenario("resolveConversation")
async def resolve(world: World) -> Deed:
    return world.deed(conversationId=id_of(await world.conversation()))


@scenario("resolveConversation", "that was snoozed")
async def resolve_snoozed(world: World) -> Deed:
    return world.deed(conversationId=id_of(await _snoozed(world)))


@scenario("reopenConversation")
async def reopen(world: World) -> Deed:
    conversation = await world.conversation()
    with acting_for(world.company.id):
        await conversation.resolve(by=world.viewer)
    return world.deed(conversationId=id_of(conversation))


@scenario("reopenConversation", "that was snoozed")
async def reopen_snoozed(world: World) -> Deed:
    return world.deed(conversationId=id_of(await _snoozed(world)))


@scenario("setPriority")
async def prioritise(world: World) -> Deed:
    return world.deed(conversationId=id_of(await world.conversation()), priority="URGENT")


async def _snoozed(world: World) -> Conversation:
    conversation = await world.conversation()
    until = datetime.now(UTC) + timedelta(hours=1)
    with acting_for(world.company.id):
        return await conversation.snooze(until, by=world.viewer)
