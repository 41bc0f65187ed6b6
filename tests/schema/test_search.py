"""Searching over the API: what is found, in which order, by whom."""

from typing import Any

import pytest

from models.contacts import Contact
from models.conversations import Conversation
from models.identifiers import global_id
from models.identity import ApiKey, Role
from models.tenancy import acting_for
from models.viewer import Viewer
from schema.context import Context
from tests.answers import codes
from tests.asking import planned
from tests.conftest import Ask, counted
from tests.people import Cast, hire
from tests.plans import needs_plans
from tests.threads import hear, open_conversation, open_inbox

SEARCH = """
    query ($query: String!, $kinds: [SearchKind!], $first: Int, $after: String) {
        search(query: $query, kinds: $kinds, first: $first, after: $after) {
            edges { cursor node { kind excerpt { text found } item {
                __typename ... on Contact { name } ... on Conversation { number }
                ... on Message { body conversation { number } }
            } } }
            pageInfo { hasNextPage hasPreviousPage endCursor }
        }
    }
"""
MESSAGES = """
    query ($query: String!, $conversation: ID, $kinds: [SearchKind!], $first: Int, $after: String) {
        searchMessages(
            query: $query, conversation: $conversation, kinds: $kinds, first: $first, after: $after
        ) { edges { node { body } } pageInfo { hasNextPage endCursor } }
    }
"""
CONVERSATIONS = """
    query ($search: String, $status: [ConversationStatus!], $first: Int, $after: String) {
        conversations(search: $search, status: $status, first: $first, after: $after) {
            edges { node { subject } } pageInfo { hasNextPage endCursor }
        }
    }
"""


def kinds(answer: dict[str, Any]) -> list[str]:
    return [edge["node"]["kind"] for edge in answer["data"]["search"]["edges"]]


def bodies(answer: dict[str, Any]) -> list[str]:
    return [edge["node"]["body"] for edge in answer["data"]["searchMessages"]["edges"]]


async def furnish(company: Cast) -> Conversation:
    """A contact called Parcel, who wrote of a parcel, of which there is a note."""
    message = await hear(company, await open_inbox(company), "Where is my parcel?", handle="parcel")
    with acting_for(company.id):
        conversation = await Conversation.get(id=message.conversation_id)
        await conversation.post("The párcel is lost", author=company.viewer, note=True)
        return conversation


async def test_everything_is_found_in_its_order(ask: Ask, acme: Cast, rival: Cast) -> None:
    await furnish(acme)
    await furnish(rival)

    answer = await ask(acme.viewer, SEARCH, query="parcel")

    assert kinds(answer) == ["CONTACT", "CONVERSATION", "NOTE", "MESSAGE"]
    hits = [edge["node"] for edge in answer["data"]["search"]["edges"]]
    assert hits[0]["item"] == {"__typename": "Contact", "name": "Parcel"}
    assert hits[1]["item"] == {"__typename": "Conversation", "number": 1}
    assert hits[2]["excerpt"] == [
        {"text": "The ", "found": False},
        {"text": "párcel", "found": True},
        {"text": " is lost", "found": False},
    ]
    assert hits[3]["item"]["conversation"] == {"number": 1}


