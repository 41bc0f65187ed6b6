"""An operation that takes too long, or is one too many, says so and does nothing by halves."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest

from api import bounds
from models.conversations import Conversation
from models.database import execute, fetch, transaction
from models.events import Event
from models.identifiers import global_id
from models.identity.throttle import caller
from models.tenancy import acting_for, every_company
from tests.answers import codes
from tests.clients import Door, SignedIn, sign_in, socket_of
from tests.customer import environment
from tests.locking import released
from tests.people import Cast
from tests.threads import open_conversation

SEND = "mutation Post($input: SendMessageInput!) { sendMessage(input: $input) { cursor } }"
SAID = """SELECT (SELECT count(*) FROM messages WHERE conversation_id = $1),
    (SELECT count(*) FROM events WHERE name = 'message.created')"""
COMPANY = {"query": "{ company { name } }"}
QUIET = """subscription ($after: Cursor) {
  events(after: $after, names: ["member.updated"]) { cursor } }"""
KEYED = {"extensions": {"idempotencyKey": "a-key-of-mine"}}
STREAM = {"accept": "text/event-stream"}


@asynccontextmanager
async def held(within: str = "0.1") -> AsyncIterator[None]:
    """Nobody can read conversations, and nobody waits for that for longer than so many seconds."""
    with every_company():
        async with transaction():
            await execute("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
            with environment(OPERATION_TIMEOUT_SECONDS=within):
                yield


def hello(conversation: Conversation) -> dict[str, Any]:
    input = {"conversationId": global_id("Conversation", conversation.id), "body": "Hi"}
    return {"query": SEND, "variables": {"input": input}}


async def said(company: Cast, conversation: Conversation) -> tuple[int, int]:
    """Messages of it, and the company's events of one; both at one moment."""
    with acting_for(company.id):
        [[messages, events]] = await fetch(SAID, conversation.id)
    return messages, events


