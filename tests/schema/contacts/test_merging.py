"""Contacts merged, noted on and asked what they want, in the API."""

from typing import Any

import pytest

from models.contacts import Contact
from models.identifiers import global_id
from models.identity import Role
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.contacts.documents import (
    ADD_NOTE,
    CONSENT,
    DELETE_NOTE,
    EDIT_NOTE,
    MERGE,
    NODE,
)
from tests.sights import a_queue, seeing
from tests.threads import hear, open_inbox


async def writer(company: Cast, handle: str, **details: Any) -> str:
    message = await hear(company, await open_inbox(company), handle=handle)
    with acting_for(company.id):
        contact = await Contact.get(id=message.contact_id)
        if details:
            await contact.edit(by=company.viewer, **details)
    return global_id("Contact", contact.id)


async def test_two_are_made_one_and_the_old_id_says_who_it_is(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    kim, lee = await writer(acme, "kim", email="kim@example.org"), await writer(acme, "lee")
    theirs = await writer(rival, "lee")
    given = {"into": kim, "from": lee}

    for viewer, why in ((rival.viewer, "NOT_FOUND"), (await hire(acme, Role.MEMBER), "FORBIDDEN")):
        assert codes(await ask(viewer, MERGE, input=given)) == [why]
    foreign = await ask(acme.viewer, MERGE, input={"into": kim, "from": theirs})
    assert codes(foreign) == ["NOT_FOUND"]
    done = await ask(await hire(acme, Role.SUPERVISOR, "Sue"), MERGE, statements=18, input=given)

    merged = done["data"]["mergeContacts"]
    assert merged["merge"] == {
        "taken": ["last_activity_at"], "conversationCount": 1, "messageCount": 1,
        "author": {"name": "Sue"},
    }  # fmt: skip
    [merge] = merged["contact"]["merges"]
    assert merge["kept"] == {"name": "Lee"}
    assert merge["source"] == {"name": "Lee", "mergedInto": {"name": "Kim"}}
    old = await ask(acme.viewer, NODE, id=lee)
    assert old["data"]["node"]["mergedInto"] == {"id": kim, "name": "Kim"}
    assert codes(await ask(rival.viewer, NODE, id=lee)) == ["NOT_FOUND"]
    again = await ask(acme.viewer, MERGE, input=given)
    assert codes(again) == ["CONTACT_MERGED"]
    assert again["errors"][0]["extensions"]["contactId"] == kim
    same = await ask(acme.viewer, MERGE, input={"into": kim, "from": kim})
    assert same["errors"][0]["extensions"]["fields"][0]["code"] == "SAME_CONTACT"


async def test_how_much_came_along_is_kept_from_whom_queues_hide_some_of_it(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    kim, lee = await writer(acme, "kim"), await writer(acme, "lee")
    await writer(rival, "lee")
    await ask(acme.viewer, MERGE, statements=18, input={"into": kim, "from": lee})
    member = await hire(acme, Role.MEMBER)
    asked = (
        """query ($id: ID!) { contact(id: $id) { merges { conversationCount messageCount } } }"""
    )

    before = await ask(await seeing(member), asked, id=kim)
    await a_queue(acme)
    after = await ask(await seeing(member), asked, id=kim)

    merges = [each["data"]["contact"]["merges"] for each in (before, after)]
    assert merges == [
        [{"conversationCount": 1, "messageCount": 1}],
        [{"conversationCount": None, "messageCount": None}],
    ]


async def test_one_that_is_another_by_now_is_in_no_list(ask: Ask, acme: Cast) -> None:
    kim, lee = await writer(acme, "kim"), await writer(acme, "lee")
    await ask(acme.viewer, MERGE, statements=18, input={"into": kim, "from": lee})

    ids = "{ edges { node { id } } }"
    lists = f"{{ a: contacts {ids} b: contacts(deleted: true) {ids} }}"
    answer = (await ask(acme.viewer, lists))["data"]
    assert [[edge["node"]["id"] for edge in answer[key]["edges"]] for key in "ab"] == [[kim], []]
    restore = "mutation ($id: ID!) { restoreContact(input: {contactId: $id}) { cursor } }"
    assert codes(await ask(acme.viewer, restore, id=lee)) == ["NOT_FOUND"]


async def test_notes(ask: Ask, acme: Cast, rival: Cast) -> None:
    kim = await writer(acme, "kim")
    member = await hire(acme, Role.MEMBER, "Max")

    added = await ask(member, ADD_NOTE, input={"contactId": kim, "body": "Likes tea"})
    note = added["data"]["addContactNote"]["note"]
    assert (note["contact"], note["author"]) == ({"name": "Kim"}, {"name": "Max"})
    edit = {"contactNoteId": note["id"], "body": "Likes coffee"}
    for viewer, why in (
        (acme.viewer, "FORBIDDEN"),
        (rival.viewer, "NOT_FOUND"),
        (await hire(acme, Role.READ_ONLY), "FORBIDDEN"),
    ):
        assert codes(await ask(viewer, EDIT_NOTE, input=edit)) == [why]
    edited = await ask(member, EDIT_NOTE, input=edit)
    assert edited["data"]["editContactNote"]["note"]["body"] == "Likes coffee"
    deleted = await ask(acme.viewer, DELETE_NOTE, input={"contactNoteId": note["id"]})
    assert deleted["data"]["deleteContactNote"]["contact"]["notes"]["edges"] == []
    assert codes(await ask(acme.viewer, NODE, id=note["id"])) == ["NOT_FOUND"]


START = """mutation ($input: StartConversationInput!) { startConversation(input: $input) {
  conversation { id } } }"""


@pytest.mark.parametrize(
    ("state", "answer"), [("OPTED_OUT", ["CONTACT_OPTED_OUT"]), ("OPTED_IN", [])]
)
async def test_consent(ask: Ask, acme: Cast, rival: Cast, state: str, answer: list[str]) -> None:
    inbox = await open_inbox(acme)
    with acting_for(acme.id):
        contact = global_id("Contact", (await Contact.add(name="Kim", by=acme.viewer)).id)
    given = {"contactId": contact, "channel": "API", "state": state, "source": "A call"}

    assert codes(await ask(rival.viewer, CONSENT, input=given)) == ["NOT_FOUND"]
    said = (await ask(acme.viewer, CONSENT, input=given))["data"]["setContactConsent"]["consent"]
    assert said["contact"]["consents"] == [{"channel": "API", "state": state, "source": "A call"}]
    assert said["contact"]["consentHistory"] == [{"state": state}]

    first = {"inboxId": global_id("Inbox", inbox.id), "contactId": contact, "body": "An offer"}
    assert codes(await ask(acme.viewer, START, input=first)) == answer