async def test_pages_follow_each_other_without_gap_or_repeat(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    await furnish(acme)
    await furnish(rival)
    walked, after = [], None
    for _ in range(4):
        answer = await ask(acme.viewer, SEARCH, query="parcel", first=1, after=after)
        walked += kinds(answer)
        page = answer["data"]["search"]["pageInfo"]
        after = page["endCursor"]

    assert walked == ["CONTACT", "CONVERSATION", "NOTE", "MESSAGE"]
    assert not page["hasNextPage"]
    assert codes(await ask(rival.viewer, SEARCH, query="parcel", after=after)) == ["CURSOR_INVALID"]
    assert codes(await ask(acme.viewer, SEARCH, query="parcel", after="x")) == ["CURSOR_INVALID"]


async def test_each_finds_what_they_may_read(ask: Ask, acme: Cast, rival: Cast) -> None:
    await furnish(acme)
    await furnish(rival)
    with acting_for(acme.id):
        key, _ = await ApiKey.make(
            "k", scopes=["company:read", "contacts:read"], expires_at=None, by=acme.viewer
        )
    reader = await hire(acme, Role.READ_ONLY)

    assert kinds(await ask(Viewer.machine(key), SEARCH, query="parcel")) == ["CONTACT"]
    refused = await ask(Viewer.machine(key), SEARCH, query="parcel", kinds=["NOTE"])
    assert codes(refused) == ["FORBIDDEN"]
    assert codes(await ask(Viewer.machine(key), MESSAGES, query="parcel")) == ["FORBIDDEN"]
    assert codes(await ask(None, SEARCH, query="parcel")) == ["UNAUTHENTICATED"]
    assert kinds(await ask(reader, SEARCH, query="parcel", kinds=["NOTE"])) == ["NOTE"]


async def test_messages_are_found_in_one_conversation(ask: Ask, acme: Cast, rival: Cast) -> None:
    ours = await furnish(acme)
    await furnish(rival)
    await open_conversation(acme, "Another parcel")
    there = global_id("Conversation", ours.id)

    everywhere = await ask(acme.viewer, MESSAGES, query="parcel")
    here = await ask(acme.viewer, MESSAGES, query="parcel", conversation=there, kinds=["MESSAGE"])
    first = await ask(acme.viewer, MESSAGES, query="parcel", first=1)
    after = first["data"]["searchMessages"]["pageInfo"]["endCursor"]
    rest = await ask(acme.viewer, MESSAGES, query="parcel", after=after)
    theirs = await ask(rival.viewer, MESSAGES, query="parcel", conversation=there)

    assert bodies(everywhere) == ["Another parcel", "The párcel is lost", "Where is my parcel?"]
    assert bodies(here) == ["Where is my parcel?"]
    assert bodies(first) + bodies(rest) == bodies(everywhere)
    assert bodies(theirs) == []


async def test_a_list_of_conversations_is_searched_filtered_and_paged(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    for company in (acme, rival):
        for subject in ("Parcel one", "Parcel two", "Refund"):
            conversation = await open_conversation(company)
            with acting_for(company.id):
                await conversation.rename(subject, by=company.viewer)
    with acting_for(acme.id):
        await conversation_named("Parcel one", acme)

    answer = await ask(acme.viewer, CONVERSATIONS, search="parc", status=["OPEN"], first=1)
    everything = await ask(acme.viewer, CONVERSATIONS, search=" ")

    page = answer["data"]["conversations"]
    assert [edge["node"]["subject"] for edge in page["edges"]] == ["Parcel two"]
    assert not page["pageInfo"]["hasNextPage"]
    assert len(everything["data"]["conversations"]["edges"]) == 3


async def conversation_named(subject: str, company: Cast) -> None:
    await (await Conversation.get(subject=subject)).resolve(by=company.viewer)


async def test_a_page_of_everything_is_read_in_few_statements(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    inbox = await open_inbox(acme)
    for place in range(12):
        await hear(acme, inbox, "About a parcel", handle=f"parcel {place}")
    await furnish(rival)

    answer = await ask(acme.viewer, SEARCH, statements=8, query="parcel", first=50)

    assert len(kinds(answer)) == 36


@needs_plans
async def test_messages_are_found_and_read_in_one_statement(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    for company in (acme, rival):
        await furnish(company)
        await open_conversation(company, "Another parcel")

    with_threads = MESSAGES.replace("{ body }", "{ body conversation { number contact { name } } }")
    context = Context(identity=acme.viewer)
    async with counted(acme.viewer) as spent:
        by_plan = await planned(with_threads, {"query": "parcel", "first": 2}, context)
        statements = spent()
    answer = await ask(acme.viewer, with_threads, query="parcel", first=2)

    assert bodies(answer) == ["Another parcel", "The párcel is lost"]
    assert by_plan.data is not None
    assert statements == 1


@pytest.mark.parametrize("first", [0, 101])
async def test_a_page_has_its_bounds(ask: Ask, acme: Cast, first: int) -> None:
    assert codes(await ask(acme.viewer, SEARCH, query="x", first=first)) == ["INVALID"]


async def test_what_was_deleted_meanwhile_is_left_out(ask: Ask, acme: Cast, rival: Cast) -> None:
    await furnish(acme)
    await furnish(rival)
    with acting_for(acme.id):
        await (await Contact.get(name="Parcel")).discard(by=acme.viewer)

    answer = await ask(acme.viewer, SEARCH, query="parcel")

    assert kinds(answer) == ["CONVERSATION", "NOTE", "MESSAGE"]
