"""A server that is told to stop finishes what it began and sends all others away to come back."""

import asyncio
import signal
from pathlib import Path

import asyncpg
import httpx
import pytest

from models.identity import Company
from models.tenancy import acting_for
from tests.clients import SOON, sign_in, socket_of
from tests.people import Cast
from tests.serving import serving

EVENTS = "subscription { events { cursor } }"
RENAME = """mutation { updateCompany(input: {name: "Done"}) { company { name } } }"""


async def test_a_stop_is_graceful(database: str, acme: Cast, rival: Cast, tmp_path: Path) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    owner = await asyncpg.connect(database)
    async with (
        serving(tmp_path) as served,
        socket_of(served.door, who) as ours,
        socket_of(served.door, stranger) as theirs,
        served.http.stream(
            "POST",
            "/graphql",
            json={"query": EVENTS},
            headers=who.headers | {"accept": "text/event-stream"},
        ) as stream,
    ):
        await ours.subscribe("live", EVENTS)
        lock = owner.transaction()
        await lock.start()
        await owner.execute("LOCK TABLE companies")
        begun = asyncio.create_task(
            served.http.post("/graphql", json={"query": RENAME}, headers=who.headers)
        )
        await waiting_for_lock(owner)
        served.stop()

        assert [(await socket.closed())[0] for socket in (ours, theirs)] == [1012, 1012]
        async with asyncio.timeout(SOON):
            rest = [line async for line in stream.aiter_lines()]
        with pytest.raises(httpx.ConnectError):
            async with httpx.AsyncClient() as newcomer:
                await newcomer.get(f"{served.door.url}/livez")
        assert not begun.done()
        await lock.rollback()
        answer = await begun

        assert answer.json()["data"] == {"updateCompany": {"company": {"name": "Done"}}}
        assert "event: complete" not in rest
        assert await served.stopped() == -signal.SIGTERM  # after all, it was told to
    await owner.close()
    for company, name in ((acme, "Done"), (rival, "Rival")):
        with acting_for(company.id):
            assert (await Company.current()).name == name
    assert '"event":"serve.stopped"' in served.log.read_text()


async def waiting_for_lock(owner: asyncpg.Connection) -> None:
    async with asyncio.timeout(SOON):
        while not await owner.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
            await asyncio.sleep(0.02)
