"""Everything that can be done in conversations: by us, not by a rival, not by a reader."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.conversations import Conversation
from models.events import Event
from models.identity import Role
from models.tenancy import acting_for
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.schema.conversations import documents
from tests.schema.conversations.ids import ids_of

TOMORROW = (datetime.now(UTC) + timedelta(days=1)).isoformat()


def inputs(ids: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """For each mutation an input that its own company may send."""
    here = {"conversationId": ids["conversation"]}
    return {
        documents.START: {"inboxId": ids["inbox"], "contactId": ids["contact"], "body": "Hi"},
        documents.UPDATE: {**here, "subject": "New"},
        documents.ASSIGN: {**here, "memberId": ids["member"]},
        documents.TAKE: here,
        documents.SNOOZE: {**here, "until": TOMORROW},
        documents.REOPEN: here,
        documents.SET_PRIORITY: {**here, "priority": "HIGH"},
        documents.SEND: {**here, "body": "Hello", "replyToId": ids["theirs"]},
        documents.EDIT: {"messageId": ids["ours"], "body": "Changed"},
        documents.MARK_READ: {**here, "upTo": ids["theirs"]},
        documents.MARK_UNREAD: {**here, "since": ids["theirs"]},
        documents.DELETE: {"messageId": ids["ours"]},
        documents.RESOLVE: here,
    }


async def test_all_of_it_works_and_is_visible_at_its_cursor(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)

    for document, input in inputs(ids).items():
        answer = await ask(acme.viewer, document, input=input)
        assert codes(answer) == [], document
        (payload,) = answer["data"].values()
        with acting_for(acme.id):
            assert payload["cursor"] == (await ask(acme.viewer, "{ cursor }"))["data"]["cursor"]


async def test_a_rival_with_all_our_ids_finds_nothing(ask: Ask, acme: Cast, rival: Cast) -> None:
    ours, theirs = await ids_of(acme), await ids_of(rival)
    with acting_for(acme.id):
        before = await Event.head()

    for document, input in inputs(ours).items():
        answer = await ask(rival.viewer, document, input=input)
        assert (codes(answer), answer["data"]) == (["NOT_FOUND"], None), document
    here = {"conversationId": theirs["conversation"]}
    for document, input in (
        (documents.START, {"inboxId": ours["inbox"], "contactId": theirs["contact"]}),
        (documents.START, {"inboxId": theirs["inbox"], "contactId": ours["contact"]}),
        (documents.ASSIGN, {**here, "memberId": ours["member"]}),
        (documents.SEND, {**here, "body": "Hi", "replyToId": ours["theirs"]}),
        (documents.MARK_READ, {**here, "upTo": ours["theirs"]}),
        (documents.MARK_UNREAD, {**here, "since": ours["theirs"]}),
    ):
        assert codes(await ask(rival.viewer, document, input=input)) == ["NOT_FOUND"], document

    with acting_for(acme.id):
        assert await Event.head() == before


async def test_a_rival_finds_none_of_our_nodes(ask: Ask, acme: Cast, rival: Cast) -> None:
    ids = await ids_of(acme)
    node = "query ($id: ID!) { node(id: $id) { __typename id } }"

    for name in ("conversation", "contact", "ours", "theirs"):
        assert codes(await ask(acme.viewer, node, id=ids[name])) == []
        assert codes(await ask(rival.viewer, node, id=ids[name])) == ["NOT_FOUND"]


async def test_a_reader_only_reads(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    reader = await hire(acme, Role.READ_ONLY)
    marks = {documents.MARK_READ, documents.MARK_UNREAD}  # one's own, and nobody else's matter

    for document, input in inputs(ids).items():
        answer = await ask(reader, document, input=input)
        assert codes(answer) == ([] if document in marks else ["FORBIDDEN"]), document


async def test_a_member_does_all_but_assign(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    member = await hire(acme, Role.MEMBER)
    forbidden = {documents.ASSIGN, documents.EDIT, documents.DELETE, documents.TAKE}
    with acting_for(acme.id):
        await (await Conversation.get()).take(by=acme.viewer)

    for document, input in inputs(ids).items():
        answer = await ask(member, document, input=input)
        assert bool(codes(answer)) == (document in forbidden), document


async def test_a_loser_of_a_race_is_told_who_won(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    input = {"conversationId": ids["conversation"]}
    await ask(await hire(acme, Role.MEMBER, "Ada"), documents.TAKE, input=input)

    answer = await ask(acme.viewer, documents.TAKE, input=input)

    assert codes(answer) == ["ALREADY_TAKEN"]
    assert answer["errors"][0]["extensions"]["member"]["name"] == "Ada"
    assert answer["errors"][0]["message"] == "Ada has taken this conversation."


async def test_a_version_that_has_moved_is_a_conflict(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    input = {"conversationId": ids["conversation"], "version": 1}

    answer = await ask(acme.viewer, documents.RESOLVE, input=input)

    assert codes(answer) == ["CONFLICT"]
    current = answer["errors"][0]["extensions"]["currentVersion"]
    again = await ask(acme.viewer, documents.RESOLVE, input={**input, "version": current})
    assert again["data"]["resolveConversation"]["conversation"]["version"] == current + 1


async def test_an_update_without_a_subject_leaves_it(ask: Ask, acme: Cast) -> None:
    ids = await ids_of(acme)
    here = {"conversationId": ids["conversation"]}

    for subject, expected in (({"subject": "New"}, "New"), ({}, "New"), ({"subject": None}, None)):
        answer = await ask(acme.viewer, documents.UPDATE, input={**here, **subject})
        assert answer["data"]["updateConversation"]["conversation"]["subject"] == expected


@pytest.mark.parametrize(
    ("document", "change", "code"),
    [
        (documents.SEND, {"body": " "}, "INVALID"),
        (documents.SEND, {"body": "x", "clientId": ""}, "INVALID"),
        (documents.SNOOZE, {"until": "2020-01-01T00:00:00Z"}, "INVALID"),
        (documents.SNOOZE, {"until": "2100-01-01T00:00:00"}, "INVALID"),
        (documents.UPDATE, {"subject": "x" * 201}, "INVALID"),
    ],
)
async def test_bad_input_is_refused_with_its_field(
    ask: Ask, acme: Cast, document: str, change: dict[str, Any], code: str
) -> None:
    ids = await ids_of(acme)

    answer = await ask(
        acme.viewer, document, input={"conversationId": ids["conversation"], **change}
    )

    assert codes(answer) == [code]
    assert answer["errors"][0]["extensions"]["fields"][0]["path"] in {*change}
