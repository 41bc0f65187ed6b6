"""GraphQL over HTTP, as clients with and without manners use it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import httpx
import orjson
import pytest

from api.body import LARGEST_BODY
from models.demo import PASSWORD
from models.identity import Company
from models.settings import settings
from models.tenancy import acting_for
from tests.answers import codes
from tests.clients import sign_in
from tests.people import Cast

COMPANY = "{ company { name } }"
RENAME = """mutation ($name: String!) {
  updateCompany(input: {name: $name}) { company { name } }
}"""


async def test_a_token_opens_its_own_company_and_no_other(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    ours, theirs = await sign_in(acme.owner), await sign_in(rival.owner)

    for who, name in ((ours, "Acme"), (theirs, "Rival")):
        answer = await http.post("/graphql", json={"query": COMPANY}, headers=who.headers)

        assert (answer.status_code, answer.json()["data"]) == (200, {"company": {"name": name}})


async def test_a_stranger_is_asked_to_sign_in(http: httpx.AsyncClient) -> None:
    answer = await http.post("/graphql", json={"query": COMPANY})

    assert (answer.status_code, codes(answer.json())) == (200, ["UNAUTHENTICATED"])


@pytest.mark.parametrize("header", ["Bearer nonsense", "Basic YTpi", "Bearer chatia_nonsense", ""])
async def test_a_token_that_is_none_is_401(http: httpx.AsyncClient, header: str) -> None:
    answer = await http.post("/graphql", json={"query": COMPANY}, headers={"authorization": header})

    assert (answer.status_code, codes(answer.json())) == (401, ["TOKEN_INVALID"])
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "data" not in answer.json()


async def test_a_session_that_ended_is_401(http: httpx.AsyncClient, acme: Cast) -> None:
    who = await sign_in(acme.owner)
    with acting_for(acme.id):
        await who.session.end(reason="SIGNED_OUT", by=acme.owner)

    answer = await http.post("/graphql", json={"query": COMPANY}, headers=who.headers)

    assert (answer.status_code, codes(answer.json())) == (401, ["SESSION_ENDED"])


async def test_queries_may_come_by_get(http: httpx.AsyncClient, acme: Cast, rival: Cast) -> None:
    who = await sign_in(acme.owner)
    query = "query One { company { name } } query Two($id: ID!) { node(id: $id) { id } }"
    theirs = orjson.dumps({"id": "TWVtYmVyOjE"}).decode()

    one = await http.get(
        "/graphql", params={"query": query, "operationName": "One"}, headers=who.headers
    )
    two = await http.get(
        "/graphql",
        params={"query": query, "operationName": "Two", "variables": theirs},
        headers=who.headers,
    )

    assert one.json()["data"] == {"company": {"name": "Acme"}}
    assert codes(two.json()) == ["NOT_FOUND"]


async def test_a_mutation_by_get_is_405_and_changes_nothing(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    variables = orjson.dumps({"name": "Changed"}).decode()

    answer = await http.get(
        "/graphql", params={"query": RENAME, "variables": variables}, headers=who.headers
    )

    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert codes(answer.json()) == ["GRAPHQL_OPERATION_NOT_ALLOWED"]
    for company, name in ((acme, "Acme"), (rival, "Rival")):
        with acting_for(company.id):
            assert (await Company.current()).name == name


@pytest.mark.parametrize("odd", [{}, {"x-graphql-event-stream-token": ""}])
async def test_a_subscription_needs_a_stream(
    http: httpx.AsyncClient, acme: Cast, odd: dict[str, str]
) -> None:
    who = await sign_in(acme.owner)

    answer = await http.post(
        "/graphql", json={"query": "subscription { events { cursor } }"}, headers=who.headers | odd
    )

    assert answer.status_code == 406
    assert codes(answer.json()) == ["GRAPHQL_OPERATION_NOT_ALLOWED"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "MALFORMED"),
        (b"", 400, "MALFORMED"),
        (b"\xff", 400, "MALFORMED"),
        (b"null", 400, "BAD_REQUEST"),
        (b'"{ me { id } }"', 400, "BAD_REQUEST"),
        (b"[]", 400, "BATCHING_DISABLED"),
        (b"{}", 400, "GRAPHQL_QUERY_MISSING"),
        (b'{"query": ""}', 400, "GRAPHQL_QUERY_MISSING"),
        (b'{"query": 1}', 400, "BAD_REQUEST"),
        (b'{"query": "query A { cursor } query B { cursor }"}', 400, "GRAPHQL_OPERATION_UNKNOWN"),
        (b'{"query": "{ me { id } }", "variables": []}', 400, "BAD_REQUEST"),
        (b'{"query": "{ me { id } }", "operationName": 1}', 400, "BAD_REQUEST"),
        (b'{"query": "{ me { id } }", "operationName": "X"}', 400, "GRAPHQL_OPERATION_UNKNOWN"),
        (b'{"query": "{ me {"}', 400, "GRAPHQL_PARSE_FAILED"),
        (b'{"query": "{ nothing }"}', 400, "GRAPHQL_VALIDATION_FAILED"),
        (b'{"query": "query($x: Int!) { me { id } }"}', 400, "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_what_is_no_operation_is_refused_with_a_code(
    http: httpx.AsyncClient, body: bytes, status: int, code: str
) -> None:
    answer = await http.post("/graphql", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, codes(answer.json())) == (status, [code])
    assert "data" not in answer.json()


@pytest.mark.parametrize("kind", ["text/plain", "application/graphql", "multipart/form-data", ""])
async def test_only_json_is_read(http: httpx.AsyncClient, kind: str) -> None:
    answer = await http.post("/graphql", content=b"{}", headers={"content-type": kind})

    assert (answer.status_code, codes(answer.json())) == (415, ["NOT_JSON"])


async def test_other_methods_are_405(http: httpx.AsyncClient) -> None:
    for method in ("DELETE", "PATCH", "OPTIONS"):
        answer = await http.request(method, "/graphql")

        assert (answer.status_code, answer.headers["allow"]) == (405, "GET, POST")


async def test_a_body_too_large_is_413_whether_it_says_so_or_not(http: httpx.AsyncClient) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b'{"query": "'
        for _ in range(LARGEST_BODY // 1024 + 1):
            yield b" " * 1024
        yield b'{ me { id } }"}'

    headers = {"content-type": "application/json"}
    for body in (b" " * (LARGEST_BODY + 1), chunks()):
        answer = await http.post("/graphql", content=body, headers=headers)

        assert (answer.status_code, codes(answer.json())) == (413, ["BODY_TOO_LARGE"])
    fits = b'{"query": "{ __typename }"}'.ljust(LARGEST_BODY)
    assert (await http.post("/graphql", content=fits, headers=headers)).status_code == 200


async def test_a_value_of_the_wrong_type_is_told_without_repeating_it(
    http: httpx.AsyncClient,
) -> None:
    secret = "correct horse battery staple"
    inline = f'{{ conversations(first: "{secret}") {{ edges {{ cursor }} }} }}'
    query = "query ($n: Int!) { conversations(first: $n) { edges { cursor } } }"

    for sent, code in (
        ({"query": query, "variables": {"n": secret}}, "GRAPHQL_VARIABLES_INVALID"),
        ({"query": query, "variables": {"n": {"a": secret}}}, "GRAPHQL_VARIABLES_INVALID"),
        ({"query": query}, "GRAPHQL_VARIABLES_INVALID"),
        ({"query": inline}, "GRAPHQL_VALIDATION_FAILED"),
    ):
        answer = await http.post("/graphql", json=sent)

        assert (answer.status_code, codes(answer.json())) == (400, [code])
        assert secret not in answer.text


async def test_the_media_type_is_the_one_asked_for(http: httpx.AsyncClient) -> None:
    ours = "application/graphql-response+json"
    for accept, kind in (
        (f"{ours}, application/json;q=0.9", ours),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
    ):
        for query in ("{ __typename }", "{ nothing }"):
            answer = await http.post("/graphql", json={"query": query}, headers={"accept": accept})

            assert answer.headers["content-type"] == kind


async def test_every_answer_has_its_request_id_and_time(http: httpx.AsyncClient) -> None:
    for query, id, repeated in (
        ("{ __typename }", "front-end.1234_5", True),
        ("{ nothing }", "front-end.1234_5", True),
        ("{", "front-end.1234_5", True),
        ("{ __typename }", "too short", False),
        ("{ __typename }", "x" * 65, False),
        ("{ __typename }", 'a"b<c>defgh', False),
    ):
        answer = await http.post("/graphql", json={"query": query}, headers={"x-request-id": id})

        given = answer.headers["x-request-id"]
        stamp = answer.json()["extensions"]
        assert (given == id) is repeated
        assert stamp["requestId"] == given
        assert datetime.fromisoformat(stamp["timestamp"]).tzinfo is not None


async def test_browsers_are_told_to_trust_nothing(http: httpx.AsyncClient) -> None:
    for path in ("/graphql?query={__typename}", "/livez", "/nowhere"):
        answer = await http.get(path)

        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"


async def test_a_page_for_browsers_is_there_where_the_settings_say(
    monkeypatch: pytest.MonkeyPatch, http: httpx.AsyncClient
) -> None:
    assert (await http.get("/graphql", headers={"accept": "text/html"})).status_code == 400

    page = await _get(monkeypatch, {"EXPLORER": "true"}, accept="text/html")
    data = await _get(monkeypatch, {"EXPLORER": "true"}, accept="*/*")

    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert PASSWORD not in page.text  # of the demo company, which is for development only
    assert data.status_code == 400


async def test_only_listed_origins_may_call_from_their_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    environment = {"ALLOWED_ORIGINS": "https://app.example"}

    ours = await _get(monkeypatch, environment, origin="https://app.example")
    theirs = await _get(monkeypatch, environment, origin="https://rival.example")

    assert ours.headers["access-control-allow-origin"] == "https://app.example"
    assert "access-control-allow-origin" not in theirs.headers
    assert "access-control-allow-credentials" not in ours.headers


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    from api.body import BodyLimit

    answer: list[Any] = []

    async def reads(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["more_body"]:
            pass

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        answer.append(message)

    scope = {"type": "http", "headers": [], "state": {"request_id": "x" * 8}}
    await BodyLimit(reads, seconds=0)(scope, receive, send)

    assert answer[0]["status"] == 408


async def _get(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], **headers: str
) -> httpx.Response:
    """From an application of its own, with these settings."""
    from api.app import app

    with monkeypatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        settings.cache_clear()
        try:
            transport = httpx.ASGITransport(app())
        finally:
            settings.cache_clear()
    settings()
    async with httpx.AsyncClient(transport=transport, base_url="http://ours.example") as client:
        return await client.get("/graphql", headers=headers)
