"""Data with errors: a status of its own, for who asks by the present draft."""

import httpx

from tests.answers import codes
from tests.clients import sign_in
from tests.people import Cast

COMPANY = "{ company { name } }"


async def test_data_with_errors_are_a_partial_success_to_who_knows_that_there_is_one(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    ours, who = "application/graphql-response+json", await sign_in(acme.owner)
    some = 'query { company { name } node(id: "nobody") { id } }'
    for query, accept, expected in (
        (some, ours, (294, "Partial Success")),
        (some, f"{ours}, application/json;q=0.9", (294, "Partial Success")),
        (some, "application/json", (200, "OK")),
        (some, "*/*", (200, "OK")),
        (COMPANY, ours, (200, "OK")),
        ("{ nothing }", ours, (400, "Bad Request")),
    ):
        headers = who.headers | {"accept": accept}
        answer = await http.post("/graphql", json={"query": query}, headers=headers)

        assert (answer.status_code, answer.reason_phrase) == expected
        if query == some:
            assert codes(answer.json()) == ["NOT_FOUND"]
            assert "data" in answer.json()
    theirs = await http.post("/graphql", json={"query": COMPANY}, headers={"accept": ours})
    assert (theirs.status_code, theirs.json()["data"]) == (294, None)
