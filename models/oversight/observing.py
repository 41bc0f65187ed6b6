"""What follows from an event of a conversation: facts for reports, and clocks that move."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final, get_args
from uuid import UUID

from models.database import transaction
from models.events import Event, EventName
from models.oversight.fact import Fact, Metric
from models.oversight.next_due import expect_moves, note_next_due
from models.oversight.sla_clock import SlaClock
from models.oversight.sla_policy import SlaMetric
from models.oversight.sla_setting import policy_of
from models.oversight.timing import Timing

ANSWERS: Final = frozenset({"MEMBER", "API_KEY", "AGENT"})  # and not what the system says by itself
RESPONSES: Final = (SlaMetric.FIRST_RESPONSE, SlaMetric.NEXT_RESPONSE)


async def observe(event: Event) -> None:
    """Once for each event of a company, in their order."""
    step = STEPS.get(event.name)
    if step is None or event.conversation_id is None:
        return
    async with transaction():
        expect_moves()
        timing = await Timing.of(event.conversation_id, before=event)
        if timing is not None:
            await step(timing, event)


async def _created(timing: Timing, event: Event) -> None:
    at = event.occurred_at
    if event.changes.get("heard") is False:  # a blocked contact's is born resolved
        await timing.keep(at)
        return
    await timing.keep(at, opened_at=at, queued_at=at if timing.queue_id else None)
    await Fact.count(Metric.CONVERSATION_CREATED, timing, at=at, member_id=_member(event))
    await _begin(timing, SlaMetric.RESOLUTION, since=at)


async def _message(timing: Timing, event: Event) -> None:
    direction = event.changes["direction"]
    if direction == "INBOUND" and event.changes.get("heard") is not False:
        await _heard(timing, event.occurred_at)
    elif direction == "OUTBOUND":
        await _answered(timing, event)


async def _heard(timing: Timing, at: datetime) -> None:
    await Fact.count(Metric.MESSAGE_IN, timing, at=at, member_id=timing.assignee_id)
    if timing.waiting_since is None:
        await timing.keep(at, waiting_since=at)
        await _begin(timing, _awaited(timing), since=at)


async def _answered(timing: Timing, event: Event) -> None:
    at, member_id = event.occurred_at, _member(event)
    await Fact.count(Metric.MESSAGE_OUT, timing, at=at, member_id=member_id)
    if event.actor_kind not in ANSWERS:
        return
    if timing.waiting_since is not None:
        for metric in (
            (Metric.REPLY,) if timing.replied_at else (Metric.FIRST_RESPONSE, Metric.REPLY)
        ):
            await Fact.measure(
                metric, timing, since=timing.waiting_since, at=at, member_id=member_id
            )
    if timing.waiting_since is not None or timing.replied_at is None:
        await timing.keep(at, waiting_since=None, replied_at=timing.replied_at or at)
        await _each(timing, RESPONSES, lambda clock: clock.meet(at))


async def _resolved(timing: Timing, event: Event) -> None:
    at = event.occurred_at
    if timing.opened_at is not None:
        member_id = _member(event) or timing.assignee_id
        await Fact.measure(
            Metric.RESOLUTION, timing, since=timing.opened_at, at=at, member_id=member_id
        )
    await timing.keep(at, opened_at=None, waiting_since=None, snoozed_at=None, queued_at=None)
    await _each(timing, RESPONSES, lambda clock: clock.cancel(at))
    await _each(timing, (SlaMetric.RESOLUTION,), lambda clock: clock.meet(at))


async def _reopened(timing: Timing, event: Event) -> None:
    at = event.occurred_at
    waits = timing.queue_id is not None and timing.assignee_id is None
    await timing.keep(at, opened_at=at, queued_at=at if waits else None)
    member_id = _member(event) or timing.assignee_id
    await Fact.count(Metric.CONVERSATION_REOPENED, timing, at=at, member_id=member_id)
    await _begin(timing, SlaMetric.RESOLUTION, since=at)


async def _merged(timing: Timing, event: Event) -> None:
    """It goes on in another, and who waits for an answer waits there."""
    at, waiting_since = event.occurred_at, timing.waiting_since
    if "into" not in event.changes:
        return
    await timing.keep(at, opened_at=None, waiting_since=None, snoozed_at=None, queued_at=None)
    await _each(timing, tuple(SlaMetric), lambda clock: clock.cancel(at))
    into = await Timing.of(UUID(event.changes["into"]), before=event)
    if into is not None and waiting_since is not None and into.waiting_since is None:
        await into.keep(at, waiting_since=waiting_since)
        await _begin(into, _awaited(into), since=waiting_since)


async def _snoozed(timing: Timing, event: Event) -> None:
    if timing.snoozed_at is None:
        at = event.occurred_at
        await timing.keep(at, snoozed_at=at)
        await _each(timing, tuple(SlaMetric), lambda clock: clock.pause(at))


async def _woken(timing: Timing, event: Event) -> None:
    at = event.occurred_at
    await timing.keep(at, snoozed_at=None)
    await _each(timing, tuple(SlaMetric), lambda clock: clock.resume(at))


async def _assigned(timing: Timing, event: Event) -> None:
    at, to = event.occurred_at, _id(event.changes["to"])
    if to is not None and timing.queued_at is not None:
        await Fact.measure(Metric.QUEUE_WAIT, timing, since=timing.queued_at, at=at, member_id=to)
    waits = to is None and timing.queue_id is not None and timing.opened_at is not None
    await timing.keep(at, assignee_id=to, queued_at=(timing.queued_at or at) if waits else None)


async def _queue_changed(timing: Timing, event: Event) -> None:
    at, to = event.occurred_at, _id(event.changes["to"])
    waits = to is not None and timing.assignee_id is None and timing.opened_at is not None
    await timing.keep(at, queue_id=to, queued_at=(timing.queued_at or at) if waits else None)
    await _reconsider(timing, event)


async def _reconsider(timing: Timing, event: Event) -> None:
    """Perhaps another policy holds: what runs moves with it, what it asks for besides begins."""
    at, policy = event.occurred_at, await policy_of(timing)
    clocks = {clock.metric: clock for clock in await _running(timing)}
    for clock in clocks.values():
        if policy is None or clock.policy_id != policy.id:
            await clock.move(policy, at)
    if timing.waiting_since is not None and not clocks.keys() & set(RESPONSES):
        await _begin(timing, _awaited(timing), since=timing.waiting_since)
    if timing.opened_at is not None and SlaMetric.RESOLUTION not in clocks:
        await _begin(timing, SlaMetric.RESOLUTION, since=timing.opened_at)
    await note_next_due(timing.conversation_id)


async def _rated(timing: Timing, event: Event) -> None:
    at, rating = event.occurred_at, float(event.changes["rating"])
    member_id = _id(event.changes.get("member_id")) or timing.assignee_id
    await Fact.count(Metric.RATING, timing, at=at, member_id=member_id, value=rating)


async def _begin(timing: Timing, metric: SlaMetric, *, since: datetime) -> None:
    policy = await policy_of(timing)
    if policy is not None and policy.seconds(metric) is not None:
        await SlaClock.begin(
            metric,
            policy,
            conversation_id=timing.conversation_id,
            since=since,
            paused_at=timing.snoozed_at,
        )
        await note_next_due(timing.conversation_id)


async def _each(
    timing: Timing, metrics: Sequence[SlaMetric], move: Callable[[SlaClock], Awaitable[None]]
) -> None:
    clocks = [clock for clock in await _running(timing) if clock.metric in metrics]
    for clock in clocks:
        await move(clock)
    if clocks:
        await note_next_due(timing.conversation_id)


async def _running(timing: Timing) -> list[SlaClock]:
    rows = SlaClock.filter(conversation_id=timing.conversation_id, ended_at=None)
    return await rows.order_by("id")


def _awaited(timing: Timing) -> SlaMetric:
    return SlaMetric.NEXT_RESPONSE if timing.replied_at else SlaMetric.FIRST_RESPONSE


def _member(event: Event) -> UUID | None:
    return event.actor_id if event.actor_kind == "MEMBER" else None


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None


STEPS: Final[dict[str, Callable[[Timing, Event], Awaitable[None]]]] = {
    "conversation.created": _created,
    "message.created": _message,
    "conversation.resolved": _resolved,
    "conversation.reopened": _reopened,
    "conversation.merged": _merged,
    "conversation.snoozed": _snoozed,
    "conversation.woken": _woken,
    "conversation.assigned": _assigned,
    "conversation.unassigned": _assigned,
    "conversation.queue_changed": _queue_changed,
    "conversation.sla_policy_changed": _reconsider,
    "conversation.rated": _rated,
}
OBSERVED: Final[tuple[EventName, ...]] = tuple(
    name for name in get_args(EventName) if name in STEPS
)
