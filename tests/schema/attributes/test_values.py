"""What is defined is held to by every write."""

from typing import Any

from models.contacts import Contact
from models.conversations import Conversation, Message
from models.identifiers import global_id
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast
from tests.schema.attributes.asking import (
    CREATE,
    DEFINE,
    EDIT,
    KINDS,
    UPDATE,
    add,
    define,
    faults,
)
from tests.threads import open_conversation


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
    assert heard.number == 1, "what a channel tells of a contact is not refused"


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
