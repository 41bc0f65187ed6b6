"""Promises: when they begin, wait, are kept and are broken."""

import jobs.oversight  # noqa: F401 - registers the consumer
from models.audit import AuditEntry
from models.conversations import Conversation
from models.events import Event
from models.job import Job
from models.oversight import SlaClock, SlaMetric, SlaPolicy, SlaState, set_policy
from models.queues import BusinessHours, Queue
from models.tenancy import acting_for
from tests.histories import HOUR, History, at, promise
from tests.people import Cast

FIRST, NEXT, DONE = SlaMetric


async def states(history: History) -> list[tuple[SlaMetric, SlaState]]:
    return [(clock.metric, clock.state) for clock in await history.clocks()]


async def test_a_whole_life_with_every_promise_kept(ours: History, rival: Cast) -> None:
    owner = ours.company.viewer

    await ours.tell("conversation.created", 0)
    await ours.hear(0)
    await ours.hear(0.2)
    await ours.answer(0.5, by=owner)
    await ours.hear(1)
    await ours.answer(2, by=owner)
    await ours.tell("conversation.resolved", 3, by=owner)

    done, first, second = await ours.clocks()
    assert (first.metric, first.started_at, first.met_at) == (FIRST, at(0), at(0.5))
    assert (second.metric, second.started_at, second.due_at) == (NEXT, at(1), at(3))
    assert (done.metric, done.due_at, done.met_at) == (DONE, at(8), at(3))
    assert {clock.state for clock in (first, second, done)} == {SlaState.MET}
    with acting_for(rival.id):
        assert await SlaClock.all() == []


async def test_neither_a_note_nor_the_system_nor_who_is_blocked_counts(ours: History) -> None:
    owner = ours.company.viewer

    await ours.hear(0, heard=False)
    assert await ours.clocks() == []
    await ours.hear(0.1)
    await ours.answer(0.2, by="SYSTEM")
    await ours.tell("message.created", 0.3, by=owner, direction="INTERNAL")

    assert await states(ours) == [(FIRST, SlaState.PENDING)]
    await ours.answer(0.4, by=owner)
    assert await states(ours) == [(FIRST, SlaState.MET)]


async def test_a_clock_warns_and_breaches_at_its_time_and_no_other(ours: History) -> None:
    await ours.hear(0)
    (clock,) = await ours.clocks()

    assert (await ours.ring(clock.id, 0.5)).warned_at is None
    warned = await ours.ring(clock.id, 0.75)
    assert warned.warned_at == at(0.75)
    assert (await ours.ring(clock.id, 0.99)).state is SlaState.PENDING
    late = await ours.ring(clock.id, 30)
    assert (late.state, late.breached_at) == (SlaState.BREACHED, at(1))
    assert (await ours.ring(clock.id, 31)).updated_at == late.updated_at

    await ours.answer(40, by=ours.company.viewer)
    (clock,) = await ours.clocks()
    assert (clock.state, clock.met_at, clock.ended_at) == (SlaState.BREACHED, None, at(40))


async def test_an_answer_that_is_told_late_has_breached_though_no_job_came(ours: History) -> None:
    await ours.hear(0)
    await ours.answer(1.5, by=ours.company.viewer)

    (clock,) = await ours.clocks()
    assert (clock.state, clock.breached_at, clock.ended_at) == (SlaState.BREACHED, at(1), at(1.5))


async def test_a_clock_waits_while_its_conversation_is_snoozed(ours: History) -> None:
    await ours.hear(0)
    await ours.tell("conversation.snoozed", 0.5)
    await ours.tell("conversation.snoozed", 0.6)  # for longer
    (clock,) = await ours.clocks()
    assert (clock.paused_at, clock.due_at) == (at(0.5), None)
    assert (await ours.ring(clock.id, 5)).state is SlaState.PENDING
    with acting_for(ours.company.id):
        assert (await Conversation.get(id=ours.conversation.id)).next_sla_due_at is None

    await ours.tell("conversation.woken", 10)

    (clock,) = await ours.clocks()
    assert (clock.paused_at, clock.due_at, clock.warn_at) == (None, at(10.5), at(10.25))
    with acting_for(ours.company.id):
        assert (await Conversation.get(id=ours.conversation.id)).next_sla_due_at == at(10.5)
        (job,) = await Job.filter(unique_key=str(clock.id))
        assert job.run_at == at(10.25)


