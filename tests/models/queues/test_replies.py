"""What a queue says by itself: a greeting once, and once a closed period that it is closed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from jobs.queues import reply_for_queue
from models.contacts import Contact
from models.conversations import Conversation, Message, SenderKind
from models.database import flush, transaction
from models.events import Event
from models.job import Job
from models.queues import BusinessHours
from models.queues.replies import REPLY
from models.tenancy import acting_for
from tests.errands import perform
from tests.locking import is_free
from tests.people import Cast
from tests.queueing import open_queue, waiting
from tests.threads import hear, open_conversation

NEVER: list[dict[str, Any]] = []
ALWAYS = [
    {"day": day, "opens": "00:00", "closes": "24:00"}
    for day in ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
]


async def hours(company: Cast, weekly: list[dict[str, Any]]) -> BusinessHours:
    with acting_for(company.id):
        return await BusinessHours.add(
            name="Desk", timezone="UTC", weekly=weekly, holidays=[], by=company.viewer
        )


async def consumed(company: Cast, *, twice: bool = True) -> None:
    """As the consumer does it, of all events so far, and as if it had to do all of it again."""
    with acting_for(company.id):
        async with transaction():
            for event in [*await Event.all().order_by("seq")] * (1 + twice):
                await reply_for_queue(event)
    await perform(company, REPLY)


async def said(company: Cast, conversation: Conversation) -> list[str]:
    with acting_for(company.id):
        messages = Message.filter(
            conversation_id=conversation.id, sender_kind=SenderKind.SYSTEM, kind="TEXT"
        )
        return [message.body for message in await messages.order_by("seq")]


async def test_who_comes_in_the_hours_of_a_queue_is_greeted_once(acme: Cast, rival: Cast) -> None:
    open_ = await hours(acme, ALWAYS)
    details = {"greeting": "Welcome!", "out_of_hours_message": "Closed."}
    queue = await open_queue(acme, business_hours_id=open_.id, **details)
    other = await open_queue(acme, "Sales", greeting="Sales here.")
    [theirs] = await waiting(rival, await open_queue(rival))
    [ours] = await waiting(acme, queue)
    moved = await open_conversation(acme)
    with acting_for(acme.id):
        await moved.move_to_queue(other, by=acme.viewer)

    await consumed(acme)
    await consumed(rival)
    with acting_for(acme.id):
        await ours.move_to_queue(other, by=acme.viewer)
        await ours.move_to_queue(queue, by=acme.viewer)
    await consumed(acme)

    assert await said(acme, ours) == ["Welcome!"]
    assert await said(acme, moved) == ["Sales here."]
    assert await said(rival, theirs) == []
    with acting_for(acme.id):
        greeting = await Message.get(conversation_id=ours.id, body="Welcome!")
        assert await Job.filter(kind="message.deliver", unique_key=str(greeting.id)).exists()


async def test_a_greeting_is_no_answer(acme: Cast) -> None:
    queue = await open_queue(acme, greeting="Welcome!")
    [ours] = await waiting(acme, queue)

    await consumed(acme)

    with acting_for(acme.id):
        row = await Conversation.get(id=ours.id)
    assert row.last_message_preview == "Welcome!"
    assert row.waiting_since == ours.waiting_since is not None
    assert row.first_reply_at is None


async def test_out_of_hours_it_is_said_once_a_closed_period(acme: Cast) -> None:
    day = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    weekly = [{"day": day[tomorrow.weekday()], "opens": "09:00", "closes": "17:00"}]
    closed = await hours(acme, weekly)
    details = {"greeting": "Welcome!", "out_of_hours_message": "Closed."}
    queue = await open_queue(acme, business_hours_id=closed.id, **details)
    [ours] = await waiting(acme, queue)
    with acting_for(acme.id):
        inbox, identity = await ours.inbox, await ours.identity
        for _ in range(2):
            await Conversation.receive(
                identity, "Hello?", external_id=str(_), occurred_at=datetime.now(UTC)
            )
    await hear(acme, inbox, "From another", handle="another")

    await consumed(acme)
    assert await said(acme, ours) == ["Closed."]
    with acting_for(acme.id):  # and a week later
        [*_, last] = await Event.filter(name="message.created", conversation_id=ours.id).order_by(
            "seq"
        )
        [first] = await Event.filter(name="conversation.created", conversation_id=ours.id)
        first.occurred_at += timedelta(days=7)
        last.occurred_at += timedelta(days=7)
        async with transaction():
            await reply_for_queue(first)
            await reply_for_queue(last)
    await perform(acme, REPLY)

    assert await said(acme, ours) == ["Closed.", "Closed."]


async def test_what_may_not_be_written_to_is_left_alone(acme: Cast) -> None:
    queue = await open_queue(acme, greeting="Welcome!")
    [blocked, resolved] = await waiting(acme, queue, 2)
    with acting_for(acme.id):
        await (await Contact.get(id=blocked.contact_id)).block(by=acme.viewer)
        await resolved.resolve(by=acme.viewer)

    await consumed(acme)

    assert await said(acme, blocked) == []
    assert await said(acme, resolved) == []


async def test_who_writes_does_not_wait_for_the_reader_of_the_log(acme: Cast) -> None:
    queue = await open_queue(acme, greeting="Welcome!")
    [ours] = await waiting(acme, queue)
    with acting_for(acme.id):
        [came] = await Event.filter(name="conversation.created", conversation_id=ours.id)
        async with transaction():
            await reply_for_queue(came)

            await flush()
            assert await is_free(acme, ours)


async def test_nothing_is_said_of_a_queue_that_they_have_left(acme: Cast) -> None:
    [ours] = await waiting(acme, await open_queue(acme, greeting="Welcome!"))
    with acting_for(acme.id):
        [came] = await Event.filter(name="conversation.created", conversation_id=ours.id)
        async with transaction():
            await reply_for_queue(came)
        await ours.move_to_queue(None, by=acme.viewer)

    await perform(acme, REPLY)

    assert await said(acme, ours) == []
