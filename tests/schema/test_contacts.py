"""Contacts in the API."""

from typing import Any

import pytest

from models.contacts import Contact
from models.identifiers import global_id
from models.identity import Role
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.threads import hear, open_inbox

WHOLE = """
    fragment Whole on Contact {
        id name email phone locale customAttributes blockedAt deletedAt lastActivityAt createdAt
        identities { externalId inbox { name } }
        conversations(first: 5) { edges { node { number } } }
    }
"""
LIST = """
    query ($search: String, $deleted: Boolean! = false, $first: Int, $after: String) {
        contacts(search: $search, deleted: $deleted, first: $first, after: $after) {
            edges { node { name } }
            pageInfo { hasNextPage endCursor }
        }
    }
"""
ONE = WHOLE + "query ($id: ID!) { contact(id: $id) { ...Whole } }"


def mutation(name: str) -> str:
    kind = name[0].upper() + name[1:]
    return (
        f"{WHOLE} mutation ($input: {kind}Input!) "
        f"{{ {name}(input: $input) {{ contact {{ ...Whole }} cursor }} }}"
    )


CREATE, UPDATE = mutation("createContact"), mutation("updateContact")
BLOCK, UNBLOCK = mutation("blockContact"), mutation("unblockContact")
DELETE, RESTORE = mutation("deleteContact"), mutation("restoreContact")


async def add(company: Cast, name: str = "Kim", **details: Any) -> str:
    with acting_for(company.id):
        contact = await Contact.add(by=company.viewer, name=name, **details)
    return global_id("Contact", contact.id)


def names(answer: dict[str, Any]) -> list[str]:
    assert codes(answer) == []
    return [edge["node"]["name"] for edge in answer["data"]["contacts"]["edges"]]


async def test_a_contact_is_made_and_read(ask: Ask, acme: Cast, rival: Cast) -> None:
    input = {
        "name": "Kim",
        "email": "Kim@Example.com",
        "phone": "+55 51 99999 0000",
        "customAttributes": {"plan": "gold"},
        "clientId": "c-1",
    }

    made = await ask(acme.viewer, CREATE, input=input)
    again = await ask(acme.viewer, CREATE, input=input)
    contact = made["data"]["createContact"]["contact"]
    read = await ask(acme.viewer, ONE, id=contact["id"])

    assert codes(made) == []
    assert again["data"]["createContact"]["contact"]["id"] == contact["id"]
    assert (contact["email"], contact["phone"]) == ("kim@example.com", "+5551999990000")
    assert read["data"]["contact"] == contact
    assert codes(await ask(rival.viewer, ONE, id=contact["id"])) == ["NOT_FOUND"]
    assert codes(await ask(acme.viewer, CREATE, input={**input, "name": "Lee"})) == [
        "CLIENT_ID_REUSED"
    ]


async def test_who_has_it_already_is_named(ask: Ask, acme: Cast) -> None:
    kim = await add(acme, email="kim@example.com")

    answer = await ask(acme.viewer, CREATE, input={"name": "Kim", "email": "kim@example.com"})

    assert codes(answer) == ["CONTACT_EXISTS"]
    assert answer["errors"][0]["extensions"] == {
        "code": "CONTACT_EXISTS",
        "field": "email",
        "contactId": kim,
    }


async def test_every_wrong_field_is_named(ask: Ask, acme: Cast) -> None:
    answer = await ask(
        acme.viewer, CREATE, input={"name": "", "email": "x", "phone": "x", "locale": "?"}
    )

    assert codes(answer) == ["INVALID"]
    fields = answer["errors"][0]["extensions"]["fields"]
    assert [field["path"] for field in fields] == ["name", "email", "phone", "locale"]


async def test_an_update_changes_what_is_given(ask: Ask, acme: Cast) -> None:
    id = await add(acme, email="kim@example.com", phone="+5551999990000")

    answer = await ask(
        acme.viewer,
        UPDATE,
        input={"contactId": id, "email": None, "customAttributes": {"vip": True}},
    )

    contact = answer["data"]["updateContact"]["contact"]
    assert (contact["name"], contact["email"], contact["phone"]) == ("Kim", None, "+5551999990000")
    assert contact["customAttributes"] == {"vip": True}


