"""The audit trail is read by owners and admins of its company, by whom, what and when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.contacts import Contact
from models.identifiers import global_id
from models.identity import ApiKey, Role
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.people import Cast, hire

LOG = """query ($filter: AuditFilter, $first: Int, $after: String, $last: Int, $before: String) {
  auditLog(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
    edges { node { id seq action objectType objectId actorKind actorId onBehalfOf { name }
      before after details address userAgent device requestId hash occurredAt } }
    pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } }"""
NODE = "query($id: ID!) { node(id: $id) { id } }"
ADD = "mutation($name: String!) { createContact(input: {name: $name}) { contact { id } } }"


async def seqs(ask: Ask, viewer: Viewer, **given: Any) -> list[int]:
    answer = await ask(viewer, LOG, **given)
    return [edge["node"]["seq"] for edge in answer["data"]["auditLog"]["edges"]]


async def test_a_mutation_is_told_with_all_that_is_known_of_it(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    made = await ask(acme.viewer, ADD, name="Kim")
    await ask(rival.viewer, ADD, name="Robin")

    answer = await ask(acme.viewer, LOG, first=1)

    [edge] = answer["data"]["auditLog"]["edges"]
    contact = made["data"]["createContact"]["contact"]["id"]
    told = {name: edge["node"][name] for name in ("action", "objectId", "address", "userAgent")}
    assert told == {
        "action": "contact.created",
        "objectId": contact,
        "address": "192.0.2.1",
        "userAgent": "tests",
    }
    assert edge["node"]["actorId"] == global_id("Member", acme.owner.id)
    assert edge["node"]["onBehalfOf"] is None
    id = edge["node"]["id"]
    assert (await ask(acme.viewer, NODE, id=id))["data"]["node"] == {"id": id}
    assert codes(await ask(rival.viewer, NODE, id=id)) == ["NOT_FOUND"]


@pytest.mark.parametrize("role", Role)
async def test_only_owners_and_admins_may_read_it(ask: Ask, acme: Cast, role: Role) -> None:
    answer = await ask(await hire(acme, role), LOG)

    assert codes(answer) == ([] if role in (Role.OWNER, Role.ADMIN) else ["FORBIDDEN"])


async def test_it_is_filtered_by_actor_action_object_and_time(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        key, _ = await ApiKey.make(
            "Robot", scopes=["contacts:write"], expires_at=None, by=acme.viewer
        )
        kim = await Contact.add(name="Kim", by=Viewer.machine(key))
        lou = await Contact.add(name="Lou", by=acme.viewer)
        await kim.edit(name="Kimberly", by=acme.viewer)
    robot, contact = global_id("ApiKey", key.id), global_id("Contact", kim.id)
    start, end = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)
    everything = await seqs(ask, acme.viewer)

    assert everything == [6, 5, 4, 3, 2, 1]
    for filter, expected in (
        ({"actor": robot}, [4]),
        ({"actor": global_id("Member", acme.owner.id)}, [6, 5, 3]),
        ({"action": "contact.created"}, [5, 4]),
        ({"action": "nothing.happened"}, []),
        ({"object": contact}, [6, 4]),
        ({"object": global_id("Contact", lou.id), "actor": robot}, []),
        ({"object": global_id("Member", kim.id)}, []),
        ({"from": start.isoformat()}, everything),
        ({"from": end.isoformat()}, []),
        ({"to": end.isoformat()}, everything),
        ({"to": start.isoformat()}, []),
        ({"from": start.isoformat(), "to": end.isoformat(), "actor": robot}, [4]),
        ({"actor": global_id("Member", rival.owner.id)}, []),
        ({"object": global_id("Member", rival.owner.id)}, []),
    ):
        assert await seqs(ask, acme.viewer, filter=filter) == expected, filter
    for nobody in ({"actor": contact[:-4]}, {"actor": "x"}, {"object": "x"}):
        assert codes(await ask(acme.viewer, LOG, filter=nobody)) == ["NOT_FOUND"]
    answer = await ask(acme.viewer, LOG, filter={"actor": robot})
    [edge] = answer["data"]["auditLog"]["edges"]
    assert edge["node"]["onBehalfOf"] == {"name": acme.owner.name}


async def test_it_is_paged_both_ways(ask: Ask, acme: Cast, rival: Cast) -> None:
    for name in ("Kim", "Lou", "Max"):
        await ask(acme.viewer, ADD, name=name)

    first = (await ask(acme.viewer, LOG, first=2))["data"]["auditLog"]["pageInfo"]
    theirs = (await ask(rival.viewer, LOG, first=1))["data"]["auditLog"]["pageInfo"]

    assert first["hasNextPage"] is True
    assert await seqs(ask, acme.viewer, first=2, after=first["endCursor"]) == [3, 2]
    assert await seqs(ask, acme.viewer, last=2) == [2, 1]
    assert codes(await ask(acme.viewer, LOG, after=theirs["endCursor"])) == ["CURSOR_INVALID"]
