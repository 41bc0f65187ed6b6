"""Scenarios of what is said, and read."""

from models.conversations import ConversationRead, Message, MessageStatus
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.state.world import Deed, World, id_of, scenario


@scenario("startConversation")
async def start(world: World) -> Deed:
    contact = await world.contact()
    return world.deed(inboxId=id_of(world.shop.inbox), contactId=id_of(contact), subject="Offer")


@scenario("startConversation", "with its first message")
async def start_with_a_message(world: World) -> Deed:
    contact = await world.contact()
    return world.deed(inboxId=id_of(world.shop.inbox), contactId=id_of(contact), body="Hello Kim")


@scenario("sendMessage")
async def send(world: World) -> Deed:
    conversation, message = await world.answered()
    return world.deed(conversationId=id_of(conversation), body="More", replyToId=id_of(message))


@scenario("sendMessage", "a note")
async def note(world: World) -> Deed:
    return world.deed(conversationId=id_of(await world.conversation()), body="Psst", note=True)


@scenario("editMessage")
async def edit(world: World) -> Deed:
    _, message = await world.answered()
    return world.deed(messageId=id_of(message), body="Hi there")


@scenario("deleteMessage")
async def delete_message(world: World) -> Deed:
    _, message = await world.answered()
    return world.deed(messageId=id_of(message))


@scenario("retryMessage")
async def retry(world: World) -> Deed:
    _, message = await world.answered()
    with acting_for(world.company.id):
        await (await Message.get(id=message.id)).advance(
            MessageStatus.FAILED, error_code="REPORTED", error_detail="No such number."
        )
    return world.deed(messageId=id_of(message))


@scenario("markConversationRead")
async def read(world: World) -> Deed:
    return world.deed(conversationId=id_of(await world.conversation()))


@scenario("markConversationRead", "by one who watches")
async def read_by_a_watcher(world: World) -> Deed:
    given = {"conversationId": id_of(await world.conversation())}
    return Deed(given, by=world.watchers[2].who)


@scenario("markConversationUnread")
async def unread(world: World) -> Deed:
    conversation = await world.conversation()
    watcher = world.watchers[1].who
    with acting_for(world.company.id):
        await ConversationRead.advance(conversation, by=Viewer.member(watcher.member))
    return Deed({"conversationId": id_of(conversation)}, by=watcher)


@scenario("setTyping")
async def type_(world: World) -> Deed:
    given = {"conversationId": id_of(await world.conversation()), "isTyping": True}
    return Deed(given, by=world.boss, silent=True)
