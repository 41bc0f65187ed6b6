"""Custom attributes: what is defined is held to, by every write, and found by an index."""

from typing import Any

import pytest

from models.contacts import AttributeValue, Contact
from models.conversations import Conversation, Message
from models.events import Event
from models.identifiers import global_id
from models.identity import Role
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.threads import open_conversation

DEFINE = """mutation ($input: CreateAttributeDefinitionInput!) {
  createAttributeDefinition(input: $input) { attributeDefinition {
    id target key label type options pattern required version archivedAt } } }"""
CHANGE = """mutation ($input: UpdateAttributeDefinitionInput!) {
  updateAttributeDefinition(input: $input) { attributeDefinition {
    label options pattern required version } } }"""
ARCHIVE = """mutation ($input: ArchiveAttributeDefinitionInput!) {
  archiveAttributeDefinition(input: $input) { attributeDefinition { archivedAt } } }"""
ALL = """query ($target: AttributeTarget, $archived: Boolean! = false) {
  attributeDefinitions(target: $target, archived: $archived) { edges { node { key } } } }"""
CREATE = """mutation ($input: CreateContactInput!) {
  createContact(input: $input) { contact { id customAttributes } } }"""
EDIT = """mutation ($input: UpdateContactInput!) {
  updateContact(input: $input) { contact { customAttributes } } }"""
UPDATE = """mutation ($input: UpdateConversationInput!) {
  updateConversation(input: $input) { conversation { subject customAttributes version } } }"""
CONTACTS = """query ($attributes: [AttributeFilter!]) {
  contacts(attributes: $attributes) { edges { node { name } } } }"""
CONVERSATIONS = """query ($attributes: [AttributeFilter!]) {
  conversations(attributes: $attributes) { edges { node { number customAttributes } } } }"""
KINDS: dict[str, dict[str, Any]] = {
    "plan": {"type": "LIST", "options": ["free", "paid"]},
    "seats": {"type": "NUMBER"},
    "vip": {"type": "BOOLEAN"},
    "since": {"type": "DATE"},
    "site": {"type": "LINK"},
    "code": {"type": "TEXT", "pattern": "[A-Z]{2}-[0-9]+"},
}


async def define(ask: Ask, company: Cast, *keys: str, target: str = "CONTACT", **more: Any) -> Any:
    ids = {}
    for key in keys:
        asked = {"target": target, "key": key, "label": key.title(), **KINDS[key], **more}
        answer = await ask(company.viewer, DEFINE, input=asked)
        assert codes(answer) == []
        ids[key] = answer["data"]["createAttributeDefinition"]["attributeDefinition"]["id"]
    return ids


def faults(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (field["path"].removeprefix("customAttributes."), field["code"])
        for field in answer["errors"][0]["extensions"]["fields"]
    ]


async def names(ask: Ask, company: Cast, *attributes: dict[str, Any]) -> list[str]:
    answer = await ask(company.viewer, CONTACTS, statements=1, attributes=list(attributes))
    return [edge["node"]["name"] for edge in answer["data"]["contacts"]["edges"]]


async def add(ask: Ask, company: Cast, name: str, **attributes: Any) -> dict[str, Any]:
    given = {"name": name, "customAttributes": attributes}
    return await ask(company.viewer, CREATE, input=given)


