"""A server whose PostgreSQL is cut off again and again, stopped and started: it is no bug."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any, Final
from uuid import uuid4

import asyncpg
import httpx
import orjson
import pytest

from models import embedded
from models.away import EVERY
from models.contacts import Contact
from models.inboxes import InboundEvent
from models.tenancy import acting_for
from tests.clients import open_socket, sign_in
from tests.doors import sender, sign, written
from tests.people import Cast
from tests.serving import Served, serving

OPERATOR: Final = "an operator's password for tests"
CUTS: Final = 20
PATIENCE: Final = 40.0  # seconds: others may be at work on this machine, too
CREATE = """mutation ($name: String!) {
  createContact(input: {name: $name}) { contact { name } }
}"""
CONTACTS = "{ contacts(first: 10) { edges { node { name } } } }"
EVENTS = """subscription ($after: Cursor) {
  events(after: $after, names: ["contact.created"]) { cursor event { name } } }"""


async def test_cut_off_stopped_and_started(
    servers: embedded.Servers | None, database: str, acme: Cast, rival: Cast, tmp_path: Path
) -> None:
    if servers is None:
        pytest.skip("It stops PostgreSQL, which must be its own.")
    headers = (await sign_in(acme.owner)).headers
    customer, told, done = await sender(acme), Counter[Any](), Counter[str]()
    stop = asyncio.Event()

    async def read(http: httpx.AsyncClient) -> None:
        while not stop.is_set():
            told[outcome(await post(http, CONTACTS, headers))] += 1

    async def write(http: httpx.AsyncClient) -> None:
        while not stop.is_set():
            key = {"idempotency-key": uuid4().hex}
            for again in range(10_000):
                answer = await post(http, CREATE, headers | key, name="one of many")
                told[outcome(answer)] += 1
                if answer.status_code == 200:
                    done["again" if again else "at once"] += 1
                    break

    async def push(http: httpx.AsyncClient) -> None:
        while not stop.is_set():
            id, body = f"evt_{uuid4().hex}", orjson.dumps(written())
            status = 503
            while status == 503:
                signed = sign(customer.secret, body, id=id)
                path = f"/inbound/{customer.inbox.id}"
                status = (await http.post(path, content=body, headers=signed)).status_code
                told["push", status] += 1
            done["pushed"] += 1

    began = monotonic()
    async with serving(tmp_path, OPS_PASSWORD=OPERATOR) as served:
        async with follower(served, headers) as heard:
            works = (read, read, write, write, push)
            at_work = [asyncio.create_task(each(served.http)) for each in works]
            await cut_again_and_again(database, CUTS)
            await asyncio.to_thread(servers.postgres.stop)
            try:
                await require_closed_doors(served, headers)
            finally:
                await asyncio.to_thread(servers.postgres.start)
            await answering(served.http, headers)
            stop.set()
            await asyncio.gather(*at_work)
            async with asyncio.timeout(PATIENCE):
                while len(heard) < done["again"] + done["at once"]:
                    await asyncio.sleep(0.05)
        metrics = (await served.http.get("/metrics")).text

    log = served.log.read_text()
    lines = [orjson.loads(line) for line in log.splitlines()]
    worse = Counter(line["event"] for line in lines if line["level"] != "info")
    print(dict(told), dict(done), dict(worse))
    assert set(told) == {(200, None), (503, "UNAVAILABLE"), ("push", 202), ("push", 503)}
    assert len(set(heard)) == len(heard) == done["again"] + done["at once"]
    assert [line for line in lines if line["level"] in ("error", "critical")] == []
    assert [line for line in lines if "exception" in line] == []
    assert "Traceback" not in log
    assert worse["database.away"] <= 1 + (monotonic() - began) / EVERY
    assert 'chatia_errors_total{code="UNAVAILABLE"}' in metrics
    assert 'chatia_errors_total{code="INTERNAL"}' not in metrics
    with acting_for(acme.id):
        assert await Contact.filter(name="one of many").count() == len(heard)
        assert await InboundEvent.all().count() == done["pushed"]
    with acting_for(rival.id):
        assert await Contact.all().count() == 0


async def cut_again_and_again(database: str, times: int) -> None:
    owner = await asyncpg.connect(database)
    try:
        for _ in range(times):
            await owner.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'"
            )
            await asyncio.sleep(0.04)
    finally:
        await owner.close()


async def require_closed_doors(served: Served, headers: dict[str, str]) -> None:
    """While there is no PostgreSQL at all."""
    http = served.http
    async with asyncio.timeout(PATIENCE):
        # For a second, what is known of the token is believed.
        while (await http.put("/graphql", headers=headers)).status_code == 201:
            await asyncio.sleep(0.05)
    streams = headers | {"accept": "text/event-stream"}
    operator = {"x-requested-with": "ops"}
    for answer in (
        await post(http, CONTACTS, headers),
        await post(http, CREATE, headers, name="nobody"),
        await post(http, EVENTS, streams),
        await http.put("/graphql", headers=headers),
        await http.post(
            "/ops/kinds/message.deliver/pause", headers=operator, auth=("ops", OPERATOR)
        ),
    ):
        assert outcome(answer) == (503, "UNAVAILABLE"), answer.text
        assert answer.headers["retry-after"] == "1"
        assert "data" not in answer.json()
    async with open_socket(served.door) as client:
        await client.send({"type": "connection_init", "payload": headers})
        code, reason = await client.closed()
    assert (code, reason.partition(":")[0]) == (1013, "UNAVAILABLE")
    ready = await http.get("/readyz")
    assert (ready.status_code, ready.json()["checks"]["database"]) == (503, "unreachable")
    assert (await http.get("/livez")).status_code == 200


async def answering(http: httpx.AsyncClient, headers: dict[str, str]) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await post(http, CONTACTS, headers)).status_code != 200:
            await asyncio.sleep(0.05)


@asynccontextmanager
async def follower(served: Served, headers: dict[str, str]) -> AsyncIterator[list[str]]:
    """The cursors of all events that one socket was told, which is never given up by the server."""
    heard: list[str] = []
    async with open_socket(served.door) as client:
        await client.init(headers)
        await client.subscribe("live", EVENTS)

        async def listen() -> None:
            while True:
                message = await client.receive(within=60)
                assert message["type"] == "next", message
                assert "errors" not in message["payload"], message
                heard.append(message["payload"]["data"]["events"]["cursor"])

        listening = asyncio.create_task(listen())
        try:
            yield heard
        finally:
            ended = listening.done()
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
            assert not ended


async def post(
    http: httpx.AsyncClient, document: str, headers: dict[str, str], **variables: Any
) -> httpx.Response:
    body = {"query": document, "variables": variables}
    return await http.post("/graphql", json=body, headers=headers)


def outcome(answer: httpx.Response) -> tuple[int, str | None]:
    errors = answer.json().get("errors")
    return answer.status_code, errors[0]["extensions"]["code"] if errors else None
