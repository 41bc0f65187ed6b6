"""Drafts: one's own in all one's windows, and nobody else's ever."""

import asyncio
from functools import partial
from typing import Any

import pytest

from models.audit import AuditEntry
from models.conversations import Draft, DraftKind, Message
from models.events import Event
from models.identifiers import global_id
from models.identity import Role
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.locking import another, started
from tests.people import Cast, hire
from tests.schema.conversations.test_live import first, position
from tests.threads import open_conversation

SAVE = """mutation ($input: SaveDraftInput!) {
  saveDraft(input: $input) { draft { id kind body version } } }"""
DELETE = "mutation ($input: DeleteDraftInput!) { deleteDraft(input: $input) { draftId } }"
SEND = "mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { body } } }"
MINE = """{ drafts { edges { node { body conversation { number } } } }
  conversations { edges { node { number drafts { kind body } } } } }"""
NODE = "query ($id: ID!) { node(id: $id) { ... on Draft { body } } }"
HEAR = (
    "subscription ($after: Cursor) { draftChanged(after: $after) { cursor event draft { body } } }"
)
EVENTS = """subscription ($after: Cursor, $names: [String!]) {
  events(after: $after, names: $names) { cursor event { name } } }"""


async def thread(company: Cast) -> str:
    return global_id("Conversation", (await open_conversation(company)).id)


async def save(ask: Ask, viewer: Viewer, conversation: str, body: str, **more: Any) -> Any:
    given = {"conversationId": conversation, "body": body, **more}
    answer = await ask(viewer, SAVE, input=given)
    return codes(answer) or answer["data"]["saveDraft"]["draft"]


async def test_a_draft_is_kept_by_kind_and_version(ask: Ask, acme: Cast, rival: Cast) -> None:
    here = await thread(acme)

    one = await save(ask, acme.viewer, here, "Dear", version=0)
    assert (one["kind"], one["body"], one["version"]) == ("REPLY", "Dear", 1)
    two = await save(ask, acme.viewer, here, "Dear Kim", version=1)
    assert (two["id"], two["version"]) == (one["id"], 2)
    assert (await save(ask, acme.viewer, here, "Dear Kim"))["version"] == 2
    late = await ask(
        acme.viewer, SAVE, input={"conversationId": here, "body": "Dear Lee", "version": 1}
    )
    assert codes(late) == ["CONFLICT"]
    assert late["errors"][0]["extensions"]["currentVersion"] == 2
    note = await save(ask, acme.viewer, here, "Psst", kind="NOTE")
    assert note["id"] != one["id"]
    assert await save(ask, acme.viewer, await thread(acme), "x", version=3) == ["CONFLICT"]
    assert await save(ask, acme.viewer, here, " ") == ["INVALID"]
    assert await save(ask, rival.viewer, here, "x") == ["NOT_FOUND"]
    machine = Viewer.system(acme.id)
    assert await save(ask, machine, here, "x") == ["FORBIDDEN"]
    gone = await ask(acme.viewer, DELETE, input={"draftId": one["id"], "version": 2})
    assert gone["data"]["deleteDraft"]["draftId"] == one["id"]
    assert codes(await ask(acme.viewer, DELETE, input={"draftId": one["id"]})) == ["NOT_FOUND"]


async def test_two_windows_that_begin_at_once_keep_one_draft(acme: Cast) -> None:
    conversation = await open_conversation(acme)

    async def keep(body: str) -> Draft:
        with acting_for(acme.id):
            return await Draft.keep(conversation, DraftKind.REPLY, body, by=acme.viewer)

    kept = await asyncio.gather(*(keep(str(place)) for place in range(6)))

    assert len({draft.id for draft in kept}) == 1
    with acting_for(acme.id):
        [draft] = await Draft.all()
        assert draft.version == 6


async def test_nobody_else_sees_it_whoever_they_are(ask: Ask, acme: Cast, rival: Cast) -> None:
    robin, admin = await hire(acme, Role.MEMBER), await hire(acme, Role.ADMIN)
    here = await thread(acme)
    mine = await save(ask, robin, here, "Mine alone")

    for other in (acme.viewer, admin, rival.viewer, Viewer.system(acme.id)):
        seen = await ask(other, MINE)
        assert "Mine alone" not in str(seen)
        assert codes(await ask(other, NODE, id=mine["id"])) == ["NOT_FOUND"]
        assert codes(await ask(other, DELETE, input={"draftId": mine["id"]})) == ["NOT_FOUND"]
    own = (await ask(robin, MINE, statements=4))["data"]
    assert own["drafts"]["edges"] == [
        {"node": {"body": "Mine alone", "conversation": {"number": 1}}}
    ]
    assert own["conversations"]["edges"][0]["node"]["drafts"] == [
        {"kind": "REPLY", "body": "Mine alone"}
    ]
    theirs = await save(ask, admin, here, "The admin's")
    assert theirs["id"] != mine["id"]
    with acting_for(acme.id):
        assert await AuditEntry.filter(action__startswith="draft").count() == 0