async def test_an_attribute_is_defined_changed_and_archived(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    ids = await define(ask, acme, "plan", "seats")
    await define(ask, rival, "vip")
    plan = ids["plan"]

    changed = await ask(
        acme.viewer,
        CHANGE,
        input={"attributeDefinitionId": plan, "label": "Tariff", "options": ["a", "b", "a"]},
    )
    stale = await ask(
        acme.viewer, CHANGE, input={"attributeDefinitionId": plan, "required": True, "version": 1}
    )
    foreign = await ask(rival.viewer, CHANGE, input={"attributeDefinitionId": plan, "label": "x"})
    twice = await ask(
        acme.viewer,
        DEFINE,
        input={"target": "CONTACT", "key": "seats", "label": "x", "type": "TEXT"},
    )
    archived = await ask(acme.viewer, ARCHIVE, input={"attributeDefinitionId": plan})
    late = await ask(acme.viewer, CHANGE, input={"attributeDefinitionId": plan, "label": "x"})

    assert changed["data"]["updateAttributeDefinition"]["attributeDefinition"] == {
        "label": "Tariff",
        "options": ["a", "b"],
        "pattern": None,
        "required": False,
        "version": 2,
    }
    assert codes(stale) == ["CONFLICT"]
    assert codes(foreign) == ["NOT_FOUND"]
    assert codes(twice) == ["ATTRIBUTE_EXISTS"]
    assert archived["data"]["archiveAttributeDefinition"]["attributeDefinition"]["archivedAt"]
    assert codes(late) == ["ATTRIBUTE_ARCHIVED"]
    listed = await ask(acme.viewer, ALL, target="CONTACT")
    old = await ask(acme.viewer, ALL, archived=True)
    assert [edge["node"]["key"] for edge in listed["data"]["attributeDefinitions"]["edges"]] == [
        "seats"
    ]
    assert [edge["node"]["key"] for edge in old["data"]["attributeDefinitions"]["edges"]] == [
        "plan"
    ]
    with acting_for(acme.id):
        events = await Event.filter(name__startswith="attribute.").order_by("seq")
    assert [event.name for event in events] == [
        "attribute.created",
        "attribute.created",
        "attribute.updated",
        "attribute.archived",
    ]


async def test_only_admins_define_and_the_same_client_id_is_the_same(ask: Ask, acme: Cast) -> None:
    asked = {"target": "CONTACT", "key": "a", "label": "A", "type": "TEXT", "clientId": "a-1"}
    supervisor, admin = await hire(acme, Role.SUPERVISOR), await hire(acme, Role.ADMIN)

    assert codes(await ask(supervisor, DEFINE, input=asked)) == ["FORBIDDEN"]
    one = await ask(admin, DEFINE, input=asked)
    assert one == await ask(admin, DEFINE, input=asked)
    assert codes(await ask(admin, DEFINE, input={**asked, "key": "b"})) == ["CLIENT_ID_REUSED"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"type": "LIST"}, [("options", "OUT_OF_RANGE")]),
        ({"type": "TEXT", "options": ["a"]}, [("options", "NOT_A_LIST")]),
        ({"type": "NUMBER", "pattern": "a"}, [("pattern", "NOT_A_TEXT")]),
        ({"type": "TEXT", "pattern": "(?=a)"}, [("pattern", "PATTERN_INVALID")]),
        ({"type": "TEXT", "pattern": "((a{0,99}){0,99}){0,99}"}, [("pattern", "PATTERN_INVALID")]),
        (
            {"type": "LIST", "key": " ", "label": "", "options": [""]},
            [("key", "BLANK"), ("label", "BLANK"), ("options.0", "BLANK")],
        ),
    ],
)
async def test_what_is_wrong_with_a_definition_is_said_at_once(
    ask: Ask, acme: Cast, given: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    asked = {"target": "CONTACT", "key": "k", "label": "K", **given}

    answer = await ask(acme.viewer, DEFINE, input=asked)

    assert faults(answer) == expected


async def test_without_definitions_anything_goes_and_with_them_nothing_else(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    free = await add(ask, acme, "Free", anything=1, plan="paid")
    await define(ask, acme, *KINDS)
    contact = free["data"]["createContact"]["contact"]["id"]
    wrong = {
        "plan": "gold",
        "seats": "3",
        "vip": 1,
        "since": "2026-13-01",
        "site": "javascript:alert(1)",
        "code": "ab-1",
        "other": "x",
    }

    refused = await add(ask, acme, "Wrong", **wrong)
    right = await add(
        ask,
        acme,
        "Right",
        plan="paid",
        seats=3.5,
        vip=False,
        since="2026-11-21",
        site="https://acme.example/x?y",
        code="AB-12",
    )
    theirs = await add(ask, rival, "Theirs", other="x")
    taken = await ask(
        acme.viewer,
        EDIT,
        input={"contactId": contact, "customAttributes": {"anything": None, "vip": True}},
    )

    assert faults(refused) == [
        ("plan", "NOT_AN_OPTION"),
        ("seats", "NOT_A_NUMBER"),
        ("vip", "NOT_A_BOOLEAN"),
        ("since", "NOT_A_DATE"),
        ("site", "NOT_A_LINK"),
        ("code", "PATTERN_MISMATCH"),
        ("other", "ATTRIBUTE_UNKNOWN"),
    ]
    assert codes(right) == codes(theirs) == []
    assert taken["data"]["updateContact"]["contact"]["customAttributes"] == {
        "plan": "paid",
        "vip": True,
    }
    with acting_for(acme.id):
        assert await Contact.filter(name="Wrong").count() == 0


async def test_a_pattern_takes_no_longer_than_its_text(ask: Ask, acme: Cast) -> None:
    """With backtracking this would take longer than the universe is old."""
    asked = {"target": "CONTACT", "key": "p", "label": "P", "type": "TEXT", "pattern": "(a+)+b"}
    assert codes(await ask(acme.viewer, DEFINE, input=asked)) == []

    assert faults(await add(ask, acme, "Kim", p="a" * 500)) == [("p", "PATTERN_MISMATCH")]


async def test_what_is_required_is_asked_of_who_writes_attributes(ask: Ask, acme: Cast) -> None:
    kim = (await add(ask, acme, "Kim"))["data"]["createContact"]["contact"]["id"]
    await define(ask, acme, "plan", required=True)
    await define(ask, acme, "seats")

    missing = await ask(acme.viewer, CREATE, input={"name": "Lee"})
    unnamed = await ask(
        acme.viewer, EDIT, input={"contactId": kim, "customAttributes": {"seats": 1}}
    )
    renamed = await ask(acme.viewer, EDIT, input={"contactId": kim, "name": "Kim Lee"})
    given = await ask(
        acme.viewer, EDIT, input={"contactId": kim, "customAttributes": {"plan": "free"}}
    )
    taken = await ask(
        acme.viewer, EDIT, input={"contactId": kim, "customAttributes": {"plan": None}}
    )
    heard = await open_conversation(acme)

    assert faults(missing) == faults(unnamed) == faults(taken) == [("plan", "REQUIRED")]
    assert codes(renamed) == codes(given) == []
    assert heard, "what a channel tells of a contact is not refused"


async def test_a_conversation_has_attributes_merged_and_told_in_its_thread(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    await define(ask, acme, "plan", "seats", target="CONVERSATION")
    conversation = await open_conversation(acme)
    here = {"conversationId": global_id("Conversation", conversation.id)}

    async def update(**given: Any) -> Any:
        answer = await ask(acme.viewer, UPDATE, input={**here, **given})
        return codes(answer) or answer["data"]["updateConversation"]["conversation"]

    one = await update(customAttributes={"plan": "free", "seats": 2})
    two = await update(
        customAttributes={"plan": None, "seats": 3}, subject="More", version=one["version"]
    )
    assert one["customAttributes"] == {"plan": "free", "seats": 2}
    assert (two["customAttributes"], two["subject"]) == ({"seats": 3}, "More")
    assert await update(customAttributes={"seats": 4}, version=one["version"]) == ["CONFLICT"]
    assert (await update(customAttributes={"seats": 3}))["version"] == two["version"]
    assert await update(customAttributes={"color": 1}) == ["INVALID"]
    assert await update(customAttributes=[1]) == ["INVALID"]
    foreign = await ask(rival.viewer, UPDATE, input={**here, "customAttributes": {"seats": 1}})
    assert codes(foreign) == ["NOT_FOUND"]
    with acting_for(acme.id):
        lines = await Message.filter(kind="ACTIVITY").order_by("seq")
        assert (await Conversation.get(id=conversation.id)).custom_attributes == {"seats": 3}
    assert [(line.activity["field"], line.activity["to"]) for line in lines] == [
        ("customAttributes", "Plan, Seats"),
        ("subject", "More"),
        ("customAttributes", "Plan, Seats"),
    ]


async def test_contacts_are_found_by_what_is_kept_of_them(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    await add(ask, acme, "Before", seats=7, plan=3, vip=True)
    ids = await define(ask, acme, *KINDS)
    await define(ask, rival, *KINDS)
    await add(ask, acme, "Free", plan="free", seats=2, since="2026-01-31", vip=False)
    await add(ask, acme, "Paid", plan="paid", seats=10, since="2026-02-01", vip=True)
    await add(ask, rival, "Theirs", plan="paid", seats=10, since="2026-02-01", vip=True)

    async def found(key: str, op: str = "EQ", value: Any = None) -> list[str]:
        return await names(ask, acme, {"key": key, "op": op, "value": value})

    assert await found("plan", value="paid") == ["Paid"]
    assert await found("seats", "GT", 2) == ["Before", "Paid"]
    assert await found("seats", "LTE", 7) == ["Before", "Free"]
    assert await found("since", "LT", "2026-02-01") == ["Free"]
    assert await found("vip", value=True) == ["Before", "Paid"]
    assert await found("plan", "IS_SET") == ["Free", "Paid"]
    assert await found("nothing", "IS_SET") == []
    assert await found("seats", value="10") == []
    both = [{"key": "vip", "value": True}, {"key": "seats", "op": "GTE", "value": 8}]
    assert await names(ask, acme, *both) == ["Paid"]
    kim = (await add(ask, acme, "Kim", seats=1))["data"]["createContact"]["contact"]["id"]
    await ask(acme.viewer, EDIT, input={"contactId": kim, "customAttributes": {"seats": 50}})
    assert await found("seats", "GT", 10) == ["Kim"]
    await ask(acme.viewer, EDIT, input={"contactId": kim, "customAttributes": {"seats": None}})
    assert await found("seats", "GT", 10) == []
    await ask(acme.viewer, ARCHIVE, input={"attributeDefinitionId": ids["seats"]})
    assert await found("seats", "IS_SET") == []
    with acting_for(rival.id):
        assert await AttributeValue.all().count() == 4


@pytest.mark.parametrize(
    "given", [{"key": "a"}, {"key": "a", "op": "IS_SET", "value": 1}, {"key": "a", "value": [1]}]
)
async def test_a_question_that_says_nothing_is_refused(
    ask: Ask, acme: Cast, given: dict[str, Any]
) -> None:
    for document in (CONTACTS, CONVERSATIONS):
        assert codes(await ask(acme.viewer, document, attributes=[given])) == ["INVALID"]
        many = [{"key": "a", "value": 1}] * 6
        assert codes(await ask(acme.viewer, document, attributes=many)) == ["INVALID"]


async def test_conversations_are_found_by_what_is_kept_of_them(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    for company in (acme, rival):
        await define(ask, company, "plan", target="CONVERSATION")
        for plan in ("free", "paid"):
            conversation = await open_conversation(company)
            with acting_for(company.id):
                await conversation.set_attributes({"plan": plan}, by=company.viewer)

    asked = [{"key": "plan", "value": "paid"}]
    answer = await ask(acme.viewer, CONVERSATIONS, statements=1, attributes=asked)

    assert [edge["node"] for edge in answer["data"]["conversations"]["edges"]] == [
        {"number": 2, "customAttributes": {"plan": "paid"}}
    ]
