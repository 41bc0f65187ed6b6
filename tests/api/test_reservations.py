"""GraphQL over server-sent events on a single stream: reserved, taken once, fed and ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import orjson
import pytest

from api import reservations
from api.reservations import TOKEN
from models.database import transaction
from models.events import Event
from models.live.tally import tally
from models.settings import settings
from models.tenancy import acting_for
from tests.answers import codes
from tests.clients import SOON, SignedIn, sign_in
from tests.people import Cast

COMPANY = "{ company { name } }"
EVENTS = """subscription ($after: Cursor) {
  events(after: $after, names: ["member.updated"]) { event { changes } }
}"""
STREAM = {"accept": "text/event-stream"}


class Single:
    """The client's side of one reservation."""

    def __init__(self, http: httpx.AsyncClient, who: SignedIn, token: str) -> None:
        self.http = http
        self.headers = who.headers | {TOKEN: token}

    async def add(self, id: Any, query: str, /, **variables: Any) -> httpx.Response:
        body = {
            "query": query,
            "variables": variables,
            "extensions": {"operationId": id, "cost": True},
        }
        return await self.http.post("/graphql", json=body, headers=self.headers)

    async def end(self, id: str) -> httpx.Response:
        return await self.http.delete("/graphql", params={"operationId": id}, headers=self.headers)

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[AsyncIterator[tuple[str, Any]]]:
        # As a browser's EventSource asks: with the token alone, in the address.
        params = {"token": self.headers[TOKEN]}
        async with self.http.stream("GET", "/graphql", params=params, headers=STREAM) as response:
            assert response.status_code == 200
            assert response.headers["content-type"].startswith("text/event-stream")
            yield events(response.aiter_lines())


async def events(lines: AsyncIterator[str]) -> AsyncIterator[tuple[str, Any]]:
    async for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
            yield name, orjson.loads((await anext(lines)).removeprefix("data: "))


async def reserve(http: httpx.AsyncClient, who: SignedIn) -> Single:
    answer = await http.put("/graphql", headers=who.headers)
    assert answer.status_code == 201
    return Single(http, who, answer.text)


async def told(stream: AsyncIterator[tuple[str, Any]]) -> tuple[str, Any]:
    async with asyncio.timeout(SOON):
        return await anext(stream)


async def happen(company: Cast, number: int) -> None:
    with acting_for(company.id):
        async with transaction():
            await Event.record("member.updated", company.owner, changes={"n": number})


async def position(http: httpx.AsyncClient, who: SignedIn) -> str:
    answer = await http.post("/graphql", json={"query": "{ cursor }"}, headers=who.headers)
    return str(answer.json()["data"]["cursor"])