async def test_a_contact_is_blocked_and_deleted_and_comes_back(ask: Ask, acme: Cast) -> None:
    id = await add(acme)
    input = {"contactId": id}

    blocked = await ask(acme.viewer, BLOCK, input=input)
    unblocked = await ask(acme.viewer, UNBLOCK, input=input)
    deleted = await ask(acme.viewer, DELETE, input=input)

    assert blocked["data"]["blockContact"]["contact"]["blockedAt"] is not None
    assert unblocked["data"]["unblockContact"]["contact"]["blockedAt"] is None
    assert deleted["data"]["deleteContact"]["contact"]["deletedAt"] is not None
    assert codes(await ask(acme.viewer, ONE, id=id)) == ["NOT_FOUND"]
    assert codes(await ask(acme.viewer, UPDATE, input={**input, "name": "X"})) == ["NOT_FOUND"]
    assert names(await ask(acme.viewer, LIST)) == []
    assert names(await ask(acme.viewer, LIST, deleted=True)) == ["Kim"]

    restored = await ask(acme.viewer, RESTORE, input=input)
    assert restored["data"]["restoreContact"]["contact"]["deletedAt"] is None
    assert names(await ask(acme.viewer, LIST)) == ["Kim"]


async def test_contacts_are_listed_by_name_in_pages(ask: Ask, acme: Cast, rival: Cast) -> None:
    for name in ("zoë", "Ángel", "bob"):
        await add(acme, name)
    await add(rival, "Aaron")

    first = await ask(acme.viewer, LIST, first=2)
    page = first["data"]["contacts"]["pageInfo"]
    second = await ask(acme.viewer, LIST, first=2, after=page["endCursor"])

    assert names(first) == ["Ángel", "bob"]
    assert page["hasNextPage"]
    assert names(second) == ["zoë"]


@pytest.mark.parametrize("search", ["ki", "kim@e", "+5551", "5551 99"])
async def test_they_are_found(ask: Ask, acme: Cast, rival: Cast, search: str) -> None:
    for company in (acme, rival):
        await add(company, "Kim", email="kim@example.com", phone="+5551999990000")
        await add(company, "Lee")

    answer = await ask(acme.viewer, LIST, search=search)

    assert names(answer) == ["Kim"]


async def test_a_page_with_handles_takes_three_statements(ask: Ask, acme: Cast) -> None:
    inbox = await open_inbox(acme)
    for place in range(20):
        await hear(acme, inbox, handle=f"kim{place}")
    document = "{ contacts(first: 20) { edges { node { identities { inbox { name } } } } } }"

    answer = await ask(acme.viewer, document, statements=3)

    assert codes(answer) == []


async def test_a_contact_shows_handles_and_conversations(ask: Ask, acme: Cast) -> None:
    message = await hear(acme, await open_inbox(acme), handle="k-1")

    answer = await ask(acme.viewer, ONE, id=global_id("Contact", message.contact_id or message.id))

    contact = answer["data"]["contact"]
    assert contact["identities"] == [{"externalId": "k-1", "inbox": {"name": "Shop"}}]
    assert contact["conversations"] == {"edges": [{"node": {"number": 1}}]}
    assert contact["lastActivityAt"] is not None


def inputs(id: str) -> dict[str, dict[str, Any]]:
    return {
        UPDATE: {"contactId": id, "name": "New"},
        BLOCK: {"contactId": id},
        UNBLOCK: {"contactId": id},
        DELETE: {"contactId": id},
        RESTORE: {"contactId": id},
    }


async def test_a_rival_with_our_id_finds_nothing(ask: Ask, acme: Cast, rival: Cast) -> None:
    id = await add(acme)

    for document, input in inputs(id).items():
        assert codes(await ask(rival.viewer, document, input=input)) == ["NOT_FOUND"], document


@pytest.mark.parametrize(
    ("role", "forbidden"),
    [
        (Role.READ_ONLY, {CREATE, UPDATE, BLOCK, UNBLOCK, DELETE, RESTORE}),
        (Role.MEMBER, {DELETE, RESTORE}),
        (Role.SUPERVISOR, set()),
    ],
)
async def test_each_role_does_its_part(
    ask: Ask, acme: Cast, role: Role, forbidden: set[str]
) -> None:
    id = await add(acme)
    viewer = await hire(acme, role)

    for document, input in {CREATE: {"name": "Lee"}, **inputs(id)}.items():
        answer = await ask(viewer, document, input=input)
        assert codes(answer) == (["FORBIDDEN"] if document in forbidden else []), document
