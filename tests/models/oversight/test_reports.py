"""Figures of random histories against a reader who counts on their fingers."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from random import Random
from statistics import mean, median, quantiles
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.identity import Company, Role
from models.oversight import Clock, Fact, Grouping, Metric, report
from models.queues import BusinessHours, Queue
from models.queues.calendar import Calendar, Opening
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.histories import MONDAY, History, at
from tests.people import Cast, hire

Told = tuple[float, str, Viewer | str, dict[str, Any]]
FIGURES = (Metric.FIRST_RESPONSE, Metric.REPLY, Metric.RESOLUTION, Metric.MESSAGE_OUT)
OFFICE = [Opening(day, 540, 1020) for day in range(5)]
WEEKLY = [
    {"day": day, "opens": "09:00", "closes": "17:00"}
    for day in ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY")
]


def told(random: Random, people: list[Viewer]) -> list[Told]:
    """What happens in one conversation in three weeks, with the days on which clocks change."""
    hours = random.uniform(-500, -100)
    events: list[Told] = [(hours, "conversation.created", "CONTACT", {})]
    is_open = True
    for _ in range(random.randrange(25)):
        hours += random.choice((0.01, 0.3, 2, 20, 60)) * random.random()
        name = random.choice(("in", "in", "out", "note", "system", "resolve"))
        by: Viewer | str = random.choice(people)
        if not is_open:
            events.append((hours, "conversation.reopened", "CONTACT", {}))
            is_open = True
        if name == "resolve":
            events.append((hours, "conversation.resolved", by, {}))
            is_open = False
            continue
        direction = {"in": "INBOUND", "note": "INTERNAL"}.get(name, "OUTBOUND")
        by = {"in": "CONTACT", "system": "SYSTEM"}.get(name, by)
        events.append((hours, "message.created", by, {"direction": direction}))
    return events


def counted(histories: list[list[Told]]) -> dict[Metric, list[tuple[float, float, Any]]]:
    """By metric: from when to when, and who."""
    facts = defaultdict(list)
    for events in histories:
        waiting: float | None = None
        opened: float | None = None
        answered = False
        for hours, name, by, changes in events:
            who = by.member_id if isinstance(by, Viewer) else None
            if name in ("conversation.created", "conversation.reopened"):
                opened = hours
            elif name == "conversation.resolved":
                assert opened is not None
                facts[Metric.RESOLUTION].append((opened, hours, who))
                waiting = None
            elif changes["direction"] == "INBOUND":
                waiting = hours if waiting is None else waiting
            elif changes["direction"] == "OUTBOUND":
                facts[Metric.MESSAGE_OUT].append((hours, hours, who))
                if who is not None:
                    if waiting is not None:
                        facts[Metric.REPLY].append((waiting, hours, who))
                        if not answered:
                            facts[Metric.FIRST_RESPONSE].append((waiting, hours, who))
                    waiting, answered = None, True
    return facts


@pytest.mark.parametrize("seed", range(4))
async def test_a_report_says_what_happened(acme: Cast, rival: Cast, seed: int) -> None:
    random = Random(seed)
    zone = random.choice(("UTC", "America/New_York", "Pacific/Auckland", "Asia/Kathmandu"))
    clock = random.choice(list(Clock))
    people = [acme.viewer, await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER)]
    with acting_for(acme.id):
        await (await Company.current()).update(by=acme.viewer, timezone=zone)
        hours = await BusinessHours.add(
            name="Office", timezone=zone, weekly=WEEKLY, holidays=[], by=acme.viewer
        )
        await hours.make_default(by=acme.viewer)
    histories = [told(random, people) for _ in range(4)]
    for events in histories:
        history = await History.begin(acme)
        for when, name, by, changes in events:
            await history.tell(name, when, by=by, **changes)
    elsewhere = await History.begin(rival)
    await elsewhere.hear(-200)
    await elsewhere.answer(-199, by=rival.viewer)

    begin, end = MONDAY - timedelta(days=18), MONDAY + timedelta(days=400)
    expected = counted(histories)
    office = Calendar(zone, OFFICE)
    for metric in FIGURES:
        groups: dict[Any, list[float]] = defaultdict(list)
        for since, until, who in expected[metric]:
            if not begin <= at(until) < end:
                continue
            day = at(until).astimezone(ZoneInfo(zone)).date()
            value = (at(until) - at(since)).total_seconds()
            if metric is Metric.MESSAGE_OUT:
                value = 1
            elif clock is Clock.BUSINESS:
                value = office.between(at(since), at(until))
            groups[day, who].append(value)
        with acting_for(acme.id):
            found = await report(
                metric,
                begin,
                end,
                viewer=acme.viewer,
                by=[Grouping.DAY, Grouping.MEMBER],
                clock=clock,
            )

        assert not found.capped
        assert {(row.period, row.member_id) for row in found.rows} == groups.keys()
        for row in found.rows:
            values = groups[row.period, row.member_id]
            tenth = quantiles(values, n=10, method="inclusive")[8] if len(values) > 1 else values[0]
            figures = (row.count, row.sum, row.average, row.median, row.p90)
            naive = (len(values), sum(values), mean(values), median(values), tenth)
            assert figures == pytest.approx(naive, abs=1e-3)


async def test_a_wait_in_a_queue_ends_with_who_takes_it(acme: Cast, rival: Cast) -> None:
    history = await History.begin(acme)
    await history.tell("conversation.created", 0, by="CONTACT")
    with acting_for(acme.id):
        queue = (await Queue.open(name="Sales", by=acme.viewer)).id
    await history.tell("conversation.queue_changed", 1, to=str(queue))
    await history.tell("conversation.assigned", 3, to=str(acme.owner.id))
    await history.tell("conversation.unassigned", 4, to=None)
    await history.tell("conversation.resolved", 5)
    await history.tell("conversation.rated", 6, rating=4)

    with acting_for(acme.id):
        facts = {fact.name: fact for fact in await Fact.all()}
    wait = facts[Metric.QUEUE_WAIT]
    assert (wait.value, wait.queue_id, wait.member_id) == (7200, queue, acme.owner.id)
    assert facts[Metric.RESOLUTION].queue_id == queue
    assert facts[Metric.RATING].value == 4
    with acting_for(rival.id):
        assert await Fact.all() == []


async def test_a_merged_conversation_is_waited_for_where_it_goes_on(
    acme: Cast, rival: Cast
) -> None:
    one, other = await History.begin(acme), await History.begin(acme)
    for history in (one, other):
        await history.tell("conversation.created", 0, by="CONTACT")
    await one.hear(1)
    await one.tell("conversation.merged", 2, into=str(other.conversation.id))
    await other.tell("conversation.merged", 2, merged=str(one.conversation.id))
    await other.answer(3, by=acme.viewer)

    with acting_for(acme.id):
        (fact,) = await Fact.filter(name=Metric.FIRST_RESPONSE)
    assert (fact.value, fact.conversation_id) == (7200, other.conversation.id)
    with acting_for(rival.id):
        assert await Fact.all() == []


async def test_old_facts_are_forgotten(acme: Cast, rival: Cast) -> None:
    for company in (acme, rival):
        history = await History.begin(company)
        await history.hear((datetime(2020, 1, 1, tzinfo=UTC) - MONDAY) / timedelta(hours=1))
        await history.hear(0)

    with acting_for(acme.id):
        await Fact.forget_old(days=1095)
        assert len(await Fact.all()) == 1
    with acting_for(rival.id):
        assert len(await Fact.all()) == 2
