"""Every statement of the hot operations is read from an index of its company, as the runtime role.

The operations themselves are run, whatever makes SQL of them, and each statement that PostgreSQL
was sent is explained to where its rows came from and how many of them were read in vain.
"""

from typing import Any

import orjson
import pytest

from models.conversations import ConversationRead, Label
from models.database import execute, fetch, pinned
from models.events import Event
from models.identifiers import global_id
from models.search import Hit, SearchKind, hits
from models.tenancy import acting_for
from schema.context import Context
from tests.architecture.crowd import Place
from tests.architecture.watching import WHOLE, Plan, watched
from tests.asking import planned

PAGE = 50
# Of a thousand conversations of the company; most are OPEN.
INBOX = """
    query (
        $status: [ConversationStatus!], $assignee: ID, $unassigned: Boolean! = false, $inbox: ID,
        $contact: ID, $search: String, $order: ConversationOrder! = LAST_MESSAGE_AT,
        $direction: SortDirection! = DESC, $after: String
    ) {
        conversations(
            first: 50, after: $after, status: $status, assignee: $assignee, inbox: $inbox,
            unassigned: $unassigned, contact: $contact, search: $search, orderBy: $order,
            direction: $direction
        ) {
            edges { node {
                id number subject status lastMessagePreview unreadCount
                contact { name } assignee { name } inbox { name } lastMessage { body }
            } }
            pageInfo { endCursor hasNextPage }
        }
    }
"""
OPEN, PENDING, SNOOZED = (["OPEN"], ["PENDING"], ["SNOOZED"])
# Those that are read in their order: no row is read that is not shown, but for a cursor's ties.
IN_ORDER: dict[str, tuple[dict[str, Any], str]] = {
    "all": ({}, "conversations_recent_idx"),
    "open": ({"status": OPEN}, "conversations_status_idx"),
    "pending": ({"status": PENDING}, "conversations_status_idx"),
    "snoozed": ({"status": SNOOZED}, "conversations_status_idx"),
    "mine": ({"assignee": "", "status": OPEN}, "conversations_assignee_idx"),
    "unassigned": ({"unassigned": True, "status": OPEN}, "conversations_unassigned_idx"),
    "of an inbox": ({"inbox": ""}, "conversations_inbox_idx"),
    "created": ({"order": "CREATED_AT"}, "conversations_pkey"),
    "numbered": ({"order": "NUMBER"}, "conversations_number_key"),
    "of a contact": ({"contact": "", "order": "CREATED_AT"}, "conversations_contact_idx"),
    "due next": ({"order": "SLA_DUE_AT"}, "conversations_sla_due_idx"),
    "waiting": ({"order": "WAITING_SINCE"}, "conversations_waiting_idx"),
}
# And those that are filtered or sorted on top of an index: never more than match one filter.
SORTED: dict[str, dict[str, Any]] = {
    "mine, whatever their state": {"assignee": ""},
    "mine of two states": {"assignee": "", "status": [*OPEN, *PENDING]},
    "unassigned of two states": {"unassigned": True, "status": [*OPEN, *PENDING]},
    "of two states": {"status": [*OPEN, *PENDING]},
    "open of an inbox": {"inbox": "", "status": OPEN},
    "of a contact": {"contact": ""},
    "mine, by number": {"assignee": "", "status": OPEN, "order": "NUMBER"},
    "pending, as they were made": {"status": PENDING, "order": "CREATED_AT"},
    "found": {"search": "ana"},
    "found and open": {"search": "ana", "status": OPEN},
}
OTHERS: dict[str, str] = {
    "the end of a thread": """{ conversation(id: "%(conversation)s") { messages(last: 50) {
        edges { node { body sender { ... on Member { name } ... on Contact { name } } } } } } }""",
    "the beginning of a thread": """{ conversation(id: "%(conversation)s") {
        messages(first: 50) { edges { node { body } } } } }""",
    "a conversation": '{ conversation(id: "%(conversation)s") { subject contact { name } } }',
    "a node": '{ node(id: "%(message)s") { id } }',
    "a contact": '{ node(id: "%(contact)s") { id ... on Contact { identities { externalId } } } }',
    "members": "{ members(first: 50) { edges { node { name } } } }",
    "contacts by name": "{ contacts(first: 50) { edges { node { name } } } }",
    "contacts by name, from the end": "{ contacts(last: 50) { edges { node { name } } } }",
    "contacts that are found": '{ contacts(search: "contact77") { edges { node { name } } } }',
    "contacts and their conversations": """{ contacts(first: 20) { edges { node {
        identities { externalId inbox { name } } } } } }""",
    "jobs": "{ jobs(first: 50) { edges { node { kind } } } }",
    "dead jobs": "{ jobs(filter: {states: [DEAD]}, first: 50) { edges { node { kind } } } }",
    "inboxes": "{ inboxes(first: 50) { edges { node { name } } } }",
    "everything that is found": """{ search(query: "ana", first: 50) { edges { node {
        kind item { ... on Contact { name } ... on Message { body } } } } } }""",
    "messages that are found": """{ searchMessages(query: "refund par", first: 50) {
        edges { node { body conversation { number } } } } }""",
    "clocks": """{ conversation(id: "%(conversation)s") { slaClocks { edges { node {
        metric policy { name } } } } } }""",
    "notifications": "{ notifications(first: 50) { edges { node { title } } } }",
    "unread notifications": """{ unreadNotifications
        notifications(first: 50, unreadOnly: true) { edges { node { title } } } }""",
    "messages of one letter": '{ searchMessages(query: "r") { edges { node { body } } } }',
}


