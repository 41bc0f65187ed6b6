"""Lists of conversations: narrowed, kept, counted."""

from typing import Any

from models.conversations import Priority
from models.identifiers import global_id
from models.identity import ApiKey, Role
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.conversations.documents import mutation
from tests.schema.conversations.test_live import first, position
from tests.threads import open_conversation

CREATE = mutation(
    "createView", "view { id name version visibility orderBy direction filter { status waiting } }"
)
UPDATE = mutation("updateView", "view { name version filter { status waiting } }")
DELETE = mutation("deleteView", "viewId")
VIEWS = """{ views(first: 10) { edges { node { name count { value more }
    conversations(first: 5) { edges { node { number } } } } } } }"""
COUNTS = """subscription ($ids: [ID!], $after: Cursor) {
    viewCountsChanged(viewIds: $ids, after: $after) {
        event cursor counts { viewId count { value more } } } }"""
LIST = """query (
        $filter: ConversationFilter, $by: ConversationOrder! = NUMBER, $to: SortDirection
    ) { conversations(filter: $filter, orderBy: $by, direction: $to, first: 10)
    { edges { cursor node { number } } } }"""


def gid(row: Any) -> str:
    return global_id(type(row).__name__, row.id)


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


async def test_a_list_is_narrowed_by_all_that_a_filter_says(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    answered, urgent, mine = [await open_conversation(acme) for _ in range(3)]
    await open_conversation(rival)
    with acting_for(acme.id):
        await answered.post("Yes", author=acme.viewer)
        await urgent.prioritise(Priority.URGENT, by=acme.viewer)
        await mine.take(by=acme.viewer)

    async def numbers(**variables: Any) -> list[int]:
        answer = await ask(acme.viewer, LIST, **variables)
        assert codes(answer) == []
        return [node["number"] for node in nodes(answer["data"]["conversations"])]

    assert await numbers(filter={}, to="ASC") == [1, 2, 3]
    assert await numbers(filter={"waiting": True}, to="ASC") == [2, 3]
    assert await numbers(filter={"priority": ["URGENT", "HIGH"]}) == [2]
    assert await numbers(filter={"mine": True}) == [3]
    assert await numbers(filter={"unread": True}, to="ASC") == [1, 2, 3]
    assert await numbers(filter={"createdBefore": "2026-01-01T00:00:00Z"}) == []
    assert await numbers(filter={"lastMessageAfter": "2026-01-01T00:00:00Z"}, to="ASC") == [1, 2, 3]
    assert await numbers(by="WAITING_SINCE") == [2, 3]
    assert await numbers(by="WAITING_SINCE", to="DESC") == [3, 2]
    await ask(
        acme.viewer,
        mutation("markConversationRead", "cursor"),
        input={"conversationId": gid(urgent)},
    )
    assert await numbers(filter={"unread": True}, to="ASC") == [1, 3]


async def test_a_list_by_waiting_time_goes_on_behind_its_cursor(ask: Ask, acme: Cast) -> None:
    for _ in range(3):
        await open_conversation(acme)
    page = """query ($after: String) {
        conversations(orderBy: WAITING_SINCE, first: 2, after: $after) {
            edges { cursor node { number } } pageInfo { endCursor } } }"""

    one = (await ask(acme.viewer, page))["data"]["conversations"]
    two = (await ask(acme.viewer, page, after=one["pageInfo"]["endCursor"]))["data"]

    assert [node["number"] for node in nodes(one)] == [1, 2]
    assert [node["number"] for node in nodes(two["conversations"])] == [3]


async def test_a_list_is_kept_for_its_owner_or_for_all(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin = await hire(acme, Role.MEMBER)
    for _ in range(2):
        await open_conversation(acme)
    own = {"name": "Open", "filter": {"status": ["OPEN"]}, "orderBy": "NUMBER", "clientId": "1"}
    shared = {"name": "Waiting", "filter": {"waiting": True}, "orderBy": "WAITING_SINCE"} | {
        "direction": "ASC",
        "visibility": "ALL",
        "position": 1,
    }

    mine = await ask(robin, CREATE, input=own)
    again = await ask(robin, CREATE, input=own)
    refused = await ask(robin, CREATE, input=shared)
    theirs = await ask(acme.viewer, CREATE, input=shared)

    assert codes(refused) == ["FORBIDDEN"]
    assert mine["data"]["createView"]["view"] == again["data"]["createView"]["view"]
    assert theirs["data"]["createView"]["view"] | {"id": ""} == {
        "id": "",
        "name": "Waiting",
        "version": 1,
        "visibility": "ALL",
        "orderBy": "WAITING_SINCE",
        "direction": "ASC",
        "filter": {"status": None, "waiting": True},
    }
    listed = await ask(robin, VIEWS, statements=7)
    assert nodes(listed["data"]["views"]) == [
        {
            "name": "Open",
            "count": {"value": 2, "more": False},
            "conversations": {"edges": [{"node": {"number": 2}}, {"node": {"number": 1}}]},
        },
        {
            "name": "Waiting",
            "count": {"value": 2, "more": False},
            "conversations": {"edges": [{"node": {"number": 1}}, {"node": {"number": 2}}]},
        },
    ]
    seen = await ask(acme.viewer, VIEWS)
    assert [node["name"] for node in nodes(seen["data"]["views"])] == ["Waiting"]
    assert nodes((await ask(rival.viewer, VIEWS))["data"]["views"]) == []


async def test_two_people_do_not_overwrite_each_others_view(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    robin = await hire(acme, Role.MEMBER)
    made = await ask(acme.viewer, CREATE, input={"name": "A", "filter": {}, "visibility": "ALL"})
    id = made["data"]["createView"]["view"]["id"]

    changed = await ask(
        acme.viewer, UPDATE, input={"viewId": id, "filter": {"waiting": True}, "version": 1}
    )
    stale = await ask(acme.viewer, UPDATE, input={"viewId": id, "name": "B", "version": 1})
    forbidden = await ask(robin, UPDATE, input={"viewId": id, "name": "B"})
    foreign = await ask(rival.viewer, DELETE, input={"viewId": id})
    dropped = await ask(acme.viewer, DELETE, input={"viewId": id})

    assert changed["data"]["updateView"]["view"]["version"] == 2
    assert (codes(stale), codes(forbidden)) == (["CONFLICT"], ["FORBIDDEN"])
    assert stale["errors"][0]["extensions"]["currentVersion"] == 2
    assert (codes(foreign), codes(dropped)) == (["NOT_FOUND"], [])


async def test_a_machine_has_no_list_of_its_own(ask: Ask, acme: Cast) -> None:
    with acting_for(acme.id):
        key, _ = await ApiKey.make(
            "Bot", scopes=["conversations:read"], expires_at=None, by=acme.viewer
        )

    answer = await ask(Viewer.machine(key), CREATE, input={"name": "A", "filter": {}})

    assert codes(answer) == ["INVALID"]


async def test_counts_are_told_as_they_change(ask: Ask, acme: Cast, rival: Cast) -> None:
    made = await ask(acme.viewer, CREATE, input={"name": "A", "filter": {"waiting": True}})
    id = made["data"]["createView"]["view"]["id"]
    start = await position(ask, acme)
    await open_conversation(rival)
    await open_conversation(acme)

    [told] = await first(1, acme.viewer, COUNTS, ids=[id], after=start)

    assert told["counts"] == [{"viewId": id, "count": {"value": 1, "more": False}}]
