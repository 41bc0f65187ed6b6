"""Beyond a rate one is slowed down, or refused and told which quota it was: nothing is lost."""

from collections.abc import Callable

import httpx
import orjson
import pytest

from api import rates
from api.rates import SLOWED, Meter, meters
from models.identity import Role
from models.settings import settings
from tests.api.fanout.conftest import (
    NAMED,
    happen,
    happen_at_once,
    live,
    marks,
    position,
    signed_in,
    until,
)
from tests.api.fanout.test_stalled import ALONE, shape_of
from tests.clients import SOON, Door, sign_in, socket_of
from tests.people import Cast, hire

Limit = Callable[..., None]


@pytest.fixture
def quota(monkeypatch: pytest.MonkeyPatch) -> Limit:
    """Set quotas, whose meters begin anew."""

    def quota(**quotas: int) -> None:
        little = settings().model_copy(update=quotas)
        monkeypatch.setattr("api.rates.settings", lambda: little)
        meters._meters.clear()

    monkeypatch.setattr(rates, "BURST", 0.1)
    return quota


def slowed(quota: str) -> float:
    return float(SLOWED.labels(quota)._value.get())


async def test_a_viewer_over_their_rate_is_slowed_and_misses_nothing(
    door: Door, acme: Cast, rival: Cast, quota: Limit
) -> None:
    quota(events_per_second_per_viewer=50)
    before, other = slowed("eventsPerSecondPerViewer"), await hire(acme, Role.OWNER)
    async with (
        socket_of(door, await sign_in(acme.owner)) as one,
        socket_of(door, await signed_in(other)) as two,
        socket_of(door, await sign_in(rival.owner)) as theirs,
    ):
        for client in (one, two, theirs):
            await client.subscribe("live", NAMED)
        await live(acme, 2)
        await live(rival, 1)
        told = await happen_at_once(acme, *range(20))
        await happen(rival, "theirs")
        assert await marks(theirs, 1) == ["theirs"]
        assert [await marks(client, 20) for client in (one, two)] == [told, told]
        # Of nothing more is there a debt: it is live again.
        await live(acme, 2)
        assert await happen(acme, "new") == await marks(one, 1) == await marks(two, 1)
    assert slowed("eventsPerSecondPerViewer") > before


async def test_who_would_have_to_wait_too_long_is_told_when_to_return(
    door: Door, acme: Cast, rival: Cast, quota: Limit, monkeypatch: pytest.MonkeyPatch
) -> None:
    quota(events_per_second_per_company=5)  # less than any machine makes happen
    monkeypatch.setattr(rates, "PATIENCE", 0.0)
    async with (
        socket_of(door, await sign_in(acme.owner)) as client,
        socket_of(door, await sign_in(rival.owner)) as theirs,
    ):
        start = await position(acme)
        await client.subscribe("live", NAMED, after=start)
        await theirs.subscribe("live", NAMED, after=await position(rival))
        await live(acme, 1)
        numbers = await happen(acme, *range(30))
        told = []
        while (message := await client.receive())["type"] == "next":
            told.append(message["payload"]["data"]["events"])
        (error,) = message["payload"]
        assert (message["type"], message["id"]) == ("error", "live")
        assert error["extensions"]["code"] == "QUOTA_EXCEEDED"
        assert error["extensions"]["quota"] == "eventsPerSecondPerCompany"
        assert (error["extensions"]["limit"], error["extensions"]["retryable"]) == (5, True)
        assert error["extensions"]["retryAfter"] >= 1
        assert await happen(rival, 1) == await marks(theirs, 1)

        # The socket stays, and the cursor leads on.
        quota(events_per_second_per_company=10_000)
        await client.subscribe("live", NAMED, after=told[-1]["cursor"] if told else start)
        rest = await marks(client, 30 - len(told))
        assert [each["event"]["changes"]["mark"] for each in told] + rest == numbers


