"""However many take the next one at once, each gets another one, until none is left."""

import asyncio

import pytest

from models.conversations import Conversation, Priority
from models.database import transaction
from models.errors import Forbidden
from models.identity import Role
from models.queues import Assignment, Level, QueueEntry
from models.queues.claiming import AtCapacity, NotInQueue, take_next
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.people import Cast, hire
from tests.queueing import holders, join, line, open_queue, routed, told, waiting


async def test_the_first_in_line_is_taken_first(acme: Cast, rival: Cast) -> None:
    queue, theirs = await open_queue(acme), await open_queue(rival)
    robin, sam = await join(acme, queue), await join(rival, theirs)
    first, second, third = await waiting(acme, queue, 3)

    with acting_for(acme.id):
        await third.prioritise(Priority.HIGH, by=acme.viewer)
        taken = [await take_next(queue, by=robin) for _ in range(4)]
    with acting_for(rival.id):
        nothing = await take_next(None, by=sam)

    assert [each and each.id for each in taken] == [third.id, first.id, second.id, None]
    assert await holders(acme, [first]) == [robin.member_id]
    assert nothing is None
    assert len(await told(acme, "conversation.assigned")) == 3


async def test_without_a_queue_those_where_one_is_primary_come_first(acme: Cast) -> None:
    first, second = await open_queue(acme), await open_queue(acme, "Sales")
    robin = await join(acme, first, level=Level.BACKUP)
    robin = await _also(acme, second, robin)
    [backup], [primary] = await waiting(acme, first), await waiting(acme, second)

    with acting_for(acme.id):
        taken = [await take_next(None, by=robin) for _ in range(3)]

    assert [each and each.id for each in taken] == [primary.id, backup.id, None]


async def test_who_is_full_or_not_in_the_queue_or_no_member_takes_nothing(acme: Cast) -> None:
    queue = await open_queue(acme)
    robin = await join(acme, queue, capacity=1)
    stranger = await hire(acme, Role.MEMBER)
    ours = await waiting(acme, queue, 2)

    with acting_for(acme.id):
        await take_next(queue, by=robin)
        with pytest.raises(AtCapacity):
            await take_next(queue, by=robin)
        with pytest.raises(NotInQueue):
            await take_next(queue, by=stranger)
        with pytest.raises(Forbidden):
            await take_next(queue, by=Viewer.system(acme.id))
        assert await take_next(None, by=stranger) is None

    assert await line(acme, queue) == [ours[1].id]


async def test_what_is_on_offer_to_another_is_passed_over(acme: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN, accept_timeout_seconds=30)
    ada = await join(acme, queue, name="Ada", capacity=1)
    ours = await waiting(acme, queue, 2)
    await routed(acme, queue)
    bo = await join(acme, queue, name="Bo")

    with acting_for(acme.id):
        by_bo = [await take_next(queue, by=bo) for _ in range(2)]
        by_ada = await take_next(queue, by=ada)

    assert [each and each.id for each in by_bo] == [ours[1].id, None]
    assert by_ada is not None
    assert by_ada.id == ours[0].id


async def test_what_somebody_holds_for_a_moment_is_waited_for_when_nothing_else_is_left(
    acme: Cast,
) -> None:
    queue = await open_queue(acme)
    robin = await join(acme, queue)
    first, second = await waiting(acme, queue, 2)
    held, go = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        with acting_for(acme.id):
            async with transaction():
                await (await Conversation.get(id=first.id)).lock()
                held.set()
                await go.wait()

    async def take() -> Conversation | None:
        with acting_for(acme.id):
            return await take_next(queue, by=robin)

    holding = asyncio.create_task(hold())
    await held.wait()
    passed = await take()
    waiting_for = asyncio.create_task(take())
    done, _ = await asyncio.wait([waiting_for], timeout=0.3)
    go.set()
    got = await waiting_for
    await holding

    assert passed is not None
    assert passed.id == second.id
    assert not done
    assert got is not None
    assert got.id == first.id


async def test_members_take_a_whole_line_at_once_each_conversation_once(
    acme: Cast, rival: Cast
) -> None:
    queue, theirs = await open_queue(acme), await open_queue(rival)
    ours, others = await waiting(acme, queue, 40), await waiting(rival, theirs, 5)
    members = [await join(acme, queue, name=f"M{place}", capacity=7) for place in range(8)]

    async def work(viewer: Viewer) -> int:
        taken = 0
        with acting_for(acme.id):
            while True:
                try:
                    conversation = await take_next(queue, by=viewer)
                except AtCapacity:
                    return taken
                if conversation is None:
                    return taken
                taken += 1

    async with asyncio.timeout(30):
        counts = await asyncio.gather(*(work(viewer) for viewer in members for _ in range(2)))

    assert sum(counts) == 40
    assigned = [event.subject_id for event in await told(acme, "conversation.assigned")]
    assert sorted(assigned) == sorted(each.id for each in ours)
    assert await line(acme, queue) == []
    given = await holders(acme, ours)
    assert max(given.count(viewer.member_id) for viewer in members) <= 7
    assert len(await line(rival, theirs)) == len(others)
    with acting_for(rival.id):
        assert await QueueEntry.all().count() == 5


async def _also(company: Cast, queue: object, viewer: Viewer) -> Viewer:
    from models.identity import Member
    from models.queues import QueueMember

    with acting_for(company.id):
        member = await Member.get(id=viewer.member_id)
        await QueueMember.add(queue, member, Level.PRIMARY, by=company.viewer)  # type: ignore[arg-type]
    return viewer
