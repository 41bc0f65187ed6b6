"""Activity, merges and changes of many, as a client sees them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.conversations import BulkOperation, Conversation
from models.identifiers import global_id
from models.identity import Role
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.conversations.documents import mutation
from tests.schema.conversations.test_live import first, position
from tests.threads import also_known, hear, open_conversation, open_inbox

THREAD = """query ($id: ID!) { conversation(id: $id) { messages(first: 10) { edges { node {
    seq kind body direction activity { name field from to fromId toId }
    sender { ... on Member { name } } } } } } }"""
MERGE = mutation(
    "mergeConversations",
    "conversation { id unreadCount mergedConversations { edges { node { id status "
    "mergedInto { id } } } } }",
)
TIMELINE = """query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    conversationTimeline(
        conversation: $id, first: $first, after: $after, last: $last, before: $before
    ) { edges { cursor node { body } } pageInfo { hasNextPage hasPreviousPage endCursor } } }"""
BULK = mutation(
    "bulkUpdateConversations",
    "notFound operation { id total done failed finishedAt member { name } outcomes(first: 10) "
    "{ edges { node { state code conversation { number priority } } } } }",
)
CANCEL = mutation("cancelBulkOperation", "operation { cancelledAt total done }")
GOING = """subscription ($id: ID, $after: Cursor) {
    bulkOperationChanged(operationId: $id, after: $after) {
        event operation { done total finishedAt } } }"""


def gid(row: Any) -> str:
    return global_id(type(row).__name__, row.id)


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


async def two(company: Cast) -> tuple[Conversation, Conversation]:
    """Of one contact, in two inboxes: they wrote to the one and the other in turn."""
    first = await open_inbox(company)
    one = await hear(company, first, "1")
    with acting_for(company.id):
        into = await Conversation.get(id=one.conversation_id)
    second = await also_known(company, into.contact_id)
    two = await hear(company, second, "2")
    await hear(company, first, "3")
    await hear(company, second, "4")
    with acting_for(company.id):
        return await Conversation.get(id=two.conversation_id), into


async def test_the_thread_says_what_became_of_it(ask: Ask, acme: Cast, rival: Cast) -> None:
    conversation = await open_conversation(acme)
    robin = await hire(acme, Role.MEMBER, "Robin")
    with acting_for(acme.id):
        await conversation.take(by=robin)
        await conversation.rename("Late", by=acme.viewer)

    answer = await ask(acme.viewer, THREAD, statements=4, id=gid(conversation))
    foreign = await ask(rival.viewer, THREAD, id=gid(conversation))

    said, taken, renamed = nodes(answer["data"]["conversation"]["messages"])
    assert (said["kind"], said["body"], said["activity"]) == ("TEXT", "Hello", None)
    assert taken == {
        "seq": 2,
        "kind": "ACTIVITY",
        "body": None,
        "direction": "INTERNAL",
        "activity": {
            "name": "conversation.assigned",
            "field": None,
            "from": None,
            "to": "Robin",
            "fromId": None,
            "toId": global_id("Member", robin.member_id or robin.company_id),
        },
        "sender": {"name": "Robin"},
    }
    assert renamed["activity"]["field"] == "subject"
    assert codes(foreign) == ["NOT_FOUND"]


async def test_two_are_made_one_and_read_as_one(ask: Ask, acme: Cast, rival: Cast) -> None:
    source, into = await two(acme)
    given = {"conversationId": gid(source), "intoId": gid(into)}
    foreign = await ask(rival.viewer, MERGE, input=given)
    stale = await ask(acme.viewer, MERGE, input=given | {"intoVersion": 99})
    answer = await ask(acme.viewer, MERGE, statements=20, input=given)
    again = await ask(acme.viewer, MERGE, input=given)

    assert (codes(foreign), codes(stale)) == (["NOT_FOUND"], ["CONFLICT"])
    assert codes(again) == ["CONVERSATION_MERGED"]
    assert answer["data"]["mergeConversations"]["conversation"] == {
        "id": gid(into),
        "unreadCount": 4,
        "mergedConversations": {
            "edges": [
                {"node": {"id": gid(source), "status": "RESOLVED", "mergedInto": {"id": gid(into)}}}
            ]
        },
    }

    async def page(**window: Any) -> Any:
        answer = await ask(acme.viewer, TIMELINE, id=gid(into), **window)
        assert codes(answer) == []
        return answer["data"]["conversationTimeline"]

    everything = await page(first=10)
    said = [node["body"] for node in nodes(everything)]
    assert said == ["1", "2", "3", "4", None, None]
    walked, found = [], await page(first=1)
    walked += nodes(found)
    while found["pageInfo"]["hasNextPage"]:
        found = await page(first=1, after=found["pageInfo"]["endCursor"])
        walked += nodes(found)
    assert [node["body"] for node in walked] == said
    back = await page(last=2, before=everything["edges"][4]["cursor"])
    assert [node["body"] for node in nodes(back)] == said[2:4]
    assert back["pageInfo"]["hasPreviousPage"]
    assert back["pageInfo"]["hasNextPage"]
    theirs = await ask(rival.viewer, TIMELINE, id=gid(into), first=1)
    assert codes(theirs) == ["NOT_FOUND"]
    cursor = everything["edges"][0]["cursor"]
    other = await open_conversation(rival)
    stolen = await ask(rival.viewer, TIMELINE, id=gid(other), first=1, after=cursor)
    assert codes(stolen) == ["CURSOR_INVALID"]


async def test_those_that_are_named_are_changed_at_once(ask: Ask, acme: Cast, rival: Cast) -> None:
    ours, theirs = [await open_conversation(acme) for _ in range(2)], await open_conversation(rival)
    with acting_for(acme.id):
        await ours[0].resolve(by=acme.viewer)
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    input = {
        "ids": [gid(each) for each in (theirs, *ours)],
        "action": "SNOOZE",
        "until": until,
        "clientId": "one",
    }

    answer = await ask(acme.viewer, BULK, statements=30, input=input)
    again = await ask(acme.viewer, BULK, statements=30, input=input)

    told = answer["data"]["bulkUpdateConversations"]
    assert told["notFound"] == [0]
    operation = told["operation"]
    assert (operation["total"], operation["done"], operation["failed"]) == (2, 1, 1)
    assert operation["finishedAt"]
    assert operation["member"] == {"name": acme.owner.name}
    assert [
        (node["state"], node["code"], node["conversation"]["number"])
        for node in nodes(operation["outcomes"])
    ] == [("FAILED", "CONVERSATION_RESOLVED", 1), ("DONE", None, 2)]
    assert again["data"]["bulkUpdateConversations"]["operation"] == operation


@pytest.mark.parametrize(
    ("input", "field"),
    [
        ({"action": "RESOLVE"}, "ids"),
        ({"action": "RESOLVE", "ids": [], "filter": {}}, "ids"),
        ({"action": "RESOLVE", "ids": ["x"] * 101}, "ids"),
        ({"action": "SNOOZE", "ids": []}, "until"),
        ({"action": "PRIORITISE", "ids": []}, "priority"),
        ({"action": "ADD_LABELS", "ids": []}, "labelIds"),
        ({"action": "RESOLVE", "ids": [], "priority": "LOW"}, "priority"),
        ({"action": "RESOLVE", "filter": {"unassigned": True, "mine": True}}, "mine"),
        ({"action": "RESOLVE", "filter": {"createdAfter": "2026-01-01T00:00:00"}}, "createdAfter"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    ask: Ask, acme: Cast, input: dict[str, Any], field: str
) -> None:
    answer = await ask(acme.viewer, BULK, input=input)

    assert codes(answer) == ["INVALID"]
    assert field in str(answer["errors"][0]["extensions"]["fields"])
    with acting_for(acme.id):
        assert await BulkOperation.all().count() == 0


@pytest.mark.parametrize("action", ["ASSIGN", "MOVE"])
async def test_many_are_given_away_by_who_may_give_one_away(
    ask: Ask, acme: Cast, rival: Cast, action: str
) -> None:
    conversation = gid(await open_conversation(acme))
    input = {"ids": [conversation], "action": action}

    answer = await ask(await hire(acme, Role.MEMBER), BULK, input=input)
    allowed = await ask(await hire(acme, Role.SUPERVISOR), BULK, statements=30, input=input)
    foreign = await ask(rival.viewer, BULK, statements=30, input=input)

    assert (codes(answer), codes(allowed)) == (["FORBIDDEN"], [])
    assert foreign["data"]["bulkUpdateConversations"]["notFound"] == [0]


async def test_a_change_by_a_filter_can_be_watched_and_cancelled(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    for _ in range(3):
        await open_conversation(acme)
    start = await position(ask, acme)
    input = {"filter": {"status": ["OPEN"], "waiting": True}, "action": "RESOLVE"}
    answer = await ask(acme.viewer, BULK, input=input)
    id = answer["data"]["bulkUpdateConversations"]["operation"]["id"]

    foreign = await ask(rival.viewer, CANCEL, input={"operationId": id})
    cancelled = await ask(acme.viewer, CANCEL, input={"operationId": id})
    [told] = await first(1, acme.viewer, GOING, id=id, after=start)

    assert codes(foreign) == ["NOT_FOUND"]
    assert cancelled["data"]["cancelBulkOperation"]["operation"]["cancelledAt"]
    # Of what waits to be told, the last.
    assert told["event"] == "bulk_operation.cancelled"
    assert told["operation"]["total"] == 3


async def test_who_asked_sees_it_and_other_members_do_not(ask: Ask, acme: Cast) -> None:
    robin, kit = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER)
    answer = await ask(robin, BULK, input={"filter": {}, "action": "RESOLVE"})
    id = answer["data"]["bulkUpdateConversations"]["operation"]["id"]
    listed = "{ bulkOperations(first: 5) { edges { node { id } } } }"

    seen = [await ask(who, listed) for who in (robin, kit, acme.viewer)]

    assert [[node["id"] for node in nodes(each["data"]["bulkOperations"])] for each in seen] == [
        [id],
        [],
        [id],
    ]