async def test_many_operations_share_one_stream(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    ours, theirs = await reserve(http, who), await reserve(http, stranger)
    early = await ours.add("early", COMPANY)
    async with ours.stream() as stream, theirs.stream() as elsewhere:
        first = [await told(stream), await told(stream)]
        live = await ours.add("live", EVENTS, after=await position(http, who))
        await theirs.add("live", EVENTS, after=await position(http, stranger))
        await happen(rival, 1)
        await happen(acme, 2)
        ours_told, theirs_told = await told(stream), await told(elsewhere)
        ended = await ours.end("live")
        again = await ours.add("live", COMPANY)
        last = [await told(stream), await told(stream)]

    assert [answer.status_code for answer in (early, live, ended, again)] == [202, 202, 200, 202]
    assert first[0][0] == "next"
    assert (first[0][1]["id"], first[0][1]["payload"]["data"]["company"]) == (
        "early",
        {"name": "Acme"},
    )
    assert first[0][1]["payload"]["extensions"]["cost"]["bucket"] == "viewer"
    assert first[1] == ("complete", {"id": "early"})
    for (name, data), number in ((ours_told, 2), (theirs_told, 1)):
        assert (name, data["id"]) == ("next", "live")
        assert data["payload"]["data"]["events"]["event"]["changes"] == {"n": number}
    assert last[0][1]["payload"]["data"] == {"company": {"name": "Acme"}}
    assert last[1] == ("complete", {"id": "live"})


async def test_what_is_wrong_with_an_operation_is_told(http: httpx.AsyncClient, acme: Cast) -> None:
    ours = await reserve(http, await sign_in(acme.owner))
    async with ours.stream() as stream:
        await ours.add("a", EVENTS)

        assert (await ours.add("a", EVENTS)).status_code == 409
        assert (await ours.add(None, EVENTS)).status_code == 400
        assert (await ours.add("", EVENTS)).status_code == 400
        for query, code in (
            ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
            ("{ nothing", "GRAPHQL_PARSE_FAILED"),
            ("query A { cursor } query B { cursor }", "GRAPHQL_OPERATION_UNKNOWN"),
        ):
            refusal = await ours.add("b", query)
            assert (refusal.status_code, codes(refusal.json())) == (400, [code])
        # Nothing of it is on the stream, and the id is free.
        assert (await ours.add("b", COMPANY)).status_code == 202
        name, data = await told(stream)
        assert (name, data["id"], data["payload"]["data"]) == (
            "next",
            "b",
            {"company": {"name": "Acme"}},
        )


async def test_a_reservation_has_one_stream_of_its_owner(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    ours, stranger = await reserve(http, await sign_in(acme.owner)), await sign_in(rival.owner)
    async with ours.stream():
        second = await http.get("/graphql", headers=STREAM | {TOKEN: ours.headers[TOKEN]})
        stolen = await Single(http, stranger, ours.headers[TOKEN]).add("x", COMPANY)
    unknown = await Single(http, stranger, "nonsense").add("x", COMPANY)
    nobody = await http.put("/graphql")

    assert second.status_code == 409
    assert (stolen.status_code, codes(stolen.json())) == (404, ["STREAM_NOT_FOUND"])
    assert (unknown.status_code, codes(unknown.json())) == (404, ["STREAM_NOT_FOUND"])
    assert nobody.status_code == 401


async def test_nothing_is_left_of_a_stream_whose_client_went_away(
    http: httpx.AsyncClient, acme: Cast
) -> None:
    ours = await reserve(http, await sign_in(acme.owner))
    async with ours.stream():
        await ours.add("live", EVENTS)

    async with asyncio.timeout(SOON):
        while ours.headers[TOKEN] in reservations._reservations or acme.id in tally._books:
            await asyncio.sleep(0.01)
    assert (await ours.add("x", COMPANY)).status_code == 404


async def test_a_reservation_waits_only_so_long(
    http: httpx.AsyncClient, acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reservations, "UNTAKEN", 0.01)
    ours = await reserve(http, await sign_in(acme.owner))
    async with asyncio.timeout(SOON):
        while (await ours.add("x", COMPANY)).status_code != 404:
            pass


async def test_a_stream_ends_with_its_session(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    ours, theirs = await reserve(http, who), await reserve(http, stranger)
    async with ours.stream() as stream, theirs.stream() as elsewhere:
        await ours.add("live", EVENTS)
        with acting_for(acme.id):
            await who.session.end(reason="SIGNED_OUT", by=acme.owner)

        async with asyncio.timeout(SOON):
            assert [event async for event in stream] == []
        await theirs.add("a", COMPANY)
        assert (await told(elsewhere))[1]["payload"]["data"] == {"company": {"name": "Rival"}}


async def test_a_stream_beyond_the_quota_is_429(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    little = settings().model_copy(update={"connections_per_viewer": 1})
    monkeypatch.setattr("api.quotas.settings", lambda: little)
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    ours, second, theirs = [await reserve(http, each) for each in (who, who, stranger)]
    async with ours.stream(), theirs.stream():
        refusal = await http.get("/graphql", headers=STREAM | {TOKEN: second.headers[TOKEN]})

    assert (refusal.status_code, codes(refusal.json())) == (429, ["QUOTA_EXCEEDED"])
    assert refusal.headers["retry-after"] == "15"
