"""Narrowed searches, counts of views and timelines read from indexes of their company, too."""

from typing import Any

import orjson
import pytest

from models.identifiers import global_id
from models.tenancy import acting_for
from models.views import View, ViewVisibility
from schema.context import Context
from tests.architecture.crowd import Place
from tests.architecture.test_plans import walled
from tests.architecture.watching import Plan, watched
from tests.asking import planned

NARROWED: dict[str, str] = {
    "of a time and state": """{ searchMessages(query: "refund par", first: 50, filter: {
        conversations: {status: [OPEN]}, saidAfter: "2026-01-01T00:00:00Z"}) {
        edges { node { body } } } }""",
    "of an inbox": """{ searchMessages(query: "refund", first: 50, filter: {
        conversations: {inbox: "%(inbox)s"}}) { edges { node { body } } } }""",
    "of a member, with why": """{ search(query: "refund", first: 50, filter: {
        conversations: {assignee: "%(assignee)s"}}) { edges { node { excerpt { text } } } } }""",
    "of what is not there": """{ searchMessages(query: "refund", first: 50, filter: {
        conversations: {priority: [URGENT]}}) { pageInfo { endCursor hasNextPage } } }""",
}


async def plans_of(place: Place, document: str) -> tuple[Any, list[Plan]]:
    async with watched(place) as plans:
        answer = await planned(document, {}, Context(identity=place.viewer))
    assert answer.data is not None, answer.reason
    return orjson.loads(answer.data), plans


@pytest.mark.parametrize("case", NARROWED)
async def test_a_narrowed_search_costs_the_same_however_few_pass(place: Place, case: str) -> None:
    ids = {
        "inbox": global_id("Inbox", place.inbox),
        "assignee": global_id("Member", place.assignee),
    }

    _, plans = await plans_of(place, NARROWED[case] % ids)

    walled(plans)
    assert len(plans) <= 20
    assert all(plan.read <= 520 for plan in plans), plans


async def test_views_are_counted_in_one_statement_and_no_further_than_told(place: Place) -> None:
    with acting_for(place.viewer.company_id):
        for number, criteria in enumerate(
            ({}, {"status": ["OPEN"]}, {"status": ["OPEN"], "unassigned": True}, {"waiting": True})
        ):
            await View.keep(
                f"View {number}",
                criteria,  # type: ignore[arg-type]
                by=place.viewer,
                order_by="LAST_MESSAGE_AT",
                direction="DESC",
                visibility=ViewVisibility.ALL,
                client_id=f"view {number}",
            )

    data, plans = await plans_of(
        place, "{ views(first: 10) { edges { node { name count { value more } } } } }"
    )

    counts = [edge["node"]["count"] for edge in data["views"]["edges"]]
    assert counts == [{"value": 100, "more": True}] * len(counts)
    [counted] = [plan for plan in plans if "UNION ALL" in plan.sql]
    walled([counted])
    assert counted.read <= 101 * len(counts)
    assert counted.removed == 0


async def test_a_timeline_is_read_from_its_ends(place: Place) -> None:
    id = global_id("Conversation", place.conversation)
    asked = f'conversationTimeline(conversation: "{id}", last: 50) {{ edges {{ node {{ seq }} }} }}'

    _, plans = await plans_of(place, f"{{ {asked} }}")

    walled(plans)
    assert all(plan.read <= 60 for plan in plans), plans