async def plans_of(place: Place, document: str, **variables: Any) -> tuple[Any, list[Plan]]:
    async with watched(place) as plans:
        answer = await planned(document, variables, Context(identity=place.viewer))
    assert answer.data is not None, answer.reason
    return orjson.loads(answer.data), plans


def filled(place: Place, given: dict[str, Any]) -> dict[str, Any]:
    ids = {
        "assignee": global_id("Member", place.assignee),
        "inbox": global_id("Inbox", place.inbox),
        "contact": global_id("Contact", place.contact),
    }
    return {name: ids[name] if value == "" else value for name, value in given.items()}


def walled(plans: list[Plan]) -> None:
    """Each table was read by an index that begins with the company; of the log, each day.

    Or by the id itself, which another row of the company names. No table is read whole.
    """
    assert plans
    for plan in plans:
        for scan in plan.scans:
            if (scan.read or scan.removed) and not scan.table.startswith("pg_"):
                assert scan.index != WHOLE, plan
                by_id = scan.index == f"{scan.table}_pkey"
                assert by_id or "company_id" in scan.condition, (scan, plan.sql)


def list_of(plans: list[Plan]) -> Plan:
    """The one that reads the list; the others read what its rows lead to."""
    [found] = [plan for plan in plans if "last_message_preview" in plan.sql]
    return found


@pytest.mark.parametrize("direction", ["DESC", "ASC"])
@pytest.mark.parametrize("case", IN_ORDER)
async def test_a_list_of_conversations_is_read_in_its_order(
    place: Place, case: str, direction: str
) -> None:
    given, index = IN_ORDER[case]
    after = None
    for _ in range(3):
        variables = filled(place, given) | {"direction": direction, "after": after}
        data, plans = await plans_of(place, INBOX, **variables)

        walled(plans)
        read = list_of(plans)
        assert [scan.index for scan in read.scans if scan.table == "conversations"] == [index]
        assert "Sort" not in read.kinds
        assert read.read <= PAGE + 3, read
        assert all(plan.read <= PAGE + 3 for plan in plans), plans
        if not (page := data["conversations"]["pageInfo"])["hasNextPage"]:
            break
        after = page["endCursor"]


@pytest.mark.parametrize("direction", ["DESC", "ASC"])
@pytest.mark.parametrize("case", SORTED)
async def test_a_list_that_must_be_sorted_reads_what_matches(
    place: Place, case: str, direction: str
) -> None:
    data, plans = await plans_of(place, INBOX, **filled(place, SORTED[case]), direction=direction)

    walled(plans)
    assert data["conversations"]["edges"]
    assert list_of(plans).read <= 200
    assert list_of(plans).removed <= PAGE


SORTS = """
    query ($labels: [ID!], $mode: LabelsMode! = ANY, $participant: ID) {
        conversations(first: 50, labels: $labels, labelsMode: $mode, participant: $participant) {
            edges { node { id lastMessagePreview labels { name } participants { role } } }
        }
    }
"""


@pytest.mark.parametrize("mode", ["ANY", "ALL"])
@pytest.mark.parametrize("names", [["label 1"], ["label 10"], ["label 1", "label 10"], []])
async def test_labels_and_participants_lead_to_conversations_or_are_looked_up_in_their_order(
    place: Place, names: list[str], mode: str
) -> None:
    with acting_for(place.viewer.company_id):
        ids = {label.name_key: global_id("Label", label.id) for label in await Label.all()}
        [follower] = await fetch("SELECT member_id FROM conversation_members LIMIT 1")
    some = {"labels": [ids[name] for name in names], "mode": mode}
    asked = some if names else {"participant": global_id("Member", follower[0])}

    data, plans = await plans_of(place, SORTS, **asked)

    walled(plans)
    assert data["conversations"]["edges"]
    assert list_of(plans).read <= 520  # half of a thousand have the first: never more than have one


