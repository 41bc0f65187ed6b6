"""A conversation waits while it is in a queue, to be served, and nobody's: in exactly one place."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from models.contacts import Contact
from models.conversations import Conversation, Priority
from models.conversations.merging import merge
from models.database import transaction
from models.events import Event
from models.queues import QueueArchived, QueueEntry, QueuePace
from models.tenancy import acting_for
from tests.people import Cast
from tests.queueing import join, line, open_queue, told, waiting
from tests.threads import hear, open_conversation, open_inbox

Act = Callable[[], Awaitable[object]]


async def test_what_a_contact_begins_waits_in_the_queue_of_its_inbox_in_order(
    acme: Cast, rival: Cast
) -> None:
    queue, theirs = await open_queue(acme), await open_queue(rival)

    ours = await waiting(acme, queue, 3)
    other = await waiting(rival, theirs)

    assert await line(acme, queue) == [each.id for each in ours]
    assert await line(rival, theirs) == [other[0].id]
    assert {each.queue_id for each in ours} == {queue.id}


async def test_who_is_urgent_comes_first_and_then_who_came_first(acme: Cast) -> None:
    queue = await open_queue(acme)
    first, second, third = await waiting(acme, queue, 3)

    with acting_for(acme.id):
        await third.prioritise(Priority.URGENT, by=acme.viewer)
        await second.prioritise(Priority.URGENT, by=acme.viewer)
        assert await line(acme, queue) == [second.id, third.id, first.id]
        await second.prioritise(Priority.NONE, by=acme.viewer)

    assert await line(acme, queue) == [third.id, first.id, second.id]


async def test_it_leaves_the_line_with_whatever_ends_its_wait_and_comes_back_with_what_does_not(
    acme: Cast,
) -> None:
    queue = await open_queue(acme)
    [ours] = await waiting(acme, queue)
    by = acme.viewer

    with acting_for(acme.id):
        turns: list[tuple[Act, Act]] = [
            (lambda: ours.assign(acme.owner, by=by), lambda: ours.assign(None, by=by)),
            (lambda: ours.resolve(by=by), lambda: ours.reopen(by=by)),
            (
                lambda: ours.snooze(datetime.now(UTC) + timedelta(hours=1), by=by),
                lambda: ours.reopen(by=by),
            ),
            (
                lambda: ours.move_to_queue(None, by=by),
                lambda: ours.move_to_queue(queue, by=by),
            ),
        ]
        for leave, back in turns:
            await leave()
            assert await line(acme, queue) == []
            await back()
            assert await line(acme, queue) == [ours.id]
            assert await QueueEntry.all().count() == 1


async def test_what_enters_and_leaves_in_one_transaction_leaves_nothing_behind(acme: Cast) -> None:
    queue, other = await open_queue(acme), await open_queue(acme, "Sales")
    ours = await open_conversation(acme)

    with acting_for(acme.id):
        async with transaction():
            await ours.move_to_queue(queue, by=acme.viewer)
            await ours.assign(acme.owner, by=acme.viewer)
        assert await QueueEntry.all().count() == 0
        async with transaction():
            await ours.assign(None, by=acme.viewer)
            await ours.prioritise(Priority.HIGH, by=acme.viewer)
            await ours.move_to_queue(other, by=acme.viewer)
            await ours.resolve(by=acme.viewer)
            await ours.reopen(by=acme.viewer)

    assert await line(acme, queue) == []
    assert await line(acme, other) == [ours.id]


async def test_two_of_a_line_can_be_given_away_in_one_transaction(acme: Cast) -> None:
    queue = await open_queue(acme)
    ours = await waiting(acme, queue, 3)

    with acting_for(acme.id):
        async with transaction():
            for each in ours:
                await each.assign(acme.owner, by=acme.viewer)
        pace = await QueuePace.get(queue_id=queue.id)

    assert await line(acme, queue) == []
    assert pace.claims == 3
    assert len(await told(acme, "queue.line_changed")) == 4  # three came, and all left at once


async def test_moving_hands_it_to_the_queue_and_keeps_how_long_it_has_waited(acme: Cast) -> None:
    queue, other = await open_queue(acme), await open_queue(acme, "Sales")
    [ours] = await waiting(acme, queue)
    with acting_for(acme.id):
        before = await QueueEntry.get(conversation_id=ours.id)

        await ours.move_to_queue(other, by=acme.viewer)
        after = await QueueEntry.get(conversation_id=ours.id)
        await ours.assign(acme.owner, by=acme.viewer)
        await ours.move_to_queue(queue, by=acme.viewer, keep_assignee=True)
        kept = ours.assignee_id
        await ours.move_to_queue(other, by=acme.viewer)

    assert (after.enqueued_at, after.place) == (before.enqueued_at, before.place)
    assert after.joined_at > before.joined_at
    assert kept == acme.owner.id
    assert ours.assignee_id is None
    assert await line(acme, other) == [ours.id]
    moves = [event.changes for event in await told(acme, "conversation.queue_changed")]
    assert [move["to"] for move in moves] == [str(q.id) for q in (other, queue, other)]
    assert len(await told(acme, "conversation.unassigned")) == 1


async def test_nothing_moves_to_an_archived_queue_but_what_waits_there_is_still_served(
    acme: Cast,
) -> None:
    queue, other = await open_queue(acme), await open_queue(acme, "Sales")
    robin = await join(acme, queue)
    ours, elsewhere = await waiting(acme, queue), await open_conversation(acme)
    inbox = await open_inbox(acme)
    with acting_for(acme.id):
        await elsewhere.move_to_queue(other, by=acme.viewer)
        for each in await acme.viewer.inboxes:
            await each.set_default_queue(None, by=acme.viewer)
        await queue.archive(by=acme.viewer)

        with pytest.raises(QueueArchived):
            await elsewhere.move_to_queue(queue, by=acme.viewer)
        with pytest.raises(QueueArchived):
            await inbox.set_default_queue(queue, by=acme.viewer)
        await ours[0].take(by=robin)

    assert await line(acme, queue) == []


async def test_what_is_merged_into_another_waits_there(acme: Cast) -> None:
    queue = await open_queue(acme)
    inbox = await open_inbox(acme)
    with acting_for(acme.id):
        await inbox.set_default_queue(queue, by=acme.viewer)
    first, second = [await hear(acme, inbox, handle=handle) for handle in ("kim", "sam")]
    with acting_for(acme.id):
        into = await Conversation.get(id=first.conversation_id)
        gone = await Conversation.get(id=second.conversation_id)
        contact = await Contact.get(id=gone.contact_id)
        await gone.resolve(by=acme.viewer)
        other = await Conversation.start(inbox, contact, by=acme.viewer)
        await gone.reopen(by=acme.viewer)
        assert await line(acme, queue) == [into.id, gone.id]
        await merge(gone, other, by=acme.viewer)

    assert await line(acme, queue) == [into.id, other.id]  # which goes on for it, in its queue


async def test_what_we_begin_ourselves_waits_for_nobody(acme: Cast) -> None:
    queue = await open_queue(acme)
    [ours] = await waiting(acme, queue)
    with acting_for(acme.id):
        inbox, contact = await ours.inbox, await ours.contact
        started = await Conversation.start(inbox, contact, by=acme.viewer, body="Hello")

    assert started.queue_id is None
    assert await line(acme, queue) == [ours.id]


async def test_a_line_tells_once_in_a_transaction_that_it_has_changed(acme: Cast) -> None:
    queue = await open_queue(acme)
    ours = await waiting(acme, queue, 5)
    before = len(await told(acme, "queue.line_changed"))

    with acting_for(acme.id):
        async with transaction():
            await ours[0].resolve(by=acme.viewer)
            await ours[1].resolve(by=acme.viewer)
            await ours[2].prioritise(Priority.HIGH, by=acme.viewer)

    lines = await told(acme, "queue.line_changed")
    assert len(lines) == before + 1
    assert lines[-1].subject_id == queue.id


async def test_a_company_without_queues_pays_nothing_for_them(acme: Cast) -> None:
    inbox = await open_inbox(acme)
    await hear(acme, inbox)

    with acting_for(acme.id):
        [ours] = await Conversation.all()
        await ours.take(by=acme.viewer)
        await ours.resolve(by=acme.viewer)
        names = {event.name for event in await Event.all()}

    assert not any(name.startswith("queue.") for name in names)


async def test_all_at_once_the_line_is_what_its_conversations_say(acme: Cast) -> None:
    queue = await open_queue(acme)
    ours = await waiting(acme, queue, 6)

    async def shake(conversation: Conversation, turn: int) -> None:
        with acting_for(acme.id):
            row = await Conversation.get(id=conversation.id)
            verbs = [
                lambda: row.assign(acme.owner, by=acme.viewer),
                lambda: row.assign(None, by=acme.viewer),
                lambda: row.resolve(by=acme.viewer),
                lambda: row.reopen(by=acme.viewer),
                lambda: row.prioritise(Priority.HIGH, by=acme.viewer),
            ]
            await verbs[turn % 5]()

    async with asyncio.timeout(30):
        await asyncio.gather(
            *(shake(each, n + m) for n in range(10) for m, each in enumerate(ours))
        )

    with acting_for(acme.id):
        rows = await Conversation.filter(queue_id=queue.id)
    due = {row.id for row in rows if row.assignee_id is None and row.status in ("OPEN", "PENDING")}
    assert set(await line(acme, queue)) == due
