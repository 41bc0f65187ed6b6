"""Scenarios of labels, of who takes part, and of drafts."""

from models.conversations import Conversation, Draft, DraftKind, Label
from models.tenancy import acting_for
from tests.state.world import Deed, World, id_of, scenario


@scenario("createLabel")
async def create(world: World) -> Deed:
    return world.deed(name="New", colour="#1f883d", description="Just in", clientId="label-1")


@scenario("updateLabel")
async def update(world: World) -> Deed:
    return world.deed(labelId=id_of(await _label(world, "Old")), name="Renamed", colour="#000000")


@scenario("archiveLabel")
async def archive(world: World) -> Deed:
    label = await _label(world, "Gone")
    await _labelled(world, label)
    return world.deed(labelId=id_of(label))


@scenario("setLabels")
async def set_labels(world: World) -> Deed:
    conversation = await _labelled(world, await _label(world, "Before"))
    label = await _label(world, "After")
    return world.deed(conversationId=id_of(conversation), labelIds=[id_of(label)])


@scenario("addLabels")
async def add_labels(world: World) -> Deed:
    label = await _label(world, "Given")
    return world.deed(conversationId=id_of(await world.conversation()), labelIds=[id_of(label)])


@scenario("removeLabels")
async def remove_labels(world: World) -> Deed:
    label = await _label(world, "Taken")
    return world.deed(conversationId=id_of(await _labelled(world, label)), labelIds=[id_of(label)])


@scenario("followConversation")
async def follow(world: World) -> Deed:
    return world.deed(conversationId=id_of(await world.conversation()))


@scenario("followConversation", "after a mention")
async def follow_after_a_mention(world: World) -> Deed:
    watcher = world.watchers[1].who
    conversation = await world.conversation()
    with acting_for(world.company.id):
        await conversation.post("Psst", author=world.viewer, note=True, mentions=[watcher.member])
    return Deed({"conversationId": id_of(conversation)}, by=watcher)


@scenario("unfollowConversation")
async def unfollow(world: World) -> Deed:
    return world.deed(conversationId=id_of(await _followed(world)))


@scenario("muteConversation")
async def mute(world: World) -> Deed:
    return world.deed(conversationId=id_of(await _followed(world)))


@scenario("addParticipants")
async def add_participants(world: World) -> Deed:
    ids = [id_of(watcher.who.member) for watcher in world.watchers[1:3]]
    return world.deed(conversationId=id_of(await world.conversation()), memberIds=ids)


@scenario("removeParticipants")
async def remove_participants(world: World) -> Deed:
    conversation, watcher = await world.conversation(), world.watchers[1].who.member
    with acting_for(world.company.id):
        await conversation.add_participants([watcher], by=world.viewer)
    return world.deed(conversationId=id_of(conversation), memberIds=[id_of(watcher)])


@scenario("sendMessage", "a note with a mention")
async def mention(world: World) -> Deed:
    given = {"body": "Psst", "note": True, "mentions": [id_of(world.watchers[1].who.member)]}
    return world.deed(conversationId=id_of(await world.conversation()), **given)


@scenario("saveDraft")
async def save_draft(world: World) -> Deed:
    given = {"conversationId": id_of(await world.conversation()), "body": "Dear"}
    return Deed(given, world.boss, silent=True)


@scenario("deleteDraft")
async def delete_draft(world: World) -> Deed:
    draft = await _draft(world)
    return Deed({"draftId": id_of(draft)}, world.boss, silent=True)


@scenario("sendMessage", "that was a draft")
async def send_draft(world: World) -> Deed:
    conversation_id = (await _draft(world)).conversation_id
    with acting_for(world.company.id):
        conversation = await Conversation.get(id=conversation_id)
    return world.deed(conversationId=id_of(conversation), body="Dear Kim", clearDraft=True)


async def _label(world: World, name: str) -> Label:
    with acting_for(world.company.id):
        return await Label.add(name, colour="#ff0000", by=world.viewer)


async def _labelled(world: World, label: Label) -> Conversation:
    conversation = await world.conversation()
    with acting_for(world.company.id):
        return await conversation.add_labels([label], by=world.viewer)


async def _followed(world: World) -> Conversation:
    conversation = await world.conversation()
    with acting_for(world.company.id):
        return await conversation.add_participants([world.boss.member], by=world.viewer)


async def _draft(world: World) -> Draft:
    conversation = await world.conversation()
    with acting_for(world.company.id):
        return await Draft.keep(conversation, DraftKind.REPLY, "Dear", by=world.viewer)
