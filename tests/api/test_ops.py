"""The operator's console: absent, shut, and open to one who knows the password."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest

from models.job import Job, JobState
from models.tenancy import acting_for
from tests.clients import SOON, sign_in
from tests.fleet import Process, start, start_api
from tests.people import Cast
from tests.work import die

PASSWORD = "an operator's password, and a long one"
OURS = {"x-requested-with": "ops"}


@pytest.fixture(scope="module")
async def console(house: None) -> AsyncIterator[Process]:
    server = await start_api(OPS_PASSWORD=PASSWORD)
    yield server
    await server.stop()


@pytest.fixture
async def browser(console: Process) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=console.url) as client:
        yield client


@pytest.fixture
async def operator(console: Process) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=console.url, auth=("ops", PASSWORD)) as client:
        yield client


@pytest.mark.parametrize(
    "auth", [None, ("ops", "wrong"), ("ops", ""), ("", PASSWORD), ("ops", PASSWORD + "x")]
)
@pytest.mark.parametrize("path", ["/ops", "/ops/live", "/ops/assets/ops.js"])
async def test_without_the_password_there_is_nothing_to_see(
    browser: httpx.AsyncClient, auth: tuple[str, str] | None, path: str
) -> None:
    answer = await browser.get(path, auth=auth)

    assert answer.status_code == 401
    assert answer.content == b""
    assert answer.headers["www-authenticate"].startswith("Basic")


async def test_an_owner_is_no_operator(browser: httpx.AsyncClient, acme: Cast) -> None:
    owner = await sign_in(acme.owner)

    assert (await browser.get("/ops", headers=owner.headers)).status_code == 401


async def test_unless_configured_there_is_no_console(http: httpx.AsyncClient) -> None:
    assert (await http.get("/ops", auth=("ops", PASSWORD))).status_code == 404


async def test_the_page_loads_from_here_only(operator: httpx.AsyncClient) -> None:
    page = await operator.get("/ops")

    assert page.status_code == 200
    assert "default-src 'none'; script-src 'self'" in page.headers["content-security-policy"]
    for name in ("ops.js", "ops.css", "icon.svg"):
        assert f"/ops/assets/{name}" in page.text
        assert (await operator.get(f"/ops/assets/{name}")).status_code == 200
    assert (await operator.get("/ops/assets/..%2Fdoor.py")).status_code == 404


async def test_it_shows_every_company_its_dead_and_who_is_there(
    operator: httpx.AsyncClient, console: Process, acme: Cast, rival: Cast
) -> None:
    kind = f"test.{acme.id}"
    ours, theirs = await die(acme, kind), await die(rival, kind)

    picture = await seen(operator)

    dead = {job["id"]: job for job in picture["dead"]}
    assert dead[str(ours)]["company"] == "Acme"
    assert dead[str(theirs)]["error"] == "PermanentFailure"
    assert next(load for load in picture["kinds"] if load["name"] == kind)["dead"] == 2
    assert picture["redis"]
    assert picture["migrations"] is None
    assert f":{console.child.pid}" in " ".join(process["name"] for process in picture["processes"])
    assert picture["database"]["pools"]["company"]["size"] >= 0


async def test_a_dead_job_is_given_another_life(
    operator: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    ours, theirs = await die(acme, "test.revived"), await die(rival, "test.revived")

    answer = await operator.post(f"/ops/jobs/{ours}/retry", headers=OURS)
    again = await operator.post(f"/ops/jobs/{ours}/retry", headers=OURS)

    assert answer.json() == {"retried": 1}
    assert (again.status_code, again.json()["code"]) == (409, "JOB_NOT_DEAD")
    assert await state(acme, ours) is not JobState.DEAD
    assert await state(rival, theirs) is JobState.DEAD


async def test_all_of_a_kind_and_company_are_given_another_life(
    operator: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    kind = f"test.{acme.id}"
    ours = [await die(acme, kind) for _ in range(3)]
    other, theirs = await die(acme, "test.other"), await die(rival, kind)

    wanted = {"kind": kind, "company_id": str(acme.id)}
    answer = await operator.post("/ops/jobs/retry", headers=OURS, json=wanted)

    assert answer.json() == {"retried": 3}
    assert JobState.DEAD not in [await state(acme, id) for id in ours]
    assert await state(acme, other) is JobState.DEAD
    assert await state(rival, theirs) is JobState.DEAD


async def test_a_kind_is_paused_for_all_and_resumed(
    operator: httpx.AsyncClient, acme: Cast
) -> None:
    kind = f"test.{acme.id}"

    paused = await operator.post(f"/ops/kinds/{kind}/pause", headers=OURS)
    while_paused = (await seen(operator))["paused"]
    resumed = await operator.post(f"/ops/kinds/{kind}/resume", headers=OURS)

    assert (paused.json(), resumed.json()) == ({"paused": True}, {"paused": False})
    assert kind in while_paused
    assert kind not in (await seen(operator))["paused"]


async def test_a_worker_is_on_the_roll_until_it_stops(operator: httpx.AsyncClient) -> None:
    worker = await start("worker")
    try:
        while not _workers(shown := await seen(operator)):
            await asyncio.sleep(0.2)
    finally:
        await worker.stop()

    assert _workers(shown)[0]["figures"]["capacity"] > 0
    assert not _workers(await seen(operator))


def _workers(picture: dict[str, Any]) -> list[dict[str, Any]]:
    return [process for process in picture["processes"] if process["role"] == "worker"]


async def test_another_hosts_page_can_do_nothing(operator: httpx.AsyncClient, acme: Cast) -> None:
    ours = await die(acme, "test.kept")

    assert (await operator.post(f"/ops/jobs/{ours}/retry")).status_code == 403
    assert (await operator.post("/ops/jobs/retry", json={})).status_code == 403
    assert (await operator.post("/ops/kinds/mail.send/pause")).status_code == 403
    assert await state(acme, ours) is JobState.DEAD


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"company_id": "x"}', b'{"kind": 1}'])
async def test_a_request_that_means_nothing_does_nothing(
    operator: httpx.AsyncClient, acme: Cast, body: bytes
) -> None:
    ours = await die(acme, "test.kept")

    answer = await operator.post("/ops/jobs/retry", headers=OURS, content=body)

    assert answer.status_code == 400
    assert await state(acme, ours) is JobState.DEAD


async def test_it_is_live(operator: httpx.AsyncClient, acme: Cast) -> None:
    async with asyncio.timeout(SOON), operator.stream("GET", "/ops/live") as answer:
        lines = answer.aiter_lines()
        first = await _next(lines)
        ours = await die(acme, "test.live")
        while True:
            later = await _next(lines)
            if str(ours) in [job["id"] for job in later["dead"]]:
                break

    assert str(ours) not in [job["id"] for job in first["dead"]]
    assert later["at"] > first["at"]


async def seen(operator: httpx.AsyncClient) -> dict[str, Any]:
    """A picture in which this server has had the time to say that it is there."""
    async with asyncio.timeout(SOON), operator.stream("GET", "/ops/live") as answer:
        lines = answer.aiter_lines()
        while not (picture := await _next(lines))["processes"]:
            pass
    return picture


async def _next(lines: AsyncIterator[str]) -> dict[str, Any]:
    async for line in lines:
        if line.startswith("data: "):
            return dict(orjson.loads(line.removeprefix("data: ")))
    raise AssertionError("the stream ended")


async def state(company: Cast, id: UUID) -> JobState:
    with acting_for(company.id):
        return (await Job.get(id=id)).state
