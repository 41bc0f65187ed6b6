"""What a transaction has left is told without being read, and as it would have been read."""

from functools import partial

from models.conversations import Conversation, Message
from models.holding import held, upon
from models.tenancy import acting_for
from models.viewer import Viewer
from schema.sharing import MADE
from tests.api.fanout.conftest import live
from tests.clients import Door, sign_in, socket_of
from tests.people import Cast
from tests.plans import needs_plans
from tests.threads import open_conversation

ADDED = """subscription { messageAdded { message { id seq body status direction createdAt
  conversation { id subject status messageCount lastMessageAt snoozedUntil } } } }"""


@needs_plans
async def test_a_message_is_told_as_it_was_left_or_else_as_it_is_read(
    door: Door, acme: Cast, rival: Cast
) -> None:
    ours, theirs = await open_conversation(acme), await open_conversation(rival)

    async def say(body: str, *, reads: bool) -> None:
        for company, conversation in ((rival, theirs), (acme, ours)):
            with acting_for(company.id):
                rows, post = Conversation.all(), partial(_post, body, company.viewer)
                if reads:
                    async with held(rows, conversation.id) as row:
                        await post(row)
                else:
                    await upon(rows, conversation.id, post)

    async with socket_of(door, await sign_in(acme.owner)) as client:
        await client.subscribe("1", ADDED)
        await live(acme, 1)
        for number in range(3):  # the first may be told by graphql-core
            await say(f"warm {number}", reads=True)
            await client.receive()
        made = []
        for body, reads in (("read", True), ("left", False), ("again", True)):
            before = MADE._value.get()
            await say(body, reads=reads)
            message = (await client.receive())["payload"]["data"]["messageAdded"]["message"]
            assert (message["body"], message["status"]) == (body, "QUEUED")
            assert message["conversation"]["messageCount"] == message["seq"]
            made.append(MADE._value.get() - before)

    assert made == [1, 0, 1]


async def _post(body: str, author: Viewer, conversation: Conversation) -> Message:
    return await conversation.post(body, author=author)