@pytest.mark.parametrize(("value", "most"), [("rare", 200), ("usual", 1_000)])
async def test_contacts_are_found_by_an_attribute(place: Place, value: str, most: int) -> None:
    document = """query ($attributes: [AttributeFilter!]) {
        contacts(first: 50, attributes: $attributes) { edges { node { name } } } }"""

    asked = [{"key": "key 1", "value": value}]
    data, plans = await plans_of(place, document, attributes=asked)

    walled(plans)
    assert data["contacts"]["edges"]
    assert plans[-1].read <= most  # of a thousand: never more than have it


@pytest.mark.parametrize("case", OTHERS)
async def test_what_else_is_hot_is_read_from_an_index(place: Place, case: str) -> None:
    ids = {
        "conversation": global_id("Conversation", place.conversation),
        "message": global_id("Message", place.message),
        "contact": global_id("Contact", place.contact),
    }

    data, plans = await plans_of(place, OTHERS[case] % ids)

    assert all(data.values())
    walled(plans)
    for plan in plans:
        assert plan.removed <= 3, plan
        assert plan.read <= 120, plan


async def test_what_is_unread_is_counted_from_what_is_unresolved(place: Place) -> None:
    """With so few companies all rows of all are read as fast, so that must be ruled out."""
    with acting_for(place.viewer.company_id):
        async with pinned():
            await execute("SET enable_seqscan = off")
            async with watched(place) as plans:
                await ConversationRead.unread_in(place.viewer)
            await execute("RESET enable_seqscan")

    walled(plans)
    assert sum(plan.read for plan in plans) <= 2_000  # each that is unresolved, with what was read


async def test_events_are_replayed_from_their_place(place: Place) -> None:
    async with watched(place) as plans:
        await Event.filter(seq__gt=1_900).order_by("seq").limit(100)

    walled(plans)
    assert all(plan.read <= 100 for plan in plans)


async def test_a_search_reads_what_it_finds(place: Place) -> None:
    """What happens inside the function is told by the one who looks from outside: its buffers."""
    with acting_for(place.viewer.company_id):
        read = {wanted: await _pages_of(wanted) for wanted in ("maria nunes", "zzz", "#12")}

    assert read["zzz"] < read["maria nunes"] < 400
    assert read["#12"] < 60


async def _pages_of(wanted: str) -> int:
    kinds = "ARRAY['CONTACT', 'CONVERSATION', 'MESSAGE', 'NOTE']"
    sql = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT * FROM search($1, {kinds}, 51)"
    await fetch(sql, wanted)
    [[text]] = await fetch(sql, wanted)
    return int(orjson.loads(text)[0]["Plan"]["Shared Hit Blocks"])


@pytest.mark.parametrize("size", [51, 1_700, 9_000])
async def test_what_thousands_say_is_found_by_going_back_and_none_is_left_out(
    place: Place, size: int
) -> None:
    said = "SELECT id FROM messages WHERE body ~* '\\mrefund' AND direction <> 'INTERNAL'"
    with acting_for(place.viewer.company_id):
        company = place.viewer.company_id
        expected = await fetch(f"{said} AND company_id = $1 ORDER BY id DESC", company)
        walked: list[Hit] = []
        for _ in range(5):
            past = (walked[-1].rank, walked[-1].id) if walked else None
            walked += await hits("refund", kinds=[SearchKind.MESSAGE], size=size, past=past)
        pages = await _pages_of("refund")

    assert len(expected) > 5_000
    assert [hit.id for hit in walked] == [row["id"] for row in expected][: 5 * size]
    assert pages < 4_000


async def test_a_report_reads_the_facts_of_its_time(place: Place) -> None:
    asked = """{ report(metric: REPLY, since: "2026-01-01T07:00:00Z", until: "2026-01-01T08:00:00Z",
        groupBy: [DAY, INBOX]) { rows { count p90 inbox { name } } } }"""

    data, plans = await plans_of(place, asked)

    walled(plans)
    [facts] = [scan for plan in plans for scan in plan.scans if scan.table == "reporting_facts"]
    assert facts.index == "reporting_facts_time_idx"
    assert facts.removed == 0
    assert facts.read == sum(row["count"] for row in data["report"]["rows"])
