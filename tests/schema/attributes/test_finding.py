"""What is kept is found by an index."""

from typing import Any

import pytest

from models.contacts import AttributeValue, Contact, attribute_value
from models.contacts.attributes import INDEX
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.errands import perform
from tests.people import Cast
from tests.schema.attributes.asking import (
    ARCHIVE,
    CONTACTS,
    CONVERSATIONS,
    EDIT,
    KINDS,
    add,
    define,
    names,
)
from tests.threads import open_conversation


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


async def test_what_others_wrote_while_it_was_defined_is_found_a_minute_later(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    for name, seats in (("Kim", 1), ("Lee", 5), ("Max", 6)):
        await add(ask, acme, name, seats=seats)
    await define(ask, acme, "seats")
    with acting_for(acme.id):  # as they write who began before it was there
        await Contact.filter(name="Kim").update(custom_attributes={"seats": 9})
        await Contact.filter(name="Lee").update(custom_attributes={})

    asked = {"key": "seats", "op": "GT", "value": 3}
    assert await names(ask, acme, asked) == ["Lee", "Max"]
    await perform(acme, "attribute.index")
    assert await names(ask, acme, asked) == ["Kim", "Max"]


async def test_of_many_what_is_kept_is_found_and_forgotten_some_at_a_time(
    ask: Ask, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attribute_value, "AT_ONCE", 2)
    everybody = ["Kim", "Lee", "Max", "Noa", "Oli"]
    for name in everybody:
        await add(ask, acme, name, seats=9)
    await add(ask, rival, "Theirs", seats=9)
    theirs = await define(ask, rival, "seats")
    asked = {"key": "seats", "op": "GT", "value": 3}

    ids = await define(ask, acme, "seats")
    assert await names(ask, acme, asked) == everybody[:2]
    await perform(acme, INDEX)
    assert await names(ask, acme, asked) == everybody

    await ask(acme.viewer, ARCHIVE, input={"attributeDefinitionId": ids["seats"]})
    assert await names(ask, acme, asked) == []
    await perform(acme, INDEX)
    with acting_for(acme.id):
        assert await AttributeValue.all().count() == 0
    assert theirs
    assert await names(ask, rival, asked) == ["Theirs"]
