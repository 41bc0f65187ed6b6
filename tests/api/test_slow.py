"""An operation that took long is told of by its document's hash, without what it was asked with."""

from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from api.fanout import groups
from schema.documents import name_of_text
from tests.api.fanout.conftest import NAMED, happen, live
from tests.clients import Door, sign_in, socket_of
from tests.customer import environment
from tests.people import Cast

QUERY = "query Slow($n: Int) { members(first: $n) { edges { node { id } } } }"


@pytest.mark.parametrize(("seconds", "told"), [("0", 2), ("60", 0)])
async def test_a_slow_operation_is_told_of(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, seconds: str, told: int
) -> None:
    who = await sign_in(acme.owner)
    with environment(SLOW_OPERATION_SECONDS=seconds), capture_logs() as lines:
        for document in (QUERY, "{ nothing }"):
            body = {"query": document, "variables": {"n": 7}}
            await http.post("/graphql", json=body, headers=who.headers)

    slow = [line for line in lines if line["event"] == "graphql.slow"]
    assert [line["document"] for line in slow] == [
        name_of_text(QUERY),
        name_of_text("{ nothing }"),
    ][:told]
    for line in slow:
        assert set(line) == {"event", "log_level", "document", "duration_ms"}


STREAMED = {"accept": "text/event-stream"}


async def test_over_a_socket_and_a_stream_it_is_told_of_as_well(
    http: httpx.AsyncClient, door: Door, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    unplanned = "query Unplanned { me { id } __schema { __typename } }"
    with environment(SLOW_OPERATION_SECONDS="0"), capture_logs() as lines:
        async with socket_of(door, who) as client:
            for document in (QUERY, QUERY, unplanned):
                assert "errors" not in await client.run(document)
        await http.post("/graphql", json={"query": unplanned}, headers=who.headers | STREAMED)

    assert told_of(lines) == [name_of_text(text) for text in (QUERY, QUERY, unplanned, unplanned)]


@pytest.mark.parametrize("compiler", ["on", "off"])
async def test_an_event_that_took_long_to_tell_is_told_of_once_for_all(
    door: Door, acme: Cast, rival: Cast, compiler: str
) -> None:
    who = await sign_in(acme.owner)
    options = {"SLOW_OPERATION_SECONDS": "0", "CHECK_GROUPS": "false", "COMPILER": compiler}
    with environment(**options), capture_logs() as lines:
        async with socket_of(door, who) as one, socket_of(door, who) as other:
            for client in (one, other):
                await client.subscribe("live", NAMED)
            await live(acme, 2)
            await happen(acme, 1, 2)
            for client in (one, other, one, other):
                assert (await client.receive())["type"] == "next"
        await groups.stop()

    slow = [line for line in lines if line["event"] == "graphql.slow" and "seq" in line]
    assert told_of(slow) == [name_of_text(NAMED)] * 2
    assert slow[1]["seq"] == slow[0]["seq"] + 1
    for line in slow:
        assert set(line) == {"event", "log_level", "document", "duration_ms", "seq"}


def told_of(lines: Any) -> list[str]:
    return [line["document"] for line in lines if line["event"] == "graphql.slow"]
