"""What a member was busy with in queues waits for another once they are gone."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jobs.queues import withdraw_offer
from models.conversations import Conversation, ConversationStatus, MemberInactive
from models.conversations.queued import OFFER_ENDS
from models.identity import Member
from models.job import Job
from models.queues import Assignment, Queue, QueueEntry
from models.queues.claiming import take_next
from models.queues.routing import route
from models.queues.wants import RELEASE
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.errands import jobs_of, perform
from tests.locking import another, started
from tests.people import Cast
from tests.queueing import holders, join, line, open_queue, routed, told, waiting
from tests.threads import hear, open_conversation


async def member(viewer: Viewer) -> Member:
    return await Member.get(id=viewer.member_id)


async def gone(company: Cast, viewer: Viewer) -> None:
    with acting_for(company.id):
        await (await member(viewer)).disable(by=company.viewer)


@pytest.mark.parametrize("end", ["disable", "remove"])
async def test_it_waits_again_and_what_was_on_offer_goes_to_the_next(
    acme: Cast, rival: Cast, end: str
) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN, accept_timeout_seconds=3600)
    ada, bo = await join(acme, queue, name="Ada"), await join(acme, queue, name="Bo")
    manual = await open_queue(acme, "Sales")
    taken, snoozed, resolved = await waiting(acme, manual, 3)
    elsewhere = await open_conversation(acme)
    [theirs] = await waiting(rival, await open_queue(rival))
    with acting_for(rival.id):
        await theirs.take(by=rival.viewer)
    with acting_for(acme.id):
        for each in (taken, snoozed, resolved, elsewhere):
            await each.take(by=ada)
        await snoozed.snooze(datetime.now(UTC) + timedelta(days=1), by=ada)
        await resolved.resolve(by=ada)
    [offered] = await waiting(acme, queue)
    await routed(acme, queue)
    with acting_for(acme.id):
        on_offer = await QueueEntry.get(conversation_id=offered.id)
        assert on_offer.offered_to_id == ada.member_id

        await getattr(await member(ada), end)(by=acme.viewer)
    await perform(acme, RELEASE)
    await routed(acme, queue)

    assert await holders(acme, [taken, snoozed]) == [None, None]
    assert await holders(acme, [resolved, elsewhere]) == [ada.member_id] * 2
    assert await line(acme, manual) == [taken.id]
    with acting_for(acme.id):
        assert (await QueueEntry.get(conversation_id=offered.id)).offered_to_id == bo.member_id
        inbox = await resolved.inbox
        identity = await resolved.identity
    await hear(acme, inbox, "Once more", handle=identity.external_id)
    assert await holders(acme, [resolved]) == [None]
    assert await line(acme, manual) == [taken.id, resolved.id]
    assert await holders(rival, [theirs]) == [rival.owner.id]
    assert [event.actor_kind for event in await told(acme, "conversation.unassigned")] == [
        "SYSTEM"
    ] * 3


async def test_who_is_enabled_again_before_it_is_done_keeps_all(acme: Cast) -> None:
    queue = await open_queue(acme)
    ada = await join(acme, queue)
    ours = await waiting(acme, queue, 2)
    with acting_for(acme.id):
        for each in ours:
            await each.take(by=ada)
    await gone(acme, ada)
    with acting_for(acme.id):
        await (await member(ada)).enable(by=acme.viewer)

    await perform(acme, RELEASE)

    assert await holders(acme, ours) == [ada.member_id] * 2


async def test_each_is_done_once_however_often_the_worker_dies(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = await open_queue(acme)
    ada = await join(acme, queue)
    ours = await waiting(acme, queue, 3)
    with acting_for(acme.id):
        for each in ours:
            await each.take(by=ada)
    await gone(acme, ada)
    done, leave = [], Conversation.leave_to_others

    async def dying(ours: Conversation, holder: Member) -> Conversation:
        await leave(ours, holder)
        done.append(ours.id)
        if len(done) == 2:
            raise ConnectionError  # with the second of them changed, and not committed
        return ours

    monkeypatch.setattr(Conversation, "leave_to_others", dying)
    await perform(acme, RELEASE)
    assert await holders(acme, ours) == [None, ada.member_id, ada.member_id]
    await perform(acme, RELEASE)

    assert await holders(acme, ours) == [None] * 3
    assert len(await told(acme, "conversation.unassigned")) == 3
    assert await line(acme, queue) == [each.id for each in ours]
    assert [job.state for job in await jobs_of(acme, RELEASE)] == ["SUCCEEDED"]


async def assigning(ours: Conversation, ada: Viewer, company: Cast) -> object:
    return await ours.assign(await member(ada), by=company.viewer)


async def taking(ours: Conversation, ada: Viewer, _: Cast) -> object:
    return await ours.take(by=ada)


async def taking_the_next(ours: Conversation, ada: Viewer, _: Cast) -> object:
    return await take_next(await Queue.get(id=ours.queue_id), by=ada)


async def accepting(ours: Conversation, ada: Viewer, _: Cast) -> object:
    return await ours.accept_offer(by=ada)


async def routing(ours: Conversation, _: Viewer, __: Cast) -> object:
    assert ours.queue_id is not None
    await route(ours.queue_id)
    return None


@pytest.mark.parametrize("verb", [assigning, taking, taking_the_next, accepting, routing])
async def test_nothing_is_given_to_who_is_gone_by_then(
    acme: Cast, verb: Callable[[Conversation, Viewer, Cast], Awaitable[Any]]
) -> None:
    offers: dict[str, Any] = {"accept_timeout_seconds": 3600} if verb is accepting else {}
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN, **offers)
    ada = await join(acme, queue)
    [ours] = await waiting(acme, queue)
    if verb is accepting:
        await routed(acme, queue)

    async def trying() -> Any:
        return await verb(await Conversation.get(id=ours.id), ada, acme)

    async def disabling() -> None:
        await (await member(ada)).disable(by=acme.viewer)

    async with another(acme, disabling):
        second = await started(acme, trying)
        assert not second.done()  # it waits to see what becomes of them
    came_to: Any = (await asyncio.gather(second, return_exceptions=True))[0]

    assert came_to is None if verb is routing else isinstance(came_to, MemberInactive)
    await perform(acme, RELEASE)
    assert await holders(acme, [ours]) == [None]
    assert await line(acme, queue) == [ours.id]
    with acting_for(acme.id):
        assert (await Conversation.get(id=ours.id)).status is ConversationStatus.OPEN


@pytest.mark.parametrize("end", ["cancelled", "dead"])
async def test_an_offer_whose_end_nobody_will_see_to_goes_to_the_next(acme: Cast, end: str) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN, accept_timeout_seconds=3600)
    await join(acme, queue, name="Ada")
    bo = await join(acme, queue, name="Bo")
    [ours] = await waiting(acme, queue)
    await routed(acme, queue)
    with acting_for(acme.id):
        if end == "cancelled":
            await (await Job.get(kind=OFFER_ENDS)).cancel(by=acme.viewer)
        else:
            await withdraw_offer(ours.id, reason="it failed too often")

    await routed(acme, queue)

    with acting_for(acme.id):
        assert (await QueueEntry.get(conversation_id=ours.id)).offered_to_id == bo.member_id