@pytest.mark.parametrize(
    ("whose", "alone"), [("viewer", True), ("company", True), ("company", False)]
)
async def test_bytes_that_are_read_again_have_a_quota(
    door: Door,
    acme: Cast,
    rival: Cast,
    quota: Limit,
    limit: Limit,
    monkeypatch: pytest.MonkeyPatch,
    whose: str,
    alone: bool,
) -> None:
    quota(**{f"replay_bytes_per_{whose}": 2_000})
    monkeypatch.setattr(rates, "PATIENCE", 0.0)
    limit(chunk_bytes=1_000, backfill=0 if alone else 1_000, memo_count=1)
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    ours, theirs = await position(acme), await position(rival)
    for company in (acme, rival):
        await happen(company, *range(20))
    async with socket_of(door, who) as client, socket_of(door, stranger) as other:
        limit(chunk_bytes=1_000, backfill=10 if alone else 1_000, memo_count=1)
        for number in range(9):
            await client.subscribe(f"{number}", NAMED, after=ours)
            told = 0
            while (message := await client.receive())["type"] == "next" and told < 19:
                told += 1
            if message["type"] == "error":
                break
            await client.send({"type": "complete", "id": f"{number}"})
        (error,) = message["payload"]
        name = f"replayBytesPer{whose.title()}"
        assert (error["extensions"]["code"], error["extensions"]["quota"]) == (
            "QUOTA_EXCEEDED",
            name,
        )
        assert error["extensions"]["retryAfter"] >= 1
        # Of a rival, nobody's debt is theirs.
        await other.subscribe("live", NAMED, after=theirs)
        assert len(await marks(other, 1)) == 1


def test_a_meter_fills_at_its_rate_and_no_further() -> None:
    meter = Meter("q", 10, rate=10.0, size=20.0)
    start = meter.at
    assert meter.owe(25, start) == 0.5
    assert meter.fill(start + 1.0) == 5.0
    assert meter.fill(start + 100.0) == 20.0


async def test_meters_that_are_full_again_are_forgotten(
    acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rates, "KEPT", 4)
    meters._meters.clear()
    owing = meters.of(acme.viewer)
    owing.company.owe(10_000_000, owing.company.at)
    meters.of(rival.viewer)
    assert meters.of(acme.viewer).company is owing.company
    assert len(meters._meters) <= 6
    await until(lambda: meters._meters.clear(), lambda _: True)


@pytest.mark.parametrize("single", [True, False])
async def test_who_is_told_alone_has_the_same_quota(
    door: Door,
    http: httpx.AsyncClient,
    acme: Cast,
    rival: Cast,
    quota: Limit,
    monkeypatch: pytest.MonkeyPatch,
    single: bool,
) -> None:
    quota(events_per_second_per_viewer=50)
    monkeypatch.setattr(rates, "PATIENCE", 0.0)
    who, start = await sign_in(acme.owner), await position(acme)
    await happen(acme, *range(30))
    if single:
        shape_of(ALONE).personal = True
        async with socket_of(door, who) as client:
            await client.subscribe("1", ALONE, after=start)
            while (message := await client.receive())["type"] == "next":
                pass
            (error,) = message["payload"]
    else:
        body = {"query": ALONE, "variables": {"after": start}}
        headers = who.headers | {"accept": "text/event-stream"}
        answer = await http.post("/graphql", json=body, headers=headers, timeout=SOON)
        *told, last, complete, _ = answer.text.split("\n\n")
        assert complete.startswith("event: complete")
        assert 1 <= len(told) < 30
        (error,) = orjson.loads(last.partition("data: ")[2])["errors"]
    assert error["extensions"]["code"] == "QUOTA_EXCEEDED"
    assert error["extensions"]["quota"] == "eventsPerSecondPerViewer"
    async with socket_of(door, await sign_in(rival.owner)) as theirs:
        assert (await theirs.run("{ cursor }"))["data"]["cursor"] == await position(rival)
