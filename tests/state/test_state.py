"""State + events = fresh state: whoever followed along knows what a newcomer is told.

The stores live through all scenarios of an area, as a front end lives through a day.
"""

from typing import Any

import pytest

from models.audit import AuditEntry
from models.events import seq_of
from models.tenancy import every_company
from tests.isolation.documents import document, roots
from tests.state import (  # noqa: F401 - full of scenarios
    attributes,
    channels,
    contacts,
    contacts_many,
    entering,
    handling,
    labels,
    notifications,
    oversight,
    people,
    queues,
    sending,
    talking,
    templates,
    working,
)
from tests.state.conftest import Worlds
from tests.state.outside import HAPPENINGS
from tests.state.watcher import Watcher
from tests.state.world import SCENARIOS, Deed, World

EVERY = sorted(
    (SCENARIOS[name].__module__.rpartition(".")[2] if name in SCENARIOS else "unwritten", *name)
    for name in SCENARIOS.keys() | {(mutation, "") for mutation in roots("mutation")}
)
# Why a mutation leaves nothing in the audit trail.
UNAUDITED = {
    "markNotificationRead": "it is nobody else's business",
    "markNotificationUnread": "it is nobody else's business",
    "markAllNotificationsRead": "it is nobody else's business",
    "snoozeNotification": "it is nobody else's business",
    "setTyping": "it changes no row",
    "requestPasswordReset": "anybody can ask; what comes of it is told",
    "enableSecondFactor": "an offer, which is nothing until it is confirmed",
    "saveDraft": "nobody has said it yet",
    "deleteDraft": "nobody has said it yet",
    "refreshSession": "the session goes on as it began; its end is told",
}


@pytest.mark.parametrize(("area", "mutation", "variant"), EVERY)
async def test_state_and_events_are_fresh_state(
    worlds: Worlds, area: str, mutation: str, variant: str
) -> None:
    assert (mutation, variant) in SCENARIOS, f"write a scenario of {mutation} in tests/state"
    world = await worlds.of(area)
    deed = await SCENARIOS[mutation, variant](world)
    for watcher in world.watchers:
        await watcher.catch_up()

    answer, request_id = await do(world, mutation, deed)

    assert bool(await audited(request_id)) is (mutation not in UNAUDITED)
    told = [await learn(watcher) for watcher in world.watchers]
    assert await learn(world.rival) == []
    assert bool(told[0]) is not deed.silent
    if not deed.silent and (cursor := answer[mutation].get("cursor")):
        log = world.company.id
        # Whoever has come so far has seen it.
        assert seq_of(cursor, company_id=log) <= seq_of(
            world.watchers[0].store.cursor, company_id=log
        )


@pytest.mark.parametrize("name", HAPPENINGS)
async def test_what_happens_without_a_mutation_is_told_as_well(worlds: Worlds, name: str) -> None:
    world = await worlds.of("outside")
    for watcher in world.watchers:
        await watcher.catch_up()

    await HAPPENINGS[name](world)

    for watcher in world.watchers[:1] if name == "a_push_cannot_be_understood" else world.watchers:
        assert await learn(watcher) != []
    assert await learn(world.rival) == []


async def do(world: World, mutation: str, deed: Deed) -> tuple[dict[str, Any], str]:
    """The mutation, through the front door; it must not be refused. By what the log knows it."""
    asked = {
        "query": document("mutation", mutation),
        "variables": {} if deed.given is None else {"input": deed.given},
    }
    http = world.watchers[0].http
    response = await http.post("/graphql", json=asked, headers=deed.by.headers if deed.by else {})
    answer = response.json()
    assert "errors" not in answer, answer["errors"]
    data: dict[str, Any] = answer["data"]
    if not await is_signed_in(world):
        await world.sign_in_again()
    return data, response.headers["x-request-id"]


async def audited(request_id: str) -> list[str]:
    """What a request has left in the audit trail, of whatever company."""
    with every_company():
        entries = await AuditEntry.filter(request_id=request_id).order_by("id")
        assert {entry.address for entry in entries} <= {"127.0.0.1"}
        return [entry.action for entry in entries]


async def learn(watcher: Watcher) -> list[str]:
    """What it hears of, having compared what it then holds with what a newcomer is told."""
    told = await watcher.catch_up()
    fresh = await watcher.fresh()
    differences = watcher.store.differences(fresh)
    unread = (await watcher.ask("{ unreadCount }"))["unreadCount"]
    held, watcher.store = watcher.store, fresh  # for the next scenario, whatever this one found
    role = watcher.who.member.role
    assert not differences, f"{role}, told of {told}: {differences}"
    assert held.unread == unread
    return told


async def is_signed_in(world: World) -> bool:
    http, headers = world.watchers[0].http, world.boss.headers
    response = await http.post("/graphql", json={"query": "{ cursor }"}, headers=headers)
    return response.status_code == 200