@pytest.mark.parametrize("more", [{}, KEYED], ids=["planned", "executed"])
async def test_over_http(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, more: dict[str, Any]
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    ours = await open_conversation(acme)
    body = hello(ours) | more

    async with held():
        late = await http.post("/graphql", json=body, headers=who.headers)
        with environment(OPERATION_TIMEOUT_SECONDS="60"):
            fine = await http.post("/graphql", json=COMPANY, headers=stranger.headers)

    assert (late.status_code, codes(late.json())) == (503, ["OPERATION_TIMED_OUT"])
    assert "data" not in late.json()
    about = late.json()["errors"][0]["extensions"]
    assert (about["retryable"], about["requestId"]) == (True, late.headers["x-request-id"])
    assert fine.json()["data"] == {"company": {"name": "Rival"}}
    assert await said(acme, ours) == (1, 1)  # how it was opened
    again = await http.post("/graphql", json=body, headers=who.headers)
    assert "errors" not in again.json()
    assert await said(acme, ours) == (2, 2)


@pytest.mark.parametrize("more", [{}, KEYED], ids=["planned", "executed"])
async def test_over_a_socket(door: Door, acme: Cast, rival: Cast, more: dict[str, Any]) -> None:
    ours = await open_conversation(acme)
    async with socket_of(door, await sign_in(acme.owner)) as client:
        asked = {"id": "1", "type": "subscribe", "payload": hello(ours) | more}
        async with held():
            await client.send(asked)
            late = await client.receive()
        await client.send(asked)
        again = [(await client.receive())["type"] for _ in range(2)]

    assert (late["id"], late["type"]) == ("1", "error")
    assert late["payload"][0]["extensions"]["code"] == "OPERATION_TIMED_OUT"
    assert again == ["next", "complete"]
    assert await said(acme, ours) == (2, 2)


async def test_over_an_event_stream(http: httpx.AsyncClient, acme: Cast, rival: Cast) -> None:
    who, ours = await sign_in(acme.owner), await open_conversation(acme)
    async with held():
        late = await streamed(http, who, hello(ours))
    again = await streamed(http, who, hello(ours))

    assert codes(late) == ["OPERATION_TIMED_OUT"]
    assert "errors" not in again
    assert await said(acme, ours) == (2, 2)


async def test_subscriptions_may_last(door: Door, acme: Cast, rival: Cast) -> None:
    ours = await open_conversation(acme)
    async with socket_of(door, await sign_in(acme.owner)) as client:
        after = (await client.run("{ cursor }"))["data"]["cursor"]
        async with held():
            await client.subscribe("events", QUIET, after=after)
            await client.send({"id": "1", "type": "subscribe", "payload": hello(ours)})
            assert (await client.receive())["id"] == "1"
        with acting_for(acme.id):
            async with transaction():
                await Event.record("member.updated", acme.owner, changes={})
        told = await client.receive()

    assert (told["id"], told["type"]) == ("events", "next")


async def test_whenever_it_is_cut_it_is_done_or_not(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who, ours = await sign_in(acme.owner), await open_conversation(acme)
    await http.post("/graphql", json=hello(ours), headers=who.headers)
    done, before = 0, await said(acme, ours)
    outcomes, seconds = set(), 0.0002

    while seconds < 0.008 or (200 not in outcomes and seconds < 10):
        with environment(OPERATION_TIMEOUT_SECONDS=str(seconds)):
            answer = await http.post("/graphql", json=hello(ours), headers=who.headers)
        outcomes.add(answer.status_code)
        done += answer.status_code == 200
        seconds *= 1.07
        await released("conversations")
        messages, events = await said(acme, ours)
        assert messages - before[0] == events - before[1] >= done

    assert outcomes == {200, 503}


async def test_a_viewer_has_so_many_at_work(
    door: Door, http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    ours = hello(await open_conversation(acme))
    with environment(OPERATIONS_PER_VIEWER="2"), at_work(acme.owner.id, 2):
        over = await http.post("/graphql", json=COMPANY, headers=who.headers)
        async with socket_of(door, who) as client:
            over_a_socket = await client.run("{ company { name } }")
        over_a_stream = await streamed(http, who, ours)
        fine = await http.post("/graphql", json=COMPANY, headers=stranger.headers)
    after = await http.post("/graphql", json=COMPANY, headers=who.headers)

    assert (over.status_code, codes(over.json())) == (429, ["RATE_LIMITED"])
    about = over.json()["errors"][0]["extensions"]
    assert (about["quota"], about["limit"]) == ("operationsPerViewer", 2)
    assert over.headers["retry-after"] == str(about["retryAfter"])
    assert over_a_socket[0]["extensions"]["quota"] == "operationsPerViewer"
    assert codes(over_a_stream) == ["RATE_LIMITED"]
    assert (fine.status_code, after.status_code) == (200, 200)
    assert bounds._at_work == {}


async def test_strangers_have_so_many_of_an_address(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    with environment(OPERATIONS_PER_VIEWER="1"), at_work(caller("127.0.0.1"), 1):
        over = await http.post("/graphql", json={"query": "{ __typename }"})
        fine = await http.post("/graphql", json=COMPANY, headers=who.headers)

    assert (over.status_code, codes(over.json())) == (429, ["RATE_LIMITED"])
    assert over.json()["errors"][0]["extensions"]["quota"] == "operationsPerAddress"
    assert fine.status_code == 200


async def test_whatever_ends_gives_its_place_back(
    door: Door, http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who, ours = await sign_in(acme.owner), await open_conversation(acme)
    async with socket_of(door, who) as client:
        with environment(OPERATIONS_PER_VIEWER="2"):
            async with held(within="0.5"):
                send = {"type": "subscribe", "payload": hello(ours)}
                for id in ("1", "2", "3"):
                    await client.send({"id": id} | send)
                codes_of = [await client.receive() for _ in range(3)]
        kept = dict(bounds._at_work)

    told = {each["id"]: each["payload"][0]["extensions"]["code"] for each in codes_of}
    assert told == {"1": "OPERATION_TIMED_OUT", "2": "OPERATION_TIMED_OUT", "3": "RATE_LIMITED"}
    assert kept == {}


@contextmanager
def at_work(who: UUID | str, number: int) -> Iterator[None]:
    """So many operations that do not end by themselves."""
    bounds._at_work[who] = number
    yield
    del bounds._at_work[who]


async def streamed(http: httpx.AsyncClient, who: SignedIn, body: dict[str, Any]) -> Any:
    """What a lone operation's event stream says, which then is over."""
    answer = await http.post("/graphql", json=body, headers=who.headers | STREAM)
    event, end = answer.text.strip().split("\n\n")
    assert end.startswith("event: complete")
    return orjson.loads(event.partition("data: ")[2])
