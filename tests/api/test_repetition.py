"""A key given by each transport, and what HTTP says of it beyond the others."""

import asyncio
import os
from hashlib import sha256
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import orjson

from models.contacts import Contact
from models.tenancy import acting_for
from tests.clients import Door, SignedIn, sign_in, socket_of
from tests.fleet import start_api
from tests.people import Cast

CREATE = (
    "mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id } } }"
)
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def asked(name: str = "Kim", **more: Any) -> dict[str, Any]:
    return {"query": CREATE, "variables": {"input": {"name": name}}, **more}


def under(who: SignedIn, key: str | None = None) -> dict[str, str]:
    return who.headers if key is None else {**who.headers, "Idempotency-Key": key}


async def contacts(company: Cast) -> int:
    with acting_for(company.id):
        return await Contact.all().count()


async def test_a_header_or_an_extension_and_the_answer_says_that_it_is_a_repetition(
    http: httpx.AsyncClient, acme: Cast
) -> None:
    who, key = await sign_in(acme.owner), uuid4().hex
    first = await http.post("/graphql", json=asked(), headers=under(who, key))
    again = await http.post("/graphql", json=asked(), headers=under(who, f'"{key}"'))
    by_extension = asked(extensions={"idempotencyKey": key})
    third = await http.post("/graphql", json=by_extension, headers=who.headers)

    assert first.status_code == again.status_code == third.status_code == 200
    assert "idempotent-replayed" not in first.headers
    assert "replayed" not in first.json()["extensions"]
    for repeated in (again, third):
        assert repeated.headers["idempotent-replayed"] == "true"
        assert repeated.json()["extensions"]["replayed"] is True
        assert orjson.dumps(repeated.json()["data"]) == orjson.dumps(first.json()["data"])
    assert await contacts(acme) == 1


async def test_another_input_is_422_and_a_bad_key_400(http: httpx.AsyncClient, acme: Cast) -> None:
    who, key = await sign_in(acme.owner), uuid4().hex
    await http.post("/graphql", json=asked(), headers=under(who, key))

    other = await http.post("/graphql", json=asked("Lee"), headers=under(who, key))
    assert (other.status_code, code(other)) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert "data" not in other.json()
    for bad in ("k" * 256, "two words", "ü", ""):
        refused = await http.post(
            "/graphql", json=asked(extensions={"idempotencyKey": bad}), headers=who.headers
        )
        assert (refused.status_code, code(refused)) == (400, "IDEMPOTENCY_KEY_INVALID")
    both = asked(extensions={"idempotencyKey": "another"})
    refused = await http.post("/graphql", json=both, headers=under(who, key))
    assert (refused.status_code, code(refused)) == (400, "IDEMPOTENCY_KEY_INVALID")
    assert await contacts(acme) == 1


async def test_by_its_hash_a_document_is_the_same(http: httpx.AsyncClient, acme: Cast) -> None:
    who, key = await sign_in(acme.owner), uuid4().hex
    await http.post("/graphql", json=asked(), headers=under(who, key))
    named = {"persistedQuery": {"version": 1, "sha256Hash": sha256(CREATE.encode()).hexdigest()}}
    short = {"variables": asked()["variables"], "extensions": named}
    again = await http.post("/graphql", json=short, headers=under(who, key))
    assert again.json()["extensions"]["replayed"] is True
    assert await contacts(acme) == 1


async def test_who_comes_second_waits_for_the_first_and_has_its_answer(
    http: httpx.AsyncClient, acme: Cast
) -> None:
    who, key = await sign_in(acme.owner), uuid4().hex
    owner = await asyncpg.connect(os.environ["DATABASE_URL"])
    async with owner.transaction():
        await owner.execute("SELECT 1 FROM event_heads WHERE company_id = $1 FOR UPDATE", acme.id)
        first = asyncio.create_task(
            http.post("/graphql", json=asked(), headers=under(who, key), timeout=20)
        )
        await waiting(1)
        second = asyncio.create_task(
            http.post("/graphql", json=asked(), headers=under(who, key), timeout=20)
        )
        await waiting(2)
    await owner.close()
    answers = [(await each).json() for each in (first, second)]
    assert answers[0]["data"] == answers[1]["data"]
    assert [each["extensions"].get("replayed") for each in answers] == [None, True]
    assert await contacts(acme) == 1


