"""PostgreSQL cut off in the middle of things: reads are tried again, all else is told so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
from structlog.testing import capture_logs

from models import away
from models.contacts import Contact
from models.database import transaction
from models.events import Event
from models.tenancy import acting_for
from tests.answers import codes
from tests.api.fanout.conftest import live
from tests.api.test_stopping import held_up, waiting_for_lock
from tests.clients import Door, sign_in, socket_of
from tests.people import Cast
from tests.threads import hear, open_inbox

CONTACTS = "query Contacts { contacts { edges { node { name } } } }"
UNPLANNED = "query Unplanned { contacts { edges { node { name } } } __schema { __typename } }"
CREATE = (
    """mutation ($name: String!) { createContact(input: {name: $name}) { contact { name } } }"""
)
EVENTS = "subscription { events { cursor } }"
ADDED = "subscription { messageAdded { message { body } } }"


@asynccontextmanager
async def cut_off(database: str, table: str) -> AsyncIterator[None]:
    """Whoever waits for this table at the end of the block has lost PostgreSQL."""
    async with held_up(database, table) as owner:
        yield
        await waiting_for_lock(owner)
        await cut(owner)


async def cut(owner: asyncpg.Connection) -> None:
    await owner.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted")


@pytest.fixture(autouse=True)
def told_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(away._telling, "_told_at", float("-inf"))


@pytest.mark.parametrize("document", [CONTACTS, UNPLANNED])
async def test_a_query_whose_connection_dies_is_tried_again(
    http: httpx.AsyncClient, database: str, acme: Cast, rival: Cast, document: str
) -> None:
    with acting_for(acme.id):
        await Contact.create(name="Kim", search_name="kim")
    who = await sign_in(acme.owner)
    body = {"query": document}
    await http.post("/graphql", json=body, headers=who.headers)

    with capture_logs() as lines:
        async with cut_off(database, "contacts"):
            asked = asyncio.create_task(http.post("/graphql", json=body, headers=who.headers))
        answer = await asked

    told = answer.json()
    assert (answer.status_code, told.get("errors")) == (200, None)
    assert told["data"]["contacts"]["edges"] == [{"node": {"name": "Kim"}}]
    assert [line["event"] for line in lines if line["log_level"] != "info"] == ["database.away"]
    assert not any("exc_info" in line for line in lines)


async def test_a_query_that_meets_it_twice_is_refused(
    http: httpx.AsyncClient, database: str, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)

    async with held_up(database, "contacts") as owner:
        asked = asyncio.create_task(
            http.post("/graphql", json={"query": CONTACTS}, headers=who.headers)
        )
        while not asked.done():
            await cut(owner)
            await asyncio.wait([asked], timeout=0.05)

    require_refusal(await asked)


async def test_a_mutation_is_done_once_with_its_key(
    http: httpx.AsyncClient, database: str, acme: Cast, rival: Cast
) -> None:
    who, name = await sign_in(acme.owner), uuid4().hex
    body = {"query": CREATE, "variables": {"name": name}}
    headers = who.headers | {"idempotency-key": uuid4().hex}

    with capture_logs() as lines:
        async with cut_off(database, "contacts"):
            asked = asyncio.create_task(http.post("/graphql", json=body, headers=headers))
        require_refusal(await asked)
    again = [await http.post("/graphql", json=body, headers=headers) for _ in range(2)]

    assert [line["event"] for line in lines if line["log_level"] != "info"] == ["database.away"]
    assert [line["outcome"] for line in lines if line["event"] == "graphql.operation"] == [
        "unavailable"
    ]
    assert [each.json()["data"] for each in again] == [
        {"createContact": {"contact": {"name": name}}}
    ] * 2
    with acting_for(acme.id):
        assert await Contact.filter(name=name).count() == 1


async def test_an_event_is_told_when_it_can_be_and_never_as_an_error(
    door: Door, database: str, acme: Cast, rival: Cast
) -> None:
    message = await hear(acme, await open_inbox(acme), "Hello")
    async with socket_of(door, await sign_in(acme.owner)) as client:
        await client.subscribe("live", ADDED)
        await live(acme, 1)
        told = []
        for _ in range(3):
            async with held_up(database, "messages") as owner:
                with acting_for(acme.id):
                    async with transaction():
                        await Event.record("message.created", message)
                for _ in range(3):
                    await waiting_for_lock(owner)
                    await cut(owner)
            told.append(await client.receive())

    assert [each["payload"].get("errors") for each in told] == [None] * 3
    assert [each["payload"]["data"] for each in told] == [
        {"messageAdded": {"message": {"body": "Hello"}}}
    ] * 3


def require_refusal(answer: httpx.Response) -> None:
    told: Any = answer.json()
    assert (answer.status_code, codes(told)) == (503, ["UNAVAILABLE"]), told
    assert "data" not in told
    assert answer.headers["retry-after"] == "1"
    assert told["errors"][0]["extensions"]["retryable"] is True
    assert told["errors"][0]["extensions"]["retryAfter"] == 1
