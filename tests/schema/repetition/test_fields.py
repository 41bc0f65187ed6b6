"""What is stored of a document: field by field, as a whole, for who may still be told."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from models.contacts import Contact
from models.conversations import Conversation
from models.identifiers import global_id
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer
from schema.context import Context
from schema.documents import Documents
from schema.planned import ALL, planned
from tests.people import Cast
from tests.schema.repetition.places import send
from tests.threads import hear, open_inbox

CREATE = "mutation ($input: CreateContactInput!) { createContact(input: $input) { %s } }"
TAKE = """mutation ($input: TakeConversationInput!) {
  takeConversation(input: $input) { conversation { id %s } }
}"""
TWO = """mutation ($first: CreateContactInput!, $second: CreateContactInput!) {
  kim: createContact(input: $first) { contact { id name } cursor }
  lee: createContact(input: $second) { contact { id name } cursor }
}"""


async def names(company: Cast) -> list[str]:
    with acting_for(company.id):
        return [contact.name for contact in await Contact.all().order_by("id")]


async def test_of_two_fields_the_one_that_was_done_is_not_done_again(acme: Cast) -> None:
    key, email = uuid4().hex, f"{uuid4().hex}@example.org"
    with acting_for(acme.id):
        taken = await Contact.add(name="Taken", email=email, by=acme.viewer)
    asked: dict[str, Any] = {"first": {"name": "Kim"}, "second": {"name": "Lee", "email": email}}

    refused = await send(acme.viewer, TWO, asked, key=key)
    assert refused.codes == ["CONTACT_EXISTS"]
    assert await names(acme) == ["Taken", "Kim"]
    with acting_for(acme.id):
        await taken.discard(by=acme.viewer)

    done = await send(acme.viewer, TWO, asked, key=key)
    assert (done.codes, done.replayed) == ([], False)  # one of the two was done only now
    again = await send(acme.viewer, TWO, asked, key=key)
    assert (again.data, again.replayed) == (done.data, True)
    assert await names(acme) == ["Taken", "Kim", "Lee"]


async def test_what_cannot_be_answered_whole_is_not_done(acme: Cast) -> None:
    key = uuid4().hex
    message = await hear(acme, await open_inbox(acme), "Hello")
    given = {"input": {"conversationId": global_id("Conversation", message.conversation_id)}}
    blind = replace(acme.viewer, permissions=acme.viewer.permissions - {"members:read"})

    partly = await send(blind, TAKE % "assignee { name }", given, key=key)
    assert (partly.data, partly.codes) == (b"null", ["FORBIDDEN"])
    with acting_for(acme.id):
        assert (await Conversation.get(id=message.conversation_id)).assignee_id is None
    done = await send(blind, TAKE % "number", given, key=key)
    assert (done.codes, done.replayed) == ([], False)


@pytest.mark.parametrize("lost", ["contacts:write", "contacts:delete"])
async def test_who_may_do_less_by_now_is_not_told_again(acme: Cast, lost: str) -> None:
    key, asked = uuid4().hex, {"input": {"name": "Kim"}}
    document = CREATE % "contact { name }"
    await send(acme.viewer, document, asked, key=key)
    less = replace(acme.viewer, permissions=acme.viewer.permissions - {lost})
    refused = await send(less, document, asked, key=key)
    assert refused.codes == ["FORBIDDEN" if lost == "contacts:write" else "IDEMPOTENCY_KEY_REUSED"]


async def test_the_same_however_it_is_written(acme: Cast) -> None:
    key, asked = uuid4().hex, {"input": {"name": "Kim", "email": None}}
    plain = CREATE % "contact { id name }"
    first = await send(acme.viewer, plain, asked, key=key)
    spaced = plain.replace(" ", " ,\n  ") + " # the same"
    turned = {"input": dict(reversed(asked["input"].items()))}
    again = await send(acme.viewer, spaced, turned, key=key)
    assert (again.data, again.replayed) == (first.data, True)
    assert await names(acme) == ["Kim"]


async def test_a_plan_leaves_it_to_the_executor_and_a_query_ignores_it(acme: Cast) -> None:
    key, document = uuid4().hex, CREATE % "contact { id }"
    asked = {"input": {"name": "Kim"}}
    await send(acme.viewer, document, asked, key=key)  # now it is known
    assert Documents.memory.get(document) is not None
    keyed = Context(identity=acme.viewer, idempotency_key=key)
    assert await planned(document, None, asked, keyed, kinds=ALL) is None
    plain = Context(identity=acme.viewer)
    is_planned = await planned(document, None, asked, plain, kinds=ALL) is not None
    assert is_planned is (settings().compiler == "on")
    for _ in range(2):
        answer = await send(acme.viewer, "{ cursor }", {}, key=key)
        assert (answer.codes, answer.replayed) == ([], False)


async def test_nobody_has_no_key(acme: Cast) -> None:
    asked = {"input": {"name": "Kim"}}
    assert (await send(None, CREATE % "contact { id }", asked, key="k")).codes == [
        "UNAUTHENTICATED"
    ]
    machine = Viewer.system(acme.id)
    assert (await send(machine, CREATE % "contact { id }", asked, key="k")).codes == [
        "UNAUTHENTICATED"
    ]