async def test_over_a_socket_and_streams(http: httpx.AsyncClient, door: Door, acme: Cast) -> None:
    who, key = await sign_in(acme.owner), uuid4().hex
    given = {"idempotencyKey": key}
    async with socket_of(door, who) as socket:
        frames = []
        for id in ("1", "2"):
            payload = asked(extensions=given)
            await socket.send({"id": id, "type": "subscribe", "payload": payload})
            frames.append((await socket.receive())["payload"])
            assert (await socket.receive())["type"] == "complete"
        for bad in ("", 7):
            payload = asked(extensions={"idempotencyKey": bad})
            await socket.send({"id": "3", "type": "subscribe", "payload": payload})
            [error] = (await socket.receive())["payload"]
            assert error["extensions"]["code"] == "IDEMPOTENCY_KEY_INVALID"
    stream = {**under(who, key), "accept": "text/event-stream"}
    distinct = await http.post("/graphql", json=asked(), headers=stream)
    frames.append(
        distinct.json()
        if "json" in distinct.headers["content-type"]
        else orjson.loads(distinct.text.split("data: ", 1)[1].split("\n", 1)[0])
    )

    token = (await http.put("/graphql", headers=who.headers)).text
    single = {**who.headers, "x-graphql-event-stream-token": token}
    async with http.stream(
        "GET", "/graphql", headers={**single, "accept": "text/event-stream"}
    ) as events:
        added = asked(extensions={"operationId": "1"})
        response = await http.post(
            "/graphql", json=added, headers={**single, "Idempotency-Key": key}
        )
        assert response.status_code == 202
        async for line in events.aiter_lines():
            if line.startswith("data: {"):
                frames.append(orjson.loads(line[6:])["payload"])
                break

    assert len({orjson.dumps(frame["data"]) for frame in frames}) == 1
    assert [frame["extensions"].get("replayed") for frame in frames] == [None, True, True, True]
    assert await contacts(acme) == 1


async def test_who_is_killed_before_the_commit_leaves_neither_effect_nor_key(acme: Cast) -> None:
    who, key = await sign_in(acme.owner), uuid4().hex
    owner = await asyncpg.connect(os.environ["DATABASE_URL"])
    server = await start_api()
    async with httpx.AsyncClient(timeout=20) as http:
        async with owner.transaction():
            await owner.execute(
                "SELECT 1 FROM event_heads WHERE company_id = $1 FOR UPDATE", acme.id
            )
            doomed = asyncio.create_task(
                http.post(f"{server.url}/graphql", json=asked(), headers=under(who, key))
            )
            await waiting(1)  # the contact and the key are written, its event is not
            await server.kill()
            await asyncio.wait([doomed])
            assert doomed.exception() is not None
        assert await contacts(acme) == 0

        server = await start_api()
        first = await http.post(f"{server.url}/graphql", json=asked(), headers=under(who, key))
        assert "replayed" not in first.json()["extensions"]
        await server.kill()  # and of what was committed, the answer is there after its process
        server = await start_api()
        again = await http.post(f"{server.url}/graphql", json=asked(), headers=under(who, key))
        await server.kill()
    assert again.json()["data"] == first.json()["data"]
    assert again.json()["extensions"]["replayed"] is True
    assert await contacts(acme) == 1
    await owner.close()


async def waiting(wanted: int) -> None:
    """Until so many connections to this database wait for a lock."""
    looking = await asyncpg.connect(os.environ["DATABASE_URL"])
    async with asyncio.timeout(15):
        while await looking.fetchval(WAITING) < wanted:
            await asyncio.sleep(0.02)
    await looking.close()


def code(response: httpx.Response) -> str:
    [error] = response.json()["errors"]
    return str(error["extensions"]["code"])
