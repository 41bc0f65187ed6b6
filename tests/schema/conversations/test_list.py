"""Lists of conversations, and one of them."""

from typing import Any

import pytest

from models.conversations import Conversation, ConversationStatus
from models.identifiers import global_id
from models.identity import Member, Role
from models.inboxes import AfterResolve
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.conversations.documents import CONVERSATION, MESSAGE
from tests.threads import hear, open_conversation, open_inbox

INBOX_LIST = """
    query ($first: Int!) {
        conversations(first: $first) {
            edges {
                node {
                    number status lastMessagePreview unreadCount
                    contact { name } assignee { name } lastMessage { body }
                }
            }
            pageInfo { hasNextPage }
        }
    }
"""
NUMBERS = """
    query (
        $status: [ConversationStatus!], $assignee: ID, $unassigned: Boolean! = false, $inbox: ID,
        $contact: ID, $orderBy: ConversationOrder! = LAST_MESSAGE_AT,
        $direction: SortDirection! = DESC, $first: Int, $after: String, $last: Int, $before: String
    ) {
        conversations(
            status: $status, assignee: $assignee, unassigned: $unassigned, inbox: $inbox,
            contact: $contact, orderBy: $orderBy, direction: $direction, first: $first,
            after: $after, last: $last, before: $before
        ) {
            edges { node { number } }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
    }
"""
ONE = CONVERSATION + "query ($id: ID!) { conversation(id: $id) { ...Whole } }"
THREAD = (
    MESSAGE
    + """
    query ($id: ID!, $last: Int, $before: String) {
        conversation(id: $id) {
            messages(last: $last, before: $before) {
                edges { node { ...Said } }
                pageInfo { hasPreviousPage startCursor }
            }
        }
    }
"""
)


def numbers(answer: dict[str, Any]) -> list[int]:
    assert codes(answer) == []
    return [edge["node"]["number"] for edge in answer["data"]["conversations"]["edges"]]


async def test_a_page_of_fifty_takes_five_statements(ask: Ask, acme: Cast, rival: Cast) -> None:
    await open_conversation(rival)
    inbox = await open_inbox(acme)
    for place in range(51):
        message = await hear(acme, inbox, f"Hello {place}", handle=f"kim{place}")
        with acting_for(acme.id):
            await (await message.conversation).assign(acme.owner, by=acme.viewer)

    answer = await ask(acme.viewer, INBOX_LIST, statements=5, first=50)

    assert codes(answer) == []
    page = answer["data"]["conversations"]
    assert len(page["edges"]) == 50
    assert page["pageInfo"]["hasNextPage"]
    assert page["edges"][0]["node"] == {
        "number": 51,
        "status": "OPEN",
        "lastMessagePreview": "Hello 50",
        "unreadCount": 1,
        "contact": {"name": "Kim50"},
        "assignee": {"name": acme.owner.name},
        "lastMessage": {"body": "Hello 50"},
    }


async def test_a_thread_of_fifty_takes_six_statements(ask: Ask, acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        for place in range(50):
            await conversation.post(f"{place}", author=acme.viewer, note=place % 2 == 0)

    # The conversation, the page, authors, revisions, attempts and the messages' conversation.
    id = global_id("Conversation", conversation.id)
    answer = await ask(acme.viewer, THREAD, statements=6, id=id, last=50)

    assert codes(answer) == []
    assert len(answer["data"]["conversation"]["messages"]["edges"]) == 50


async def conversations(acme: Cast) -> tuple[Member, dict[str, str]]:
    """1: open, resolved start anew; 2 assigned; 3 snoozed; 4 in another inbox; 1 wrote last."""
    member = (await hire(acme, Role.MEMBER)).member_id
    shop, support = await open_inbox(acme), await open_inbox(acme, AfterResolve.START_NEW)
    for place in (1, 2, 3):
        await hear(acme, shop, handle=f"kim{place}")
    await hear(acme, support, handle="kim4")
    await hear(acme, shop, "Again", handle="kim1")
    with acting_for(acme.id):
        one, two, three, four = await Conversation.all().order_by("number")
        await two.assign(await Member.get(id=member), by=acme.viewer)
        await Conversation.filter(id=three.id).update(status=ConversationStatus.SNOOZED)
        await four.resolve(by=acme.viewer)
        ids = {
            "shop": global_id("Inbox", shop.id),
            "support": global_id("Inbox", support.id),
            "kim": global_id("Contact", one.contact_id),
            "member": global_id("Member", two.assignee_id or one.id),
        }
        return await Member.get(id=member), ids


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [1, 4, 3, 2]),
        ({"direction": "ASC"}, [2, 3, 4, 1]),
        ({"orderBy": "NUMBER"}, [4, 3, 2, 1]),
        ({"orderBy": "CREATED_AT", "direction": "ASC"}, [1, 2, 3, 4]),
        ({"status": "OPEN"}, [1, 2]),
        ({"status": ["SNOOZED", "RESOLVED"]}, [4, 3]),
        ({"status": []}, []),
        ({"assignee": "member"}, [2]),
        ({"assignee": "member", "status": "RESOLVED"}, []),
        ({"unassigned": True}, [1, 4, 3]),
        ({"unassigned": True, "status": "OPEN"}, [1]),
        ({"inbox": "shop"}, [1, 3, 2]),
        ({"inbox": "support", "contact": "kim"}, []),
        ({"contact": "kim"}, [1]),
    ],
)
async def test_they_are_filtered_and_sorted(
    ask: Ask, acme: Cast, rival: Cast, asked: dict[str, Any], found: list[int]
) -> None:
    await open_conversation(rival)
    _, ids = await conversations(acme)
    variables = {
        name: ids.get(value, value) if isinstance(value, str) else value
        for name, value in asked.items()
    }

    assert numbers(await ask(acme.viewer, NUMBERS, **variables)) == found


