"""GraphQL over server-sent events: streams that end well, break off, and go on where they were."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import orjson
import pytest

from api import graphql_sse
from api.stopping import departures
from models.database import transaction
from models.events import Event
from models.tenancy import acting_for
from schema.journal import SUBSCRIPTIONS
from tests.answers import codes
from tests.clients import SOON, SignedIn, sign_in
from tests.people import Cast

EVENTS = "subscription ($after: Cursor) { events(after: $after) { cursor event { changes } } }"
STREAM = {"accept": "text/event-stream"}


async def happen(company: Cast, *numbers: int) -> None:
    with acting_for(company.id):
        for number in numbers:
            async with transaction():
                await Event.record("member.updated", company.owner, changes={"n": number})


class Reader:
    """A browser's EventSource: fields of one event at a time, and the last id."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()
        self.last_id = ""

    async def event(self) -> dict[str, str]:
        """The next one with data; {} when the stream is over."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(SOON):
            async for line in self._lines:
                if not line and "data" in fields:
                    return fields
                if not line:
                    self.last_id = fields.get("id", self.last_id)
                    fields = {}
                elif not line.startswith(":"):
                    name, _, value = line.partition(":")
                    fields[name] = value.removeprefix(" ")
                    self.last_id = fields.get("id", self.last_id)
        return {}

    async def number(self) -> int:
        data: Any = orjson.loads((await self.event())["data"])
        return int(data["data"]["events"]["event"]["changes"]["n"])


@asynccontextmanager
async def listening(
    http: httpx.AsyncClient, who: SignedIn, query: str = EVENTS, last_id: str = "", **variables: Any
) -> AsyncIterator[Reader]:
    body = {"query": query, "variables": variables}
    headers = who.headers | STREAM | ({"last-event-id": last_id} if last_id else {})
    async with http.stream("POST", "/graphql", json=body, headers=headers) as response:
        assert response.headers["content-type"] == "text/event-stream"
        yield Reader(response)


async def test_events_arrive_in_their_company(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    async with (
        listening(http, await sign_in(acme.owner), after=await position(http, acme)) as ours,
        listening(http, await sign_in(rival.owner), after=await position(http, rival)) as theirs,
    ):
        await happen(acme, 1)
        await happen(rival, 2)
        await happen(acme, 3)

        assert [await ours.number(), await ours.number(), await theirs.number()] == [1, 3, 2]


async def test_a_stream_goes_on_behind_its_last_event_id(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    start = await position(http, acme)
    async with listening(http, who, after=start) as ours:
        await happen(acme, 1, 2)
        assert [await ours.number(), await ours.number()] == [1, 2]
    await happen(acme, 3)
    await happen(rival, 4)

    # The address is the same on reconnection: the older `after` must not win.
    async with listening(http, who, last_id=ours.last_id, after=start) as again:
        await happen(acme, 5)
        assert [await again.number(), await again.number()] == [3, 5]


async def test_a_stream_that_told_nothing_yet_goes_on_too(
    http: httpx.AsyncClient, acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graphql_sse, "FIRST_KEEP_ALIVE", 0.05)
    who = await sign_in(acme.owner)
    async with listening(http, who) as ours:
        async with asyncio.timeout(SOON):
            async for line in ours.response.aiter_lines():
                if line.startswith("id: "):
                    break
    await happen(acme, 1)

    async with listening(http, who, last_id=line.removeprefix("id: ")) as again:
        assert await again.number() == 1


async def test_a_rivals_event_id_leads_nowhere(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    theirs = await position(http, rival)

    async with listening(http, await sign_in(acme.owner), last_id=theirs) as ours:
        assert codes(orjson.loads((await ours.event())["data"])) == ["CURSOR_INVALID"]
        assert await ours.event() == {"event": "complete", "data": ""}


async def test_a_query_is_one_event(http: httpx.AsyncClient, acme: Cast, rival: Cast) -> None:
    async with listening(http, await sign_in(acme.owner), "{ company { name } }") as ours:
        answer = orjson.loads((await ours.event())["data"])

        assert answer["data"] == {"company": {"name": "Acme"}}
        assert answer["extensions"]["requestId"] == ours.response.headers["x-request-id"]
        assert await ours.event() == {"event": "complete", "data": ""}
        assert await ours.event() == {}


async def test_a_faulty_document_is_an_event_with_errors(
    http: httpx.AsyncClient, acme: Cast
) -> None:
    async with listening(http, await sign_in(acme.owner), "{ nothing }") as ours:
        errors = codes(orjson.loads((await ours.event())["data"]))

        assert errors == ["GRAPHQL_VALIDATION_FAILED"]
        assert await ours.event() == {"event": "complete", "data": ""}


async def test_streams_may_be_asked_for_by_get_but_not_mutations(
    http: httpx.AsyncClient, acme: Cast
) -> None:
    who = await sign_in(acme.owner)
    mutation = 'mutation { updateCompany(input: {name: "Changed"}) { company { name } } }'

    answer = await http.get(
        "/graphql", params={"query": "{ company { name } }"}, headers=who.headers | STREAM
    )
    refusal = await http.get("/graphql", params={"query": mutation}, headers=who.headers | STREAM)

    assert '"Acme"' in answer.text
    assert '"GRAPHQL_OPERATION_NOT_ALLOWED"' in refusal.text


async def test_a_token_that_is_none_is_401(http: httpx.AsyncClient) -> None:
    headers = STREAM | {"authorization": "Bearer nonsense"}

    answer = await http.post("/graphql", json={"query": EVENTS}, headers=headers)

    assert (answer.status_code, codes(answer.json())) == (401, ["TOKEN_INVALID"])


async def test_a_stream_breaks_off_with_its_session(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    async with (
        listening(http, who, after=await position(http, acme)) as ours,
        listening(http, await sign_in(rival.owner), after=await position(http, rival)) as theirs,
    ):
        await happen(acme, 1)
        assert await ours.number() == 1
        with acting_for(acme.id):
            await who.session.end(reason="SIGNED_OUT", by=acme.owner)

        rest = [await ours.event(), await ours.event()]
        await happen(rival, 2)
        assert await theirs.number() == 2

    assert not any(event.get("event") == "complete" for event in rest)
    assert rest[-1] == {}


async def test_a_stream_breaks_off_when_the_process_stops(
    http: httpx.AsyncClient, acme: Cast
) -> None:
    try:
        async with listening(http, await sign_in(acme.owner)) as ours:
            await departures.sweep(within=0)
            assert await ours.event() == {}
    finally:
        departures.begun = False


async def test_nothing_is_left_of_a_stream_whose_client_went_away(
    http: httpx.AsyncClient, acme: Cast
) -> None:
    before = SUBSCRIPTIONS._value.get()
    async with listening(http, await sign_in(acme.owner), after=await position(http, acme)) as ours:
        await happen(acme, 1)
        await ours.number()
        assert SUBSCRIPTIONS._value.get() == before + 1

    async with asyncio.timeout(SOON):
        while SUBSCRIPTIONS._value.get() != before:
            await asyncio.sleep(0.01)


async def position(http: httpx.AsyncClient, company: Cast) -> str:
    who = await sign_in(company.owner)
    answer = await http.post("/graphql", json={"query": "{ cursor }"}, headers=who.headers)
    return str(answer.json()["data"]["cursor"])
