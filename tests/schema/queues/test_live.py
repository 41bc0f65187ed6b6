"""Queues and their lines, as they change."""

from models.conversations import Conversation
from models.database import transaction
from models.events import Event
from models.identity import Availability, Member, Role
from models.queues import Level, QueueMember
from models.tenancy import acting_for
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.queueing import join, open_queue, told, waiting
from tests.schema.conversations.test_live import first
from tests.schema.queues.test_lines import of

LINE = """
    subscription ($id: ID, $after: Cursor) {
        queueLineChanged(queueId: $id, after: $after) {
            cursor event queue { id line { waiting longestSince estimatedSeconds }
                waiting(first: 1) { edges { node { conversation { id waiting { position } } } } } }
        }
    }
"""
QUEUE = """
    subscription ($after: Cursor) {
        queueChanged(after: $after) { event queue { name archivedAt members { level } } }
    }
"""


async def test_a_line_is_told_once_for_all_that_waits_to_be_told_and_of_one_queue_alone(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    queue, other = await open_queue(acme), await open_queue(acme, "Sales")
    after = (await ask(acme.viewer, "{ cursor }"))["data"]["cursor"]
    ours = await waiting(acme, queue, 5)
    await waiting(acme, other, 2)
    await waiting(rival, await open_queue(rival), 3)

    one = await first(1, acme.viewer, LINE, id=of(queue), after=after)
    both = await first(2, acme.viewer, LINE, after=after)

    assert one[0]["queue"]["line"]["waiting"] == 5
    [edge] = one[0]["queue"]["waiting"]["edges"]
    assert edge["node"]["conversation"] == {"id": of(ours[0]), "waiting": {"position": 1}}
    assert [each["queue"]["id"] for each in both] == [of(queue), of(other)]
    assert {each["event"] for each in both} == {"queue.line_changed"}


async def test_a_thousand_that_move_up_are_one_event(acme: Cast) -> None:
    queue = await open_queue(acme)
    ours = await waiting(acme, queue, 3)
    with acting_for(acme.id):
        before = await Event.all().count()

        async with transaction():
            await ours[0].assign(acme.owner, by=acme.viewer)
        events = await Event.all().order_by("seq").offset(before)

    names = [event.name for event in events]
    assert names.count("queue.line_changed") == 1
    assert len(names) == 3  # with the conversation's own, and its line in the thread


async def test_everything_that_is_done_to_a_queue_is_told(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    after = (await ask(acme.viewer, "{ cursor }"))["data"]["cursor"]
    queue = await open_queue(acme)
    robin = await hire(acme, Role.MEMBER)
    reader = await hire(acme, Role.READ_ONLY)
    await open_queue(rival)
    with acting_for(acme.id):
        member, by = await Member.get(id=robin.member_id), acme.viewer
        await QueueMember.add(queue, member, Level.PRIMARY, by=by)
        await QueueMember.change(queue, member, Level.BACKUP, by=by)
        await QueueMember.remove(queue, member, by=by)
        await QueueMember.remove(queue, member, by=by)
        await queue.update(name="Help", by=by)
        await queue.update(name="Help", by=by)
        await queue.archive(by=by)
        await queue.restore(by=by)

    heard = await first(7, reader, QUEUE, after=after)

    assert [each["event"] for each in heard] == [
        "queue.created",
        "queue.member_added",
        "queue.member_changed",
        "queue.member_removed",
        "queue.updated",
        "queue.archived",
        "queue.restored",
    ]
    assert {each["queue"]["name"] for each in heard} == {"Help"}


async def test_capacity_and_default_queue_are_told_as_what_they_are_of(acme: Cast) -> None:
    queue = await open_queue(acme)
    robin = await join(acme, queue, capacity=3)
    await waiting(acme, queue)
    with acting_for(acme.id):
        row = await Member.get(id=robin.member_id)
        await row.update(availability=Availability.AWAY, by=robin)
        assert await Conversation.filter(queue_id=queue.id).count() == 1

    fields = [event.changes["fields"] for event in await told(acme, "member.updated")]
    assert fields == [["capacity"], ["availability"]]
    [inbox] = await told(acme, "inbox.updated")
    assert inbox.changes["fields"] == ["default_queue_id"]
