"""All is locked in the order that docs/jobs.md gives, so that nobody waits in a circle."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from models.contacts import Contact
from models.contacts import merge as merge_contacts
from models.conversations import Conversation, SatisfactionRequest
from models.conversations.merging import merge
from models.identity import Availability, Member
from models.job.lease import Lease
from models.queues import Assignment
from models.queues.routing import route
from models.tenancy import acting_for
from tests.locking import another, is_free, started
from tests.people import Cast
from tests.queueing import holders, join, open_queue, routed, waiting
from tests.threads import hear, open_inbox
from tests.work import look, want


async def merged(company: Cast) -> tuple[Conversation, Conversation, Conversation]:
    """Three of a contact: one that is another by now, which has the lower id; that; a third."""
    inbox = await open_inbox(company)
    await hear(company, inbox)
    with acting_for(company.id):
        contact = await Contact.all().order_by("-id").first()
        assert contact is not None
        first, second, third = [
            await Conversation.start(inbox, contact, by=company.viewer) for _ in range(3)
        ]
        assert first.id < second.id
        await merge(second, first, by=company.viewer)
        rows = [await Conversation.get(id=each.id) for each in (second, first, third)]
    return rows[0], rows[1], rows[2]


async def test_a_rating_does_not_wait_for_who_holds_the_contact(acme: Cast) -> None:
    heard = await hear(acme, await open_inbox(acme))
    with acting_for(acme.id):
        ours = await Conversation.get(id=heard.conversation_id)
        contact = await Contact.get(id=ours.contact_id)
        asked = await SatisfactionRequest.create(
            conversation_id=ours.id,
            inbox_id=ours.inbox_id,
            contact_id=contact.id,
            message_id=heard.id,
            expires_at=datetime.now(UTC) + timedelta(days=1),
        )

    async with another(acme, contact.lock):  # who merges contacts wants their conversations next
        rating = await started(acme, lambda: asked.rate(5))
        assert rating.done()
    assert (await rating).rating == 5


async def test_who_merges_contacts_holds_no_thread_while_waiting_for_one_merged_into_it(
    acme: Cast,
) -> None:
    away, into, _ = await merged(acme)
    with acting_for(acme.id):
        contact = await Contact.get(id=into.contact_id)
        other = await Contact.add(name="Kim", by=acme.viewer)

    async with another(acme, away.lock):  # who edits a message there wants the other next
        merging = await started(acme, lambda: merge_contacts(other, contact, by=acme.viewer))
        assert not merging.done()
        assert await is_free(acme, into)
    await merging


async def test_who_merges_threads_holds_none_while_waiting_for_one_merged_into_it(
    acme: Cast,
) -> None:
    away, into, third = await merged(acme)

    async with another(acme, away.lock):
        merging = await started(acme, lambda: merge(into, third, by=acme.viewer))
        assert not merging.done()
        assert await is_free(acme, into)
        assert await is_free(acme, third)
    await merging
    with acting_for(acme.id):
        assert (await Conversation.get(id=away.id)).merged_into_id == third.id


async def test_routing_that_waits_for_one_member_holds_no_other(acme: Cast, rival: Cast) -> None:
    queue = await open_queue(acme, assignment=Assignment.ROUND_ROBIN)
    ada, bo = await join(acme, queue, name="Ada"), await join(acme, queue, name="Bo")
    theirs = await open_queue(rival, assignment=Assignment.ROUND_ROBIN)
    [elsewhere] = await waiting(rival, theirs)
    [ours] = await waiting(acme, queue)
    with acting_for(acme.id):
        first, second = [await Member.get(id=each.member_id) for each in (ada, bo)]

    leaves = partial(first.update, availability=Availability.AWAY, by=ada)
    async with another(acme, second.lock):
        async with another(acme, leaves):
            routing = await started(acme, lambda: route(queue.id))
            assert not routing.done()
        again = await started(acme, lambda: Member.get(id=first.id))
        assert again.done()
        assert not routing.done()
        assert await is_free(acme, first)
    await routing

    assert await holders(acme, [ours]) == [bo.member_id]
    await routed(rival, theirs)
    assert await holders(rival, [elsewhere]) == [None]


@pytest.mark.parametrize("what", ["renews", "settles"])
async def test_who_has_jobs_in_hand_holds_none_while_waiting_for_one_of_a_lower_id(
    acme: Cast, what: str
) -> None:
    first, *others = [await look(acme, id) for id in await want(acme, times=3)]
    leases = await Lease.take([job.id for job in (first, *others)], worker="w", seconds={})
    down = sorted(leases, key=lambda lease: lease.job_id, reverse=True)

    async with another(acme, first.lock):
        doing = await started(
            acme,
            partial(Lease.succeed_all, down)
            if what == "settles"
            else partial(Lease.renew, [(lease, 20.0) for lease in down]),
        )
        assert not doing.done()
        assert all([await is_free(acme, job) for job in others])
    assert len(await doing) == 3
