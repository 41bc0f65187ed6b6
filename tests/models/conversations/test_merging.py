"""Two conversations that are about one thing become one, and nothing of either is lost."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest

from models.contacts import (
    AttributeDefinition,
    AttributeTarget,
    AttributeType,
    AttributeValue,
)
from models.conversations import (
    Conversation,
    ConversationMember,
    ConversationMerged,
    ConversationRead,
    ConversationStatus,
    Message,
    ParticipantRole,
    Priority,
)
from models.conversations.merging import ContactsDiffer, merge
from models.errors import Conflict, Invalid, NotFound
from models.events import Event
from models.identifiers import global_id
from models.identity import Member, Role
from models.inboxes import Inbox
from models.tenancy import ForeignCompany, acting_for
from tests.locking import another, started
from tests.people import Cast, hire
from tests.sights import a_queue, placed, seeing
from tests.threads import also_known, hear, open_conversation, open_inbox


async def two_of_one_contact(company: Cast) -> tuple[Conversation, Conversation, Inbox]:
    """Of the same person in two inboxes: what they wrote to the second is to go into the first."""
    heard = await hear(company, await open_inbox(company), "Where is my parcel?")
    with acting_for(company.id):
        into = await Conversation.get(id=heard.conversation_id)
    second = await also_known(company, into.contact_id)
    again = await hear(company, second, "As I wrote: the parcel!")
    with acting_for(company.id):
        source = await Conversation.get(id=again.conversation_id)
    assert source.contact_id == into.contact_id
    return source, into, second


async def test_what_was_said_stays_where_it_was_and_both_threads_say_what_happened(
    acme: Cast, rival: Cast
) -> None:
    source, into, _ = await two_of_one_contact(acme)
    theirs, _, _ = await two_of_one_contact(rival)
    with acting_for(acme.id):
        said = await Message.all().order_by("id")

        await merge(source, into, by=acme.viewer)

        source, into = await Conversation.get(id=source.id), await Conversation.get(id=into.id)
        assert [await Message.get(id=each.id) for each in said] == said
        here = await Message.filter(conversation_id=into.id).order_by("-seq").first()
        there = await Message.filter(conversation_id=source.id).order_by("-seq").first()
        told = await Event.filter(name="conversation.merged").order_by("seq")
    assert (source.status, source.merged_into_id) == (ConversationStatus.RESOLVED, into.id)
    assert (source.waiting_since, into.waiting_since) == (None, said[0].created_at)
    assert into.last_message_preview == "As I wrote: the parcel!"
    assert here
    assert there
    assert here.activity == {
        "name": "conversation.merged",
        "from": f"#{source.number}",
        "fromId": global_id("Conversation", source.id),
    }
    assert there.activity == {
        "name": "conversation.merged",
        "to": f"#{into.number}",
        "toId": global_id("Conversation", into.id),
    }
    assert [(event.subject_id, event.changes) for event in told] == [
        (source.id, {"into": str(into.id)}),
        (into.id, {"merged": str(source.id)}),
    ]
    with acting_for(rival.id):
        assert (await Conversation.get(id=theirs.id)).merged_into_id is None


async def test_what_each_member_has_not_read_of_either_is_unread(acme: Cast) -> None:
    source, into, second = await two_of_one_contact(acme)
    await hear(acme, second, "Hello?")
    robin = await hire(acme, Role.MEMBER)
    nobody = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        await source.refresh_from_db()
        first = await Message.get(conversation_id=source.id, seq=1)
        await ConversationRead.advance(into, by=acme.viewer)
        await ConversationRead.advance(source, by=acme.viewer)
        await ConversationRead.advance(source, by=robin, up_to=first)

        into = await merge(source, into, by=acme.viewer)

        read: dict[UUID | None, int] = {
            each.member_id: each.inbound_count
            for each in await ConversationRead.filter(conversation_id=into.id)
        }
        unread = [
            into.inbound_count - read.get(who.member_id, 0) for who in (acme.viewer, robin, nobody)
        ]
    assert unread == [0, 2, 3]
    with acting_for(acme.id):
        assert [await ConversationRead.unread_in(who) for who in (acme.viewer, robin, nobody)] == [
            0,
            1,
            1,
        ]


async def test_who_takes_part_who_sees_to_it_and_how_much_it_matters_carry_over(
    acme: Cast,
) -> None:
    source, into, _ = await two_of_one_contact(acme)
    robin, kit = await hire(acme, Role.MEMBER, "Robin"), await hire(acme, Role.MEMBER, "Kit")
    with acting_for(acme.id):
        await source.take(by=robin)
        await source.prioritise(Priority.URGENT, by=robin)
        for thread, who in ((source, robin), (source, kit), (into, kit)):
            await ConversationMember.create(
                conversation_id=thread.id, member_id=who.member_id, role=ParticipantRole.FOLLOWER
            )

        into = await merge(source, into, by=acme.viewer)

        taking_part = await ConversationMember.filter(conversation_id=into.id)
    assert (into.assignee_id, into.priority) == (robin.member_id, Priority.URGENT)
    assert {each.member_id for each in taking_part} == {robin.member_id, kit.member_id}


async def test_what_the_contact_writes_from_then_on_goes_where_it_goes_on(acme: Cast) -> None:
    source, into, second = await two_of_one_contact(acme)
    with acting_for(acme.id):
        await merge(source, into, by=acme.viewer)
        await into.resolve(by=acme.viewer)

    heard = await hear(acme, second, "Thank you!", external_id="thanks")
    again = await hear(acme, second, "Thank you!", external_id="thanks")

    assert heard.id == again.id
    assert (heard.conversation_id, heard.inbox_id) == (into.id, second.id)
    with acting_for(acme.id):
        into = await Conversation.get(id=into.id)
        assert (await Conversation.get(id=source.id)).status is ConversationStatus.RESOLVED
        thread = await Message.filter(conversation_id=into.id).order_by("seq")
    assert (into.status, into.last_message_id) == (ConversationStatus.OPEN, heard.id)
    assert [each.seq for each in thread] == list(range(1, into.message_count + 1))


async def test_what_was_said_in_a_queue_is_not_shown_by_the_one_that_goes_on(
    acme: Cast, rival: Cast
) -> None:
    source, into, _ = await two_of_one_contact(acme)
    await two_of_one_contact(rival)
    await placed(acme, source, await a_queue(acme))
    kim = await seeing(await hire(acme, Role.MEMBER))
    with acting_for(acme.id):
        source, into = await Conversation.get(id=source.id), await Conversation.get(id=into.id)
        said_at, last = source.last_message_at, await Message.get(id=into.last_message_id)

        # What its own queue keeps from them it keeps, though it would be that one's otherwise.
        await into.assign(await Member.get(id=acme.owner.id), by=acme.viewer)
        await merge(source, into, by=acme.viewer)

        seen = await kim.conversations.get(id=into.id)
    assert (seen.last_message_id, seen.last_message_preview) == (last.id, last.body)
    assert seen.last_message_at == said_at


async def test_what_leaves_their_sight_meanwhile_is_not_merged(acme: Cast, rival: Cast) -> None:
    source, into, _ = await two_of_one_contact(acme)
    await two_of_one_contact(rival)
    robin = await hire(acme, Role.MEMBER)
    queue = await a_queue(acme, robin)
    await placed(acme, source, queue)
    robin = await seeing(robin)

    async def give() -> None:
        each = await Conversation.get(id=source.id)
        await each.assign(await Member.get(id=acme.owner.id), by=acme.viewer)

    async with another(acme, give):
        merging = await started(acme, partial(merge, source, into, by=robin))
    with pytest.raises(NotFound):
        await merging
    with acting_for(acme.id):
        assert (await Conversation.get(id=source.id)).merged_into_id is None


async def test_a_merged_one_is_closed_for_good_and_says_where_it_went(acme: Cast) -> None:
    source, into, _ = await two_of_one_contact(acme)
    with acting_for(acme.id):
        sent = await source.post("On its way", author=acme.viewer, client_id="one")
        await merge(source, into, by=acme.viewer)

        for verb in (
            source.reopen(by=acme.viewer),
            source.take(by=acme.viewer),
            source.prioritise(Priority.LOW, by=acme.viewer),
            source.rename("Other", by=acme.viewer),
            source.snooze(datetime.now(UTC) + timedelta(days=1), by=acme.viewer),
            source.post("Hello", author=acme.viewer),
            source.post("Psst", author=acme.viewer, note=True),
            merge(source, into, by=acme.viewer),
            merge(into, source, by=acme.viewer),
        ):
            with pytest.raises(ConversationMerged) as refused:
                await verb
            assert refused.value.extensions["conversationId"] == global_id("Conversation", into.id)
        # What was sent before is still answered to who asks again.
        assert await source.post("On its way", author=acme.viewer, client_id="one") == sent


async def test_an_edit_of_what_was_said_there_is_seen_in_the_list_here(acme: Cast) -> None:
    source, into, _ = await two_of_one_contact(acme)
    with acting_for(acme.id):
        sent = await source.post("On its wai", author=acme.viewer)
        await merge(source, into, by=acme.viewer)

        await sent.edit("On its way", by=acme.viewer)

        assert (await Conversation.get(id=into.id)).last_message_preview == "On its way"


async def test_what_was_merged_into_a_merged_one_leads_on(acme: Cast) -> None:
    source, into, second = await two_of_one_contact(acme)
    with acting_for(acme.id):
        contact = await into.contact
        third = await Conversation.start(second, contact, by=acme.viewer)
        await merge(source, into, by=acme.viewer)
        await merge(into, third, by=acme.viewer)

        assert (await Conversation.get(id=source.id)).merged_into_id == third.id
        assert (await Conversation.get(id=into.id)).merged_into_id == third.id
        assert await Event.filter(name="conversation.merged").count() == 5


async def test_it_is_refused_for_itself_for_another_contact_and_for_what_has_moved(
    acme: Cast, rival: Cast
) -> None:
    source, into, _ = await two_of_one_contact(acme)
    other, theirs = await open_conversation(acme), await open_conversation(rival)
    with acting_for(acme.id):
        with pytest.raises(Invalid):
            await merge(source, source, by=acme.viewer)
        with pytest.raises(ContactsDiffer):
            await merge(source, other, by=acme.viewer)
        with pytest.raises(ForeignCompany):
            await merge(source, theirs, by=acme.viewer)
        with pytest.raises(Conflict):
            await merge(source, into, by=acme.viewer, version=99)
        with pytest.raises(Conflict):
            await merge(source, into, by=acme.viewer, into_version=99)
        assert await Conversation.filter(merged_into_id__isnull=False).count() == 0


async def test_of_two_merges_at_once_into_each_other_one_is_done(acme: Cast) -> None:
    source, into, _ = await two_of_one_contact(acme)

    async def merged(one: Conversation, other: Conversation) -> None:
        with acting_for(acme.id):
            ours = await Conversation.get(id=one.id)
            await merge(ours, await Conversation.get(id=other.id), by=acme.viewer)

    done = await asyncio.gather(merged(source, into), merged(into, source), return_exceptions=True)

    assert sorted(type(each).__name__ for each in done) == ["ConversationMerged", "NoneType"]


async def test_what_is_kept_of_either_is_found_of_the_one_that_goes_on(acme: Cast) -> None:
    source, into, _ = await two_of_one_contact(acme)
    with acting_for(acme.id):
        target, by = AttributeTarget.CONVERSATION, acme.viewer
        for key in ("plan", "city"):
            await AttributeDefinition.add(target, key, label=key, type=AttributeType.TEXT, by=by)
        await source.set_attributes({"plan": "paid", "city": "Rome"}, by=by)
        await into.set_attributes({"city": "Oslo"}, by=by)

        await merge(source, into, by=by)

        found = AttributeValue.filter(conversation_id=into.id)
        assert [each.text_value for each in await found.order_by("text_value")] == ["Oslo", "paid"]
