"""An operation that took long is told of by its document's hash, without what it was asked with."""

import httpx
import pytest
from structlog.testing import capture_logs

from schema.documents import name_of_text
from tests.clients import sign_in
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
