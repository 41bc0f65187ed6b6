"""What becomes of a conversation is told in its thread, and is nobody's message."""

from datetime import UTC, datetime, timedelta

import pytest

from models.conversations import (
    ActivityFixed,
    Conversation,
    ConversationRead,
    ConversationStatus,
    Direction,
    Message,
    MessageKind,
    Priority,
    SenderKind,
)
from models.database import pinned, session
from models.events import Event
from models.identifiers import global_id
from models.identity import Member, Role
from models.search import SearchKind, hits
from models.tenancy import acting_for
from tests.people import Cast, hire
from tests.threads import hear, open_conversation, open_inbox

TOMORROW = datetime.now(UTC) + timedelta(days=1)


async def lines(conversation: Conversation) -> list[Message]:
    return await Message.filter(
        conversation_id=conversation.id, kind=MessageKind.ACTIVITY
    ).order_by("seq")


async def test_each_change_is_a_line_of_the_thread_with_who_did_it(acme: Cast, rival: Cast) -> None:
    conversation = await open_conversation(acme)
    await open_conversation(rival)
    robin = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        member = await Member.get(id=robin.member_id)
        await conversation.take(by=robin)
        await conversation.assign(acme.owner, by=acme.viewer)
        await conversation.assign(None, by=acme.viewer)
        await conversation.prioritise(Priority.HIGH, by=robin)
        await conversation.rename("Late", by=robin)
        await conversation.snooze(TOMORROW, by=robin)
        await conversation.reopen(by=robin)
        await conversation.resolve(by=robin)
        await conversation.reopen(by=robin)

        told = await lines(conversation)
        stored = await Conversation.get(id=conversation.id)
    with acting_for(rival.id):
        assert await Message.filter(kind=MessageKind.ACTIVITY).count() == 0

    me, boss = (global_id("Member", each.id) for each in (member, acme.owner))
    assert [line.activity for line in told] == [
        {"name": "conversation.assigned", "to": member.name, "toId": me},
        {
            "name": "conversation.assigned",
            "from": member.name,
            "fromId": me,
            "to": acme.owner.name,
            "toId": boss,
        },
        {"name": "conversation.unassigned", "from": acme.owner.name, "fromId": boss},
        {"name": "conversation.priority_changed", "from": "NONE", "to": "HIGH"},
        {"name": "conversation.updated", "field": "subject", "to": "Late"},
        {"name": "conversation.snoozed", "to": TOMORROW.isoformat()},
        {"name": "conversation.woken"},
        {"name": "conversation.resolved"},
        {"name": "conversation.reopened"},
    ]
    assert [line.member_id for line in told[:3]] == [member.id, acme.owner.id, acme.owner.id]
    assert {(line.direction, line.body) for line in told} == {(Direction.INTERNAL, "")}
    assert [line.seq for line in told] == list(range(2, 11))  # behind the first message
    assert stored.message_count == 10


async def test_a_line_is_neither_unread_nor_a_preview_and_moves_the_version_once(
    acme: Cast,
) -> None:
    inbox = await open_inbox(acme)
    heard = await hear(acme, inbox, "Hello")
    with acting_for(acme.id):
        conversation = await Conversation.get(id=heard.conversation_id)
        await ConversationRead.advance(conversation, by=acme.viewer)
        before = await Conversation.get(id=conversation.id)

        await conversation.prioritise(Priority.LOW, by=acme.viewer)

        after = await Conversation.get(id=conversation.id)
        assert await ConversationRead.unread_in(acme.viewer) == 0
    assert after.version == before.version + 1
    assert (after.last_message_id, after.last_message_at) == (heard.id, before.last_message_at)
    assert (after.last_message_preview, after.inbound_count) == ("Hello", 1)


async def test_it_is_told_to_the_log_before_the_change_itself(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        before = await Event.head()
        await conversation.resolve(by=acme.viewer)

        told = await Event.filter(seq__gt=before).order_by("seq")
        [line] = await lines(conversation)
    assert [(event.name, event.subject_id) for event in told] == [
        ("message.created", line.id),
        ("conversation.resolved", conversation.id),
    ]
    assert told[0].changes == {"seq": 2, "direction": "INTERNAL", "kind": "ACTIVITY"}


async def test_a_contact_who_wakes_it_and_the_clock_are_named_as_who_did_it(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    heard = await hear(acme, inbox, "Hello")
    with acting_for(acme.id):
        conversation = await Conversation.get(id=heard.conversation_id)
        await conversation.resolve(by=acme.viewer)
    await hear(acme, inbox, "Still here")
    with acting_for(acme.id):
        conversation = await Conversation.get(id=heard.conversation_id)
        await conversation.snooze(TOMORROW, by=acme.viewer)
        await Conversation.filter(id=conversation.id).update(snoozed_until=datetime.now(UTC))
        await conversation.wake()

        _, reopened, _, woken = await lines(conversation)
    assert conversation.status is ConversationStatus.OPEN
    assert (reopened.sender_kind, reopened.contact_id) == (SenderKind.CONTACT, heard.contact_id)
    assert (woken.sender_kind, woken.member_id) == (SenderKind.SYSTEM, None)
    assert reopened.seq == 3  # and then what they said


async def test_nobody_edits_deletes_or_answers_it(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.prioritise(Priority.LOW, by=acme.viewer)
        [line] = await lines(conversation)

        with pytest.raises(ActivityFixed):
            await line.edit("I was never here", by=acme.viewer)
        with pytest.raises(ActivityFixed):
            await line.erase(by=acme.viewer)
        for note in (True, False):
            with pytest.raises(ActivityFixed):
                await conversation.post("Why?", author=acme.viewer, note=note, reply_to=line)
        assert await Message.get(id=line.id) == line


async def test_it_is_not_found_by_words(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.rename("Zeppelin", by=acme.viewer)

        said = [SearchKind.MESSAGE, SearchKind.NOTE]
        assert await hits("zeppelin", kinds=said, size=10) == []
        assert len(await hits("zeppelin", kinds=[SearchKind.CONVERSATION], size=10)) == 1


async def test_it_costs_no_statement_of_its_own(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        async with pinned():
            running = session()
            assert running is not None
            await conversation.resolve(by=acme.viewer)
            assert running.queries == 2  # the row is held; then all is written at once