async def test_what_is_resolved_without_an_answer_is_cancelled_and_reopened_starts_anew(
    ours: History,
) -> None:
    await ours.tell("conversation.created", 0)
    await ours.hear(0)
    await ours.tell("conversation.resolved", 0.5)
    await ours.tell("conversation.reopened", 5)
    await ours.hear(5)

    done, first, again, second = await ours.clocks()
    assert (first.state, done.state) == (SlaState.CANCELLED, SlaState.MET)
    assert (again.metric, again.due_at) == (DONE, at(13))
    assert (second.metric, second.due_at) == (FIRST, at(6))


async def test_another_policy_counts_what_has_been_used_up(ours: History) -> None:
    await ours.hear(0)
    strict = await promise(ours.company, name="Strict", first_response_seconds=HOUR // 2)
    await ours.tell("conversation.sla_policy_changed", 0.25)
    (clock,) = await ours.clocks()
    assert (clock.policy_id, clock.due_at) == (strict.id, at(0.5))

    with acting_for(ours.company.id):
        await strict.archive(by=ours.company.viewer)
    await ours.tell("conversation.sla_policy_changed", 0.3)

    (clock,) = await ours.clocks()
    assert clock.state is SlaState.CANCELLED


async def test_outside_the_hours_no_time_passes(ours: History) -> None:
    with acting_for(ours.company.id):
        hours = await BusinessHours.add(
            name="Office",
            timezone="UTC",
            weekly=[{"day": "MONDAY", "opens": "09:00", "closes": "10:00"}],
            holidays=[],
            by=ours.company.viewer,
        )
    await promise(ours.company, name="Office", business_hours_id=hours.id)

    await ours.hear(0.5)

    (clock,) = await ours.clocks()
    assert clock.due_at == at(7 * 24 + 0.5)


async def test_each_change_is_told_once_and_is_not_in_the_audit_trail(
    ours: History, rival: Cast
) -> None:
    owner = ours.company.viewer
    await ours.hear(0)
    (clock,) = await ours.clocks()
    await ours.ring(clock.id, 0.8)
    await ours.tell("conversation.snoozed", 0.9)
    await ours.tell("conversation.woken", 1)
    await promise(ours.company, name="Short", first_response_seconds=HOUR // 2)
    await ours.tell("conversation.sla_policy_changed", 1.01)
    await ours.answer(5, by=owner)
    await ours.hear(6)
    await ours.answer(7, by=owner)
    await ours.hear(8)
    await ours.tell("conversation.resolved", 8.5)

    with acting_for(ours.company.id):
        events = await Event.filter(subject_type="SlaClock").order_by("seq")
        audited = [entry.action for entry in await AuditEntry.all()]
    assert [event.name for event in events] == [
        "sla.started",
        "sla.warning",
        "sla.paused",
        "sla.resumed",
        "sla.moved",
        "sla.breached",
        "sla.ended",
        "sla.started",
        "sla.met",
        "sla.started",
        "sla.cancelled",
    ]
    assert {event.conversation_id for event in events} == {ours.conversation.id}
    assert not [action for action in audited if action.startswith("sla.")]
    assert {"sla_policy.created", "sla_policy.updated"} <= set(audited)
    with acting_for(rival.id):
        assert not await Event.filter(subject_type="SlaClock")


async def test_in_another_queue_another_policy_holds(ours: History, rival: Cast) -> None:
    with acting_for(ours.company.id):
        queue = await Queue.open(name="Urgent", by=ours.company.viewer)
        strict = await SlaPolicy.add(
            name="Strict", first_response_seconds=HOUR // 2, by=ours.company.viewer
        )
        await set_policy(queue, strict, by=ours.company.viewer)
    await ours.hear(0)
    assert [clock.due_at for clock in await ours.clocks()] == [at(1)]

    await ours.tell("conversation.queue_changed", 0.1, to=str(queue.id))
    assert [clock.due_at for clock in await ours.clocks()] == [at(0.5)]
    await ours.tell("conversation.queue_changed", 0.2, to=None)

    (clock,) = await ours.clocks()
    assert (clock.due_at, clock.seconds) == (at(1), HOUR)
    with acting_for(rival.id):
        assert await SlaClock.all() == []
