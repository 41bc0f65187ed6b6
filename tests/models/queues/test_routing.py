"""Who is given what waits, and who is asked first."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from jobs.task import registered
from models.conversations import Conversation
from models.conversations.queued import OFFER_ENDS, NotOffered
from models.identity import Availability, Member
from models.job import Job, JobState
from models.queues import Assignment, Level, QueueEntry, QueueMember
from models.queues.routing import OVERFLOW, overflow, route
from models.tenancy import acting_for
from tests.people import Cast
from tests.queueing import holders, join, line, open_queue, routed, told, waiting, wants


async def test_in_turn_each_is_given_one_and_those_of_the_rival_none(
    acme: Cast, rival: Cast
) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN)
    theirs = await open_queue(rival, assignment=Assignment.ROUND_ROBIN)
    await join(rival, theirs)
    members = [await join(acme, queue, name=name) for name in ("Ada", "Bo", "Cy")]

    ours = await waiting(acme, queue, 7)
    await routed(acme, queue)

    given = await holders(acme, ours)
    assert given == [member.member_id for member in (*members, *members, members[0])]
    assert await line(acme, queue) == []


async def test_whose_turn_it_is_is_remembered_from_one_time_to_the_next(acme: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN)
    members = [await join(acme, queue, name=name) for name in ("Ada", "Bo")]

    given = []
    for _ in range(4):
        ours = await waiting(acme, queue)
        await routed(acme, queue)
        given += await holders(acme, ours)

    assert given == [member.member_id for member in members] * 2


async def test_the_least_busy_is_given_the_next(acme: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.LEAST_BUSY)
    ada, bo = await join(acme, queue, name="Ada"), await join(acme, queue, name="Bo")
    elsewhere = await waiting(acme, await open_queue(acme, "Sales"), 2)
    with acting_for(acme.id):
        for each in elsewhere:
            await each.take(by=ada)

    ours = await waiting(acme, queue, 4)
    await routed(acme, queue)

    given = await holders(acme, ours)
    assert given.count(bo.member_id) == 3
    assert given[:2] == [bo.member_id] * 2


async def test_only_who_is_online_with_room_left_is_given_any_and_backups_come_last(
    acme: Cast,
) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN)
    backup = await join(acme, queue, name="Backup", level=Level.BACKUP, capacity=2)
    away = await join(acme, queue, name="Away")
    primary = await join(acme, queue, name="Primary", capacity=2)
    gone = await join(acme, queue, name="Gone")
    with acting_for(acme.id):
        row = await Member.get(id=away.member_id)
        await row.update(availability=Availability.AWAY, by=away)
        await (await Member.get(id=gone.member_id)).disable(by=acme.viewer)

    ours = await waiting(acme, queue, 6)
    await routed(acme, queue)

    assert await holders(acme, ours) == [
        *[primary.member_id] * 2,
        *[backup.member_id] * 2,
        None,
        None,
    ]
    assert await line(acme, queue) == [each.id for each in ours[4:]]


async def test_manually_nobody_is_given_anything_and_no_job_is_wanted(acme: Cast) -> None:
    queue = await open_queue(acme)
    await join(acme, queue)

    ours = await waiting(acme, queue)

    assert await wants(acme, queue) == 0
    with acting_for(acme.id):
        await route(queue.id)
    assert await holders(acme, ours) == [None]


async def test_whatever_gives_the_line_a_chance_has_it_routed(acme: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN)
    ours = await waiting(acme, queue, 6)
    await routed(acme, queue)
    assert await wants(acme, queue) == 0

    robin = await join(acme, queue, capacity=1)  # somebody is added
    await routed(acme, queue)
    assert (await holders(acme, ours))[:2] == [robin.member_id, None]
    with acting_for(acme.id):
        first = await Conversation.get(id=ours[0].id)
        row = await Member.get(id=robin.member_id)

        await first.resolve(by=robin)  # has room again
        await routed(acme, queue)
        await row.set_capacity(2, by=acme.viewer)  # has more room
        await routed(acme, queue)
        assert (await holders(acme, ours))[1:4] == [robin.member_id, robin.member_id, None]
        second = await Conversation.get(id=ours[1].id)
        await row.update(availability=Availability.OFFLINE, by=robin)
        await second.resolve(by=robin)
        await routed(acme, queue)
        assert (await holders(acme, ours))[3] is None
        await row.update(availability=Availability.ONLINE, by=robin)  # comes online
        await routed(acme, queue)
        assert (await holders(acme, ours))[3] == robin.member_id
        third = await Conversation.get(id=ours[2].id)
        await third.snooze(datetime.now(UTC) + timedelta(hours=1), by=robin)
        await routed(acme, queue)
        fourth = await Conversation.get(id=ours[3].id)
        await fourth.assign(acme.owner, by=robin)  # gives one away
        await routed(acme, queue)

    assert (await holders(acme, ours))[4:] == [robin.member_id] * 2


async def test_a_line_that_is_wanted_while_it_is_routed_is_routed_once_more(acme: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN)
    await waiting(acme, queue, 3)
    assert await wants(acme, queue) == 1
    with acting_for(acme.id):
        await Job.filter(unique_key=str(queue.id)).update(state=JobState.RUNNING)

        await route(queue.id)
        ours = await waiting(acme, queue)

    assert await wants(acme, queue) == 1
    robin = await join(acme, queue)
    await routed(acme, queue)
    assert await holders(acme, ours) == [robin.member_id]


async def test_an_offer_is_taken_by_whom_it_was_made(acme: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN, accept_timeout_seconds=30)
    ada, bo = await join(acme, queue, name="Ada"), await join(acme, queue, name="Bo")
    [ours] = await waiting(acme, queue)
    await routed(acme, queue)

    [offered] = await told(acme, "conversation.offered")
    assert offered.changes["to"] == str(ada.member_id)
    assert await holders(acme, [ours]) == [None]
    with acting_for(acme.id):
        with pytest.raises(NotOffered):
            await ours.accept_offer(by=bo)
        await ours.decline_offer(by=bo)
        await ours.accept_offer(by=ada)
        await ours.accept_offer(by=ada)

    assert await holders(acme, [ours]) == [ada.member_id]
    assert await line(acme, queue) == []
    assert len(await told(acme, "conversation.assigned")) == 1


async def test_what_is_declined_or_times_out_goes_to_each_other_before_it_comes_back(
    acme: Cast,
) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN, accept_timeout_seconds=30)
    backup = await join(acme, queue, name="Backup", level=Level.BACKUP)
    ada, bo = await join(acme, queue, name="Ada"), await join(acme, queue, name="Bo")
    [ours] = await waiting(acme, queue)

    with acting_for(acme.id):
        for turn, viewer in enumerate((ada, bo, backup, ada, bo)):
            await routed(acme, queue)
            entry = await QueueEntry.get(conversation_id=ours.id)
            assert entry.offered_to_id == viewer.member_id
            if turn % 2:
                await ours.decline_offer(by=viewer)
            else:
                [job] = await Job.filter(kind=OFFER_ENDS, run_at=entry.offer_expires_at)
                await registered()[OFFER_ENDS].run(job.payload)  # too early: nothing
                assert (await QueueEntry.get(id=entry.id)).offered_to_id == viewer.member_id
                past = datetime.now(UTC) - timedelta(seconds=1)
                await QueueEntry.filter(id=entry.id).update(offer_expires_at=past)
                with pytest.raises(NotOffered):
                    await ours.accept_offer(by=viewer)
                await ours.end_offer()

    assert len(await told(acme, "conversation.offer_expired")) == 3
    assert len(await told(acme, "conversation.offer_declined")) == 2


async def test_what_is_on_offer_takes_up_room_until_it_is_not(acme: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN, accept_timeout_seconds=30)
    ada = await join(acme, queue, name="Ada", capacity=1)
    ours = await waiting(acme, queue, 2)
    await routed(acme, queue)
    assert len(await told(acme, "conversation.offered")) == 1

    with acting_for(acme.id):
        await ours[0].take(by=acme.viewer)  # past the offer
    await routed(acme, queue)

    offers = await told(acme, "conversation.offered")
    assert [event.subject_id for event in offers] == [each.id for each in ours]
    assert {event.changes["to"] for event in offers} == {str(ada.member_id)}


async def test_what_has_waited_too_long_overflows(acme: Cast) -> None:
    sales = await open_queue(acme, "Sales")
    queue = await open_queue(acme, overflow_queue_id=sales.id, overflow_after_seconds=60)
    ours = await waiting(acme, queue, 2)

    with acting_for(acme.id):
        [job, _] = await Job.filter(kind=OVERFLOW).order_by("run_at")
        await registered()[OVERFLOW].run(job.payload)  # too early
        assert len(await line(acme, queue)) == 2
        past = datetime.now(UTC) - timedelta(seconds=61)
        await QueueEntry.filter(conversation_id=ours[0].id).update(joined_at=past)
        await overflow(ours[0].id)
        await overflow(ours[0].id)

    assert job.run_at > datetime.now(UTC) + timedelta(seconds=50)
    assert await line(acme, queue) == [ours[1].id]
    assert await line(acme, sales) == [ours[0].id]
    [moved] = await told(acme, "conversation.queue_changed")
    assert moved.changes["reason"] == "overflow"
    assert moved.actor_kind == "SYSTEM"


async def test_who_routes_the_same_line_at_once_takes_turns(acme: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN)
    members = [await join(acme, queue, name=f"M{place}", capacity=4) for place in range(5)]
    ours = await waiting(acme, queue, 25)

    async def work() -> None:
        with acting_for(acme.id):
            await route(queue.id)

    async with asyncio.timeout(30):
        await asyncio.gather(*(work() for _ in range(4)))

    given = await holders(acme, ours)
    assert given[20:] == [None] * 5
    assert {given.count(member.member_id) for member in members} == {4}
    assert len(await told(acme, "conversation.assigned")) == 20


async def test_who_is_taken_out_of_a_queue_is_given_nothing_more(acme: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN)
    robin = await join(acme, queue)
    with acting_for(acme.id):
        await QueueMember.remove(queue, await Member.get(id=robin.member_id), by=acme.viewer)

    ours = await waiting(acme, queue)
    await routed(acme, queue)

    assert await holders(acme, ours) == [None]
