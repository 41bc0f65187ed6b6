"""What all requests go through, below the doors."""

import gc
from typing import Any

import httpx
import pytest

from api import costs, plain
from api.app import app
from models.live.buckets import buckets
from models.settings import settings
from tests.clients import sign_in
from tests.people import Cast
from tests.plans import needs_plans

BODY = b'{"query": "{ company { name } }"}'
INVALID = b'{"query": "{ nothing }"}'  # of 6,000 points it takes 1,000, for 10 seconds


@needs_plans
async def test_a_request_leaves_nothing_for_the_garbage_collector(acme: Cast, rival: Cast) -> None:
    ours, told = app(), []
    tokens = [(await sign_in(company.owner)).token for company in (acme, rival)]

    async def receive() -> Any:
        return {"type": "http.request", "body": BODY, "more_body": False}

    class Server:  # as uvicorn's: what is sent to is a method of what holds the scope
        def __init__(self, token: str) -> None:
            authorization = (b"authorization", f"Bearer {token}".encode())
            self.scope = {
                "type": "http", "method": "POST", "path": "/graphql", "query_string": b"",
                "headers": [(b"content-type", b"application/json"), authorization],
            }  # fmt: skip

        async def send(self, message: Any) -> None:
            told.append(message.get("body", b""))

    async def ask(times: int) -> None:
        for _ in range(times):
            for token in tokens:
                server = Server(token)
                await ours(server.scope, receive, server.send)

    async def left() -> int:
        gc.collect()
        gc.disable()
        try:
            told.clear()
            await ask(20)
            return gc.collect()
        finally:
            gc.enable()

    await ask(5)
    await buckets.settle()  # Redis is given the script, once
    lefts = [await left() for _ in range(5)]

    answers = [b"".join(told[place : place + 2]) for place in range(0, len(told), 2)]
    assert len(answers) == 40
    assert all(b'"Acme"' in answer for answer in answers[0::2])
    assert all(b'"Rival"' in answer for answer in answers[1::2])
    # Less than one object for each; what else ends in this process in the meantime ends once.
    assert min(lefts) < 40, lefts


async def test_an_answer_says_what_it_wants_and_we_say_the_rest(http: httpx.AsyncClient) -> None:
    answer = await http.get("/livez", headers={"x-request-id": "front-end.1234_5"})

    names = [name for name, _ in answer.headers.multi_items()]
    assert len(names) == len(set(names))
    assert answer.headers["x-request-id"] == "front-end.1234_5"
    assert answer.headers["vary"] == "Origin"


async def test_pages_of_listed_origins_are_answered_at_the_same_door(
    monkeypatch: pytest.MonkeyPatch, acme: Cast, rival: Cast
) -> None:
    headers = (await sign_in(acme.owner)).headers
    with monkeypatch.context() as patch:
        patch.setenv("ALLOWED_ORIGINS", "https://app.example")
        settings.cache_clear()
        transport = httpx.ASGITransport(app())
    settings.cache_clear()

    async with httpx.AsyncClient(transport=transport, base_url="http://ours.example") as client:
        for origin, allowed in (("https://app.example", True), ("https://rival.example", False)):
            answer = await client.post(
                "/graphql", content=BODY,
                headers=headers | {"origin": origin, "content-type": "application/json"},
            )  # fmt: skip
            assert answer.json()["data"] == {"company": {"name": "Acme"}}
            assert ("access-control-allow-origin" in answer.headers) is allowed
            assert answer.headers["vary"] == "Origin"


async def test_a_bug_is_answered_with_its_id_and_told_to_the_server(
    monkeypatch: pytest.MonkeyPatch, acme: Cast, rival: Cast
) -> None:
    async def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("a secret of Acme's")

    monkeypatch.setattr(plain, "answered", broken)
    transport = httpx.ASGITransport(app(), raise_app_exceptions=False)
    headers = {"content-type": "application/json", "x-request-id": "front-end.1234_5"}

    async with httpx.AsyncClient(transport=transport, base_url="http://ours.example") as client:
        answer = await client.post("/graphql", content=BODY, headers=headers)
    with pytest.raises(ZeroDivisionError):
        transport = httpx.ASGITransport(app())
        async with httpx.AsyncClient(transport=transport, base_url="http://our.example") as client:
            await client.post("/graphql", content=BODY, headers=headers)

    assert answer.status_code == 500
    assert answer.headers["x-request-id"] == "front-end.1234_5"
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["requestId"] == "front-end.1234_5"
    assert "secret" not in answer.text


async def test_who_calls_through_a_proxy_that_we_trust_is_believed(
    monkeypatch: pytest.MonkeyPatch, acme: Cast, rival: Cast
) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TRUSTED_PROXIES", "10.9.0.0/16")
        settings.cache_clear()
        ours = app()
    settings.cache_clear()
    narrow = settings().model_copy(update={"cost_per_address": 6_000})
    monkeypatch.setattr(costs, "settings", lambda: narrow)

    async def left(peer: str, address: str) -> int:
        transport = httpx.ASGITransport(ours, client=(peer, 1))
        headers = {"content-type": "application/json", "x-forwarded-for": address}
        async with httpx.AsyncClient(transport=transport, base_url="http://our.example") as client:
            answer = await client.post("/graphql", content=INVALID, headers=headers)
        return int(answer.headers["ratelimit"].split(";r=")[1].split(";")[0])

    assert await left("10.9.0.1", "203.0.113.1") == 5_000
    assert await left("10.9.0.2", "203.0.113.1") < 5_000
    assert await left("10.9.0.1", "203.0.113.2") == 5_000
    assert await left("10.8.0.1", "203.0.113.3") == 5_000
    assert await left("10.8.0.1", "203.0.113.4") < 5_000  # whom nobody trusts