@pytest.mark.parametrize("order", ["LAST_MESSAGE_AT", "CREATED_AT", "NUMBER"])
async def test_pages_go_forth_and_back(ask: Ask, acme: Cast, order: str) -> None:
    inbox = await open_inbox(acme)
    for place in range(5):
        await hear(acme, inbox, handle=f"kim{place}")

    first = await ask(acme.viewer, NUMBERS, orderBy=order, first=2)
    page = first["data"]["conversations"]["pageInfo"]
    second = await ask(acme.viewer, NUMBERS, orderBy=order, first=2, after=page["endCursor"])
    beyond = second["data"]["conversations"]["pageInfo"]
    back = await ask(acme.viewer, NUMBERS, orderBy=order, last=2, before=beyond["startCursor"])

    assert numbers(first) == numbers(back) == [5, 4]
    assert numbers(second) == [3, 2]
    assert (page["hasNextPage"], page["hasPreviousPage"]) == (True, False)
    assert (beyond["hasNextPage"], beyond["hasPreviousPage"]) == (True, True)


async def test_a_page_is_100_at_most_and_a_cursor_is_its_lists_own(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    await open_conversation(acme)
    await open_conversation(rival)
    cursor = (await ask(acme.viewer, NUMBERS))["data"]["conversations"]["pageInfo"]["endCursor"]

    assert codes(await ask(acme.viewer, NUMBERS, first=101)) == ["INVALID"]
    assert codes(await ask(acme.viewer, NUMBERS, first=0)) == ["INVALID"]
    assert codes(await ask(acme.viewer, NUMBERS, after="nonsense")) == ["CURSOR_INVALID"]
    assert codes(await ask(acme.viewer, NUMBERS, after=cursor, orderBy="NUMBER")) == [
        "CURSOR_INVALID"
    ]
    assert codes(await ask(rival.viewer, NUMBERS, after=cursor)) == ["CURSOR_INVALID"]


async def test_assignee_and_unassigned_exclude_each_other(ask: Ask, acme: Cast) -> None:
    member = global_id("Member", acme.owner.id)

    answer = await ask(acme.viewer, NUMBERS, assignee=member, unassigned=True)

    assert codes(answer) == ["INVALID"]


async def test_a_filter_takes_only_ids_of_its_kind(ask: Ask, acme: Cast) -> None:
    member = global_id("Member", acme.owner.id)

    for filter in ("inbox", "contact"):
        assert codes(await ask(acme.viewer, NUMBERS, **{filter: member})) == ["NOT_FOUND"]
    assert codes(await ask(acme.viewer, NUMBERS, assignee="nonsense")) == ["NOT_FOUND"]


async def test_a_rivals_list_is_empty_whatever_it_filters_by(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    _, ids = await conversations(acme)

    assert numbers(await ask(rival.viewer, NUMBERS)) == []
    for name, id in (
        ("inbox", ids["shop"]),
        ("contact", ids["kim"]),
        ("assignee", ids["member"]),
    ):
        assert numbers(await ask(rival.viewer, NUMBERS, **{name: id})) == []


async def test_one_conversation_is_whole(ask: Ask, acme: Cast, rival: Cast) -> None:
    conversation = await open_conversation(acme)
    id = global_id("Conversation", conversation.id)

    ours = await ask(acme.viewer, ONE, id=id)
    theirs = await ask(rival.viewer, ONE, id=id)

    assert codes(ours) == []
    assert ours["data"]["conversation"]["id"] == id
    assert ours["data"]["conversation"]["lastMessage"] == {"body": "Hello"}
    assert codes(theirs) == ["NOT_FOUND"]
    assert theirs["data"] is None


async def test_a_thread_is_read_from_its_end(ask: Ask, acme: Cast, rival: Cast) -> None:
    conversation = await open_conversation(acme)
    id = global_id("Conversation", conversation.id)
    with acting_for(acme.id):
        for place in range(4):
            await conversation.post(f"{place}", author=acme.viewer)

    end = (await ask(acme.viewer, THREAD, id=id, last=2))["data"]["conversation"]["messages"]
    before = await ask(acme.viewer, THREAD, id=id, last=2, before=end["pageInfo"]["startCursor"])

    assert [edge["node"]["body"] for edge in end["edges"]] == ["2", "3"]
    assert end["pageInfo"]["hasPreviousPage"]
    messages = before["data"]["conversation"]["messages"]
    assert [edge["node"]["body"] for edge in messages["edges"]] == ["0", "1"]
    assert codes(await ask(rival.viewer, THREAD, id=id, last=2)) == ["NOT_FOUND"]


async def test_a_machine_sees_the_edges_that_its_scopes_allow(ask: Ask, acme: Cast) -> None:
    conversation = await open_conversation(acme)
    id = global_id("Conversation", conversation.id)
    scopes = frozenset({"company:read", "conversations:read"})
    key = Viewer(company_id=acme.id, kind=Viewer.system(acme.id).kind, permissions=scopes)
    plain = "query ($id: ID!) { conversation(id: $id) { %s } }"

    allowed = await ask(
        key, plain % "number lastMessagePreview lastMessage { id } unreadCount", id=id
    )
    refused = [
        await ask(key, plain % edge, id=id)
        for edge in ("contact { id }", "messages(first: 1) { edges { cursor } }", "inbox { id }")
    ]

    assert allowed["data"]["conversation"] == {
        "number": 1,
        "lastMessagePreview": None,
        "lastMessage": None,
        "unreadCount": None,
    }
    assert [codes(answer) for answer in refused] == [["FORBIDDEN"]] * 3
