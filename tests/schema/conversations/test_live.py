"""Conversations and messages, as they change."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Any

import pytest

from models.conversations import Conversation, MessageStatus, Priority
from models.identifiers import global_id
from models.identity import Role
from models.tenancy import acting_for
from models.viewer import Viewer
from schema import schema
from schema.context import Context
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.threads import hear, open_conversation, open_inbox

SOON = 10.0  # seconds: far more than anything here takes
ADDED = """
    subscription ($conversation: ID, $after: Cursor) {
        messageAdded(conversationId: $conversation, after: $after) {
            cursor event message { body direction sender { ... on Member { name } } }
        }
    }
"""
CHANGED = """
    subscription ($conversation: ID, $after: Cursor) {
        messageChanged(conversationId: $conversation, after: $after) {
            cursor event message { body status deletedAt }
        }
    }
"""
MOVED = """
    subscription ($conversation: ID, $after: Cursor) {
        conversationChanged(conversationId: $conversation, after: $after) {
            cursor event conversation { number status assignee { name } }
        }
    }
"""


async def heard(viewer: Viewer, document: str, **variables: Any) -> AsyncIterator[dict[str, Any]]:
    """Each answer of a subscription, as a client would read it."""
    source: Any = await schema.subscribe(
        document, variable_values=variables, context_value=Context(identity=viewer)
    )
    if not hasattr(source, "__aiter__"):
        yield {"data": source.data, "errors": [error.formatted for error in source.errors]}
        return
    async for result in source:
        answer: dict[str, Any] = {"data": result.data}
        if result.errors:
            answer["errors"] = [error.formatted for error in result.errors]
        yield answer


async def first(count: int, viewer: Viewer, document: str, **variables: Any) -> list[Any]:
    """The first payloads of a subscription."""
    payloads: list[Any] = []
    async with asyncio.timeout(SOON), aclosing(heard(viewer, document, **variables)) as answers:  # type: ignore[type-var]
        async for answer in answers:
            assert codes(answer) == []
            payloads += answer["data"].values()
            if len(payloads) == count:
                break
    return payloads


async def position(ask: Ask, company: Cast) -> str:
    return str((await ask(company.viewer, "{ cursor }"))["data"]["cursor"])


async def test_messages_of_a_conversation_are_heard_as_they_are_added(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    inbox = await open_inbox(acme)
    message = await hear(acme, inbox, "Hello")
    other = await open_conversation(acme)
    id = global_id("Conversation", message.conversation_id)
    start = await position(ask, acme)
    listening = asyncio.create_task(first(3, acme.viewer, ADDED, conversation=id, after=start))

    await hear(acme, inbox, "Still there?")
    await open_conversation(rival, "Not yours")
    with acting_for(acme.id):
        await other.post("Elsewhere", author=acme.viewer)
        conversation = await Conversation.get(id=message.conversation_id)
        await conversation.post("Yes", author=acme.viewer)
        await conversation.post("Impatient", author=acme.viewer, note=True)

    assert [payload["message"] for payload in await listening] == [
        {"body": "Still there?", "direction": "INBOUND", "sender": {}},
        {"body": "Yes", "direction": "OUTBOUND", "sender": {"name": acme.owner.name}},
        {"body": "Impatient", "direction": "INTERNAL", "sender": {"name": acme.owner.name}},
    ]


async def test_who_was_away_goes_on_behind_the_last_cursor(ask: Ask, acme: Cast) -> None:
    start = await position(ask, acme)
    inbox = await open_inbox(acme)
    for body in ("1", "2", "3", "4"):
        await hear(acme, inbox, body)

    before = await first(2, acme.viewer, ADDED, after=start)
    after = await first(2, acme.viewer, ADDED, after=before[-1]["cursor"])

    bodies = [payload["message"]["body"] for payload in before + after]
    assert bodies == ["1", "2", "3", "4"]


async def test_a_change_of_a_message_is_heard(ask: Ask, acme: Cast) -> None:
    conversation = await open_conversation(acme)
    start = await position(ask, acme)
    with acting_for(acme.id):
        message = await conversation.post("Hello", author=acme.viewer)
        await message.advance(MessageStatus.SENT)
        await message.edit("Hello!", by=acme.viewer)
        await message.erase(by=acme.viewer)

    payloads = await first(3, acme.viewer, CHANGED, after=start)

    assert [payload["event"] for payload in payloads] == [
        "message.status_changed",
        "message.edited",
        "message.deleted",
    ]
    assert {payload["message"]["status"] for payload in payloads} == {"SENT"}
    assert {payload["message"]["body"] for payload in payloads} == {None}


async def test_a_change_of_a_conversation_is_heard(ask: Ask, acme: Cast) -> None:
    start = await position(ask, acme)
    conversation = await open_conversation(acme)
    id = global_id("Conversation", conversation.id)
    with acting_for(acme.id):
        await conversation.take(by=acme.viewer)
        await conversation.prioritise(Priority.HIGH, by=acme.viewer)
        await conversation.resolve(by=acme.viewer)

    payloads = await first(4, acme.viewer, MOVED, conversation=id, after=start)

    assert [payload["event"] for payload in payloads] == [
        "conversation.created",
        "conversation.assigned",
        "conversation.priority_changed",
        "conversation.resolved",
    ]
    assert payloads[-1]["conversation"] == {
        "number": 1,
        "status": "RESOLVED",
        "assignee": {"name": acme.owner.name},
    }


@pytest.mark.parametrize("document", [ADDED, CHANGED, MOVED])
async def test_a_rival_cannot_follow_our_conversation(
    acme: Cast, rival: Cast, document: str
) -> None:
    conversation = await open_conversation(acme)
    id = global_id("Conversation", conversation.id)

    async with asyncio.timeout(SOON):
        answers = [answer async for answer in heard(rival.viewer, document, conversation=id)]

    assert [codes(answer) for answer in answers] == [["NOT_FOUND"]]


async def test_a_rival_cannot_use_our_cursor(ask: Ask, acme: Cast, rival: Cast) -> None:
    ours = await position(ask, acme)

    async with asyncio.timeout(SOON):
        answers = [answer async for answer in heard(rival.viewer, ADDED, after=ours)]

    assert [codes(answer) for answer in answers] == [["CURSOR_INVALID"]]


async def test_it_takes_the_permission_to_read(acme: Cast) -> None:
    reader = await hire(acme, Role.READ_ONLY)
    nobody = Viewer(company_id=acme.id, kind=reader.kind, permissions=frozenset())
    conversation = await open_conversation(acme)
    id = global_id("Conversation", conversation.id)

    for document in (ADDED, CHANGED, MOVED):
        async with asyncio.timeout(SOON):
            answers = [answer async for answer in heard(nobody, document, conversation=id)]
        assert [codes(answer) for answer in answers] == [["FORBIDDEN"]]
