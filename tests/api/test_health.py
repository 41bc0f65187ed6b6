"""Probes: alive, ready, and figures that name nobody."""

from pathlib import Path

import asyncpg
import httpx

from models import live
from tests.clients import Door, sign_in, socket_of
from tests.people import Cast
from tests.serving import serving

NOWHERE = "127.0.0.1:9"
EVERYTHING_OK = {"database": "ok", "migrations": "ok", "redis": "ok"}


async def test_a_sound_process_is_alive_and_ready(http: httpx.AsyncClient) -> None:
    alive, ready = await http.get("/livez"), await http.get("/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
    assert (ready.status_code, ready.json()) == (
        200,
        {"status": "ready", "checks": EVERYTHING_OK},
    )


async def test_pending_migrations_are_named(http: httpx.AsyncClient, database: str) -> None:
    owner = await asyncpg.connect(database)
    try:
        await owner.execute("UPDATE aerich SET version = 'x' || version WHERE version LIKE '7%'")
        answer = await http.get("/readyz")
    finally:
        await owner.execute("UPDATE aerich SET version = ltrim(version, 'x')")
        await owner.close()

    assert answer.status_code == 503
    assert answer.json()["checks"] == EVERYTHING_OK | {
        "migrations": "1 pending: run `chatia migrate`"
    }


async def test_a_lost_redis_is_named(http: httpx.AsyncClient) -> None:
    async with live.connected(f"redis://{NOWHERE}/0"):
        answer = await http.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"] == EVERYTHING_OK | {"redis": "unreachable"}
    assert (await http.get("/livez")).status_code == 200


async def test_a_lost_database_is_named_and_nothing_of_its_address(
    database: str, tmp_path: Path
) -> None:
    url = f"postgres://somebody:a-secret@{NOWHERE}/elsewhere"
    async with serving(tmp_path, DATABASE_APP_URL=url, DATABASE_EVERY_URL=url) as served:
        answer = await served.http.get("/readyz")
        alive = await served.http.get("/livez")

    assert (answer.status_code, alive.status_code) == (503, 200)
    assert answer.json()["checks"]["database"] == "unreachable"
    for text in ("a-secret", "somebody", "elsewhere"):
        assert text not in answer.text + served.log.read_text()


EVENTS = "subscription ($after: Cursor) { events(after: $after) { cursor } }"
CREATE = 'mutation { createContact(input: { name: "Kim" }) { cursor } }'


async def test_figures_tell_how_much_and_never_of_whom(
    door: Door, http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    before = await figures(http)
    ours = await sign_in(acme.owner)
    async with socket_of(door, ours) as client, socket_of(door, await sign_in(rival.owner)):
        now = (await client.run("{ cursor }"))["data"]["cursor"]
        await client.subscribe("live", EVENTS, after=now)
        await client.run("{ nothing }")
        await client.subscribe("made", CREATE)
        while (await client.receive())["id"] != "live":
            pass  # the subscription tells of it: it is at work
        during = await figures(http)

    assert during["chatia_hubs"] >= 1
    moved = {name for name, value in during.items() if value != before.get(name, 0.0)}
    assert {
        "chatia_sockets",
        "chatia_subscriptions",
        "chatia_hub_followers",
        'chatia_operations_total{kind="query",outcome="ok"}',
        'chatia_operations_total{kind="query",outcome="invalid"}',
        'chatia_operation_seconds_count{kind="query"}',
    } <= moved
    assert during["chatia_sockets"] - before["chatia_sockets"] == 2
    assert during["chatia_redis_reachable"] == 1
    assert 'chatia_pool_size{pool="company"}' in during
    assert "process_resident_memory_bytes" in during
    text = (await http.get("/metrics")).text
    for company in (acme, rival):
        assert str(company.id) not in text
        assert company.owner.name not in text


async def figures(http: httpx.AsyncClient) -> dict[str, float]:
    lines = (await http.get("/metrics")).text.splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}
