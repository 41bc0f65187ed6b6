"""What restricted members are answered: by every edge, in numbers, and in what they may do."""

from typing import Any

from models.conversations import Conversation, Message
from models.identifiers import global_id
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask, counted
from tests.people import Cast
from tests.schema.conversations.documents import mutation
from tests.schema.conversations.test_live import first, position
from tests.schema.conversations.test_views import COUNTS
from tests.sights import Shop, seeing

CREATE_VIEW = mutation("createView", "view { id count { value } }")
SEND = mutation("sendMessage", "message { id }")
READ = mutation("markConversationRead", "conversation { id }")
MERGED = "query ($id: ID!) { conversation(id: $id) { subject mergedInto { id } } }"
INBOX = """{ conversations(first: 9) { edges { node { id unreadCount lastMessage { body } } } }
    unreadCount }"""
CONTACT = """query ($id: ID!) { contact(id: $id) { conversations(first: 9) {
    edges { node { id lastMessage { body } } } } } }"""


def gid(row: Conversation | Message) -> str:
    return global_id(type(row).__name__, row.id)


def ids(answer: Any) -> list[str]:
    return [edge["node"]["id"] for edge in answer["edges"]]


async def test_what_is_counted_is_what_is_seen(ask: Ask, acme: Cast, rival: Cast) -> None:
    shop = await Shop().opened(acme)
    await Shop().opened(rival)
    kim = await seeing(shop.kim)

    everybody, ours = await ask(acme.viewer, INBOX), await ask(kim, INBOX)

    assert everybody["data"]["unreadCount"] == 2
    assert ours["data"]["unreadCount"] == 1
    assert ids(ours["data"]["conversations"]) == [gid(shop.for_kim)]


async def test_a_number_falls_when_something_leaves(ask: Ask, acme: Cast, rival: Cast) -> None:
    shop = await Shop().opened(acme)
    await Shop().opened(rival)
    kim = await seeing(shop.kim)
    made = await ask(kim, CREATE_VIEW, input={"name": "Open", "filter": {"status": ["OPEN"]}})
    view = made["data"]["createView"]["view"]
    assert view["count"] == {"value": 1}
    start = await position(ask, acme)
    await shop.give(shop.for_kim, shop.lee)

    [told] = await first(1, kim, COUNTS, ids=[view["id"]], after=start)

    assert told["counts"] == [{"viewId": view["id"], "count": {"value": 0, "more": False}}]


async def test_an_edge_leads_to_nothing_that_is_not_seen(ask: Ask, acme: Cast, rival: Cast) -> None:
    shop = await Shop().opened(acme)
    await Shop().opened(rival)
    kim, lee = await seeing(shop.kim), await seeing(shop.lee)
    with acting_for(acme.id):
        await Conversation.filter(id=shop.for_kim.id).update(merged_into_id=shop.for_lee.id)
    contact = global_id("Contact", shop.for_kim.contact_id)
    id = gid(shop.for_kim)

    assert (await ask(kim, MERGED, id=id))["data"]["conversation"]["mergedInto"] is None
    merged = await ask(acme.viewer, MERGED, id=id)
    assert merged["data"]["conversation"]["mergedInto"] == {"id": gid(shop.for_lee)}
    assert codes(await ask(lee, MERGED, id=id)) == ["NOT_FOUND"]
    theirs = await ask(lee, CONTACT, id=contact)
    assert theirs["data"]["contact"]["conversations"] == {"edges": []}
    ours = await ask(kim, CONTACT, id=contact)
    assert ids(ours["data"]["contact"]["conversations"]) == [id]


async def test_what_is_not_seen_cannot_be_touched(ask: Ask, acme: Cast, rival: Cast) -> None:
    shop = await Shop().opened(acme)
    await Shop().opened(rival)
    kim = await seeing(shop.kim)
    theirs = gid(shop.for_lee)

    refused = [
        await ask(kim, SEND, input={"conversationId": theirs, "body": "Hi"}),
        await ask(kim, READ, input={"conversationId": theirs}),
    ]

    assert [codes(answer) for answer in refused] == [["NOT_FOUND"], ["NOT_FOUND"]]
    with acting_for(acme.id):
        assert await Message.filter(conversation_id=shop.for_lee.id).count() == 1


async def test_to_send_takes_no_more_statements_than_for_who_sees_everything(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    shop = await Shop().opened(acme)
    await Shop().opened(rival)
    spent = []
    for viewer in (acme.viewer, await seeing(shop.kim)):
        given = {"conversationId": gid(shop.for_kim), "body": "Hi"}
        async with counted(viewer) as statements:
            answer = await ask(viewer, SEND, input=given)
        assert codes(answer) == []
        spent.append(statements())

    assert spent[0] == spent[1]