async def test_it_is_told_to_its_authors_windows_only(ask: Ask, acme: Cast) -> None:
    robin = await hire(acme, Role.MEMBER)
    here, start = await thread(acme), await position(ask, acme)
    start = await position(ask, acme)

    mine = await save(ask, robin, here, "One")
    await save(ask, acme.viewer, here, "Not yours")
    await save(ask, robin, here, "Two")
    await ask(robin, DELETE, input={"draftId": mine["id"]})

    heard = await first(3, robin, HEAR, after=start)
    assert [(each["event"], each["draft"]) for each in heard] == [
        ("draft.saved", None),
        ("draft.saved", None),
        ("draft.deleted", None),
    ]
    [owners] = await first(1, acme.viewer, HEAR, after=start)
    assert owners["draft"] == {"body": "Not yours"}
    await ask(acme.viewer, SEND, input={"conversationId": here, "body": "Hi"})
    for names in (None, ["draft.saved", "message.created"]):
        for viewer, drafts in ((acme.viewer, 1), (robin, 2)):
            told = await first(
                1 + drafts * (names is not None), viewer, EVENTS, after=start, names=names
            )
            said = [each["event"]["name"] for each in told]
            assert said == [*["draft.saved"] * (drafts * (names is not None)), "message.created"]


@pytest.mark.parametrize(("note", "left"), [(False, "NOTE"), (True, "REPLY")])
async def test_what_is_sent_is_no_draft_any_more_if_asked(
    ask: Ask, acme: Cast, note: bool, left: str
) -> None:
    robin, here = await hire(acme, Role.MEMBER), await thread(acme)
    for kind in ("REPLY", "NOTE"):
        await save(ask, acme.viewer, here, kind, kind=kind)
        await save(ask, robin, here, kind, kind=kind)
    sent = {"conversationId": here, "body": "Done", "note": note}

    await ask(acme.viewer, SEND, input=sent)
    with acting_for(acme.id):
        assert await Draft.all().count() == 4
    await ask(acme.viewer, SEND, input={**sent, "clearDraft": True})

    with acting_for(acme.id):
        mine = await Draft.filter(member_id=acme.owner.id)
        assert [draft.kind.value for draft in mine] == [left]
        assert await Draft.filter(member_id=robin.member_id).count() == 2
        assert await Event.filter(name="draft.deleted").count() == 1


async def test_what_was_not_sent_is_still_a_draft(ask: Ask, acme: Cast) -> None:
    conversation = await open_conversation(acme)
    here = global_id("Conversation", conversation.id)
    await save(ask, acme.viewer, here, "Dear")
    with acting_for(acme.id):
        await conversation.resolve(by=acme.viewer)

    answer = await ask(
        acme.viewer, SEND, input={"conversationId": here, "body": "Dear", "clearDraft": True}
    )

    assert codes(answer) == ["CONVERSATION_RESOLVED"]
    with acting_for(acme.id):
        assert await Draft.all().count() == 1
        assert await Message.filter(direction="OUTBOUND").count() == 0


async def test_a_message_is_sent_though_another_window_throws_its_draft_away(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    ours, theirs = await thread(acme), await thread(rival)
    await save(ask, acme.viewer, ours, "Hello")
    await save(ask, rival.viewer, theirs, "Hello")
    with acting_for(acme.id):
        [draft] = await Draft.all()

    async def sending() -> Any:
        given = {"conversationId": ours, "body": "Hello", "clearDraft": True}
        return await ask(acme.viewer, SEND, input=given)

    async with another(acme, partial(draft.discard, by=acme.viewer)):
        sent = await started(acme, sending)
        assert not sent.done()
    assert codes(await sent) == []

    with acting_for(acme.id):
        assert await Message.filter(body="Hello", direction="OUTBOUND").count() == 1
        assert await Draft.all().count() == 0
    with acting_for(rival.id):
        assert await Draft.all().count() == 1
