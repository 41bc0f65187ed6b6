"""A message costs a read and a statement that writes all; other changes first hold their row.

Who is given a conversation is held, too: they must still be there when it is theirs.
"""

import pytest

from models.identifiers import global_id
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast
from tests.threads import open_conversation

SEND = (
    "mutation($input: SendMessageInput!) { sendMessage(input: $input) { message { id } cursor } }"
)
RESOLVE = """mutation($input: ResolveConversationInput!) {
  resolveConversation(input: $input) { conversation { status } cursor } }"""
ASSIGN = """mutation($input: AssignConversationInput!) {
  assignConversation(input: $input) { conversation { status } cursor } }"""


@pytest.mark.parametrize("more", [{}, {"note": True}, {"clientId": "1"}])
async def test_a_message_its_event_counters_and_job_are_written_at_once(
    ask: Ask, acme: Cast, rival: Cast, more: dict[str, object]
) -> None:
    asked = {"conversationId": await ours(acme), "body": "Hi", **more}

    answer = await ask(acme.viewer, SEND, statements=2, input=asked)

    assert answer["data"]["sendMessage"]["cursor"]
    assert codes(await ask(rival.viewer, SEND, input=asked)) == ["NOT_FOUND"]


@pytest.mark.parametrize(("document", "more", "statements"), [(RESOLVE, {}, 2), (ASSIGN, "me", 4)])
async def test_a_change_is_held_and_written(
    ask: Ask, acme: Cast, rival: Cast, document: str, more: object, statements: int
) -> None:
    asked = {"conversationId": await ours(acme)}
    if more:
        asked["memberId"] = global_id("Member", acme.owner.id)

    answer = await ask(acme.viewer, document, statements=statements, input=asked)

    assert "errors" not in answer
    assert codes(await ask(rival.viewer, document, input=asked)) == ["NOT_FOUND"]


async def ours(company: Cast) -> str:
    return global_id("Conversation", (await open_conversation(company)).id)
