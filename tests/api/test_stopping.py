"""A server that is told to stop finishes what it began and sends all others away to come back."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from models.identity import Company
from models.tenancy import acting_for
from tests.clients import SOON, SignedIn, sign_in, socket_of
from tests.people import Cast
from tests.serving import Served, serving

EVENTS = "subscription { events { cursor } }"
RENAME = """mutation { updateCompany(input: {name: "Done"}) { company { name } } }"""


async def test_a_stop_is_graceful(database: str, acme: Cast, rival: Cast, tmp_path: Path) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    async with (
        serving(tmp_path) as served,
        socket_of(served.door, who) as ours,
        socket_of(served.door, stranger) as theirs,
        listening(served, who) as stream,
    ):
        await ours.subscribe("live", EVENTS)
        async with asyncio.timeout(SOON):
            await anext(stream)  # its first keep-alive: from here on it only waits
        async with held_up(database, "companies") as owner:
            begun = asyncio.create_task(
                served.http.post("/graphql", json={"query": RENAME}, headers=who.headers)
            )
            await waiting_for_lock(owner)
            served.stop()

            assert [(await socket.closed())[0] for socket in (ours, theirs)] == [1012, 1012]
            async with asyncio.timeout(SOON):
                rest = [line async for line in stream]
            with pytest.raises(httpx.ConnectError):
                async with httpx.AsyncClient() as newcomer:
                    await newcomer.get(f"{served.door.url}/livez")
            assert not begun.done()
        answer = await begun

        assert answer.json().get("errors") is None
        assert answer.json()["data"] == {"updateCompany": {"company": {"name": "Done"}}}
        assert "event: complete" not in rest
        assert await served.stopped() == -signal.SIGTERM  # after all, it was told to
    for company, name in ((acme, "Done"), (rival, "Rival")):
        with acting_for(company.id):
            assert (await Company.current()).name == name
    assert '"event":"serve.stopped"' in served.log.read_text()


@asynccontextmanager
async def listening(served: Served, who: SignedIn) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of a stream of server-sent events."""
    headers = who.headers | {"accept": "text/event-stream"}
    async with served.http.stream(
        "POST", "/graphql", json={"query": EVENTS}, headers=headers
    ) as response:
        yield response.aiter_lines()


@asynccontextmanager
async def held_up(database: str, table: str) -> AsyncIterator[asyncpg.Connection]:
    """Whoever needs this table waits."""
    owner = await asyncpg.connect(database)
    try:
        async with owner.transaction():
            await owner.execute(f"LOCK TABLE {table}")
            yield owner
    finally:
        await owner.close()


async def waiting_for_lock(owner: asyncpg.Connection) -> None:
    async with asyncio.timeout(SOON):
        while not await owner.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            await asyncio.sleep(0.02)
