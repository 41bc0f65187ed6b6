"""What operations may cost: everybody's measure, how it is told, and that it is everybody's own."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest
from prometheus_client import REGISTRY

from api import costs
from models.live.buckets import MINUTE, buckets
from models.settings import settings
from schema.documents import Documents
from tests.answers import codes
from tests.clients import Door, SignedIn, sign_in, socket_of
from tests.people import Cast

COMPANY = "query Company { company { name } }"  # costs 2
PAGE = "query Page { members(first: 100) { edges { node { id name } } } }"  # costs 401
STATE = re.compile(r'"(viewer|company|address)";r=(\d+);t=(\d+)')


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`narrow(viewer=…)`: so much in a minute, and of the others a lot."""

    def narrow(**sizes: int) -> None:
        changes = {f"cost_per_{name}": size for name, size in sizes.items()}
        changed = settings().model_copy(update=changes)
        monkeypatch.setattr(costs, "settings", lambda: changed)

    return narrow


async def ask(
    http: httpx.AsyncClient, who: SignedIn | None, query: str = COMPANY, **more: Any
) -> httpx.Response:
    headers = who.headers if who else {}
    return await http.post("/graphql", json={"query": query, **more}, headers=headers)


def state(answer: httpx.Response) -> tuple[str, Any, int]:
    found = STATE.fullmatch(answer.headers["ratelimit"])
    assert found is not None
    return found[1], int(found[2]), int(found[3])


async def test_every_answer_tells_how_much_is_left(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, narrow: Any
) -> None:
    narrow(viewer=6_000, company=60_000)
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    await ask(http, stranger)

    answers = [await ask(http, who) for _ in range(20)]

    assert answers[0].headers["ratelimit-policy"] == '"viewer";q=6000;w=60, "company";q=60000;w=60'
    assert state(answers[-1]) == ("viewer", pytest.approx(5_960, abs=40), 1)
    assert state(await ask(http, stranger))[1] > state(answers[-1])[1]


async def test_who_asks_is_told_what_it_cost(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, narrow: Any
) -> None:
    narrow(viewer=600_000)
    who = await sign_in(acme.owner)
    await ask(http, who, PAGE)

    answers = [await ask(http, who, PAGE, extensions={"cost": True}) for _ in range(2)]
    plain = await ask(http, who, PAGE)

    for answer in answers:
        cost = answer.json()["extensions"]["cost"]
        assert cost["requested"] == 401
        assert (cost["maximum"], cost["restoreRate"], cost["bucket"]) == (600_000, 10_000, "viewer")
        assert 597_000 < cost["remaining"] < 600_000
        soon = datetime.now(UTC) + timedelta(seconds=1)
        assert datetime.fromisoformat(cost["resetAt"]) < soon
        assert answer.json()["extensions"]["requestId"] == answer.headers["x-request-id"]
    assert "cost" not in plain.json()["extensions"]


async def test_a_new_document_is_settled_once_it_is_weighed(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, narrow: Any
) -> None:
    narrow(viewer=6_000)
    who, new = await sign_in(acme.owner), "query SeenForTheFirstTime { company { name } }"
    assert Documents.memory.get(new) is None

    answer = await ask(http, who, new, extensions={"cost": True})
    faulty = await ask(http, who, "{ nothing }", extensions={"cost": True})

    assert answer.json()["extensions"]["cost"]["requested"] == 2
    assert state(answer)[1] > 5_990
    assert faulty.json()["extensions"]["cost"]["requested"] == costs.UNWEIGHED
    assert state(faulty)[1] < 5_100


async def test_whose_measure_is_empty_waits_and_nobody_else(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, narrow: Any
) -> None:
    narrow(viewer=6_000)
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    buckets.of(acme.owner.id, "viewer", 6_000)
    answers = [await ask(http, who, PAGE) for _ in range(25)]

    refused = next(answer for answer in answers if answer.status_code == 429)
    assert codes(refused.json()) == ["RATE_LIMITED"]
    assert "data" not in refused.json()
    about = refused.json()["errors"][0]["extensions"]
    assert (about["retryable"], about["bucket"]) == (True, "viewer")
    assert refused.headers["retry-after"] == str(about["retryAfter"])
    assert 1 <= about["retryAfter"] <= 4
    assert about["cost"]["requested"] == 401 > about["cost"]["remaining"]
    assert state(refused)[0] == "viewer"
    assert (await ask(http, stranger, PAGE)).status_code == 200


async def test_a_company_has_one_for_all_its_people(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, narrow: Any
) -> None:
    narrow(company=6_000)
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    costs.charge_events(acme.id, 5_998)  # events that were told

    refused = await ask(http, who, PAGE)

    assert (refused.status_code, codes(refused.json())) == (429, ["RATE_LIMITED"])
    assert refused.json()["errors"][0]["extensions"]["bucket"] == "company"
    assert (await ask(http, stranger, PAGE)).status_code == 200


async def test_strangers_have_one_for_an_address(
    http: httpx.AsyncClient, acme: Cast, rival: Cast, narrow: Any
) -> None:
    narrow(address=1_500)
    first = await ask(http, None, "{ nothing }")
    refused = await ask(http, None, "{ nothing }")

    assert (first.status_code, refused.status_code) == (400, 429)
    assert refused.json()["errors"][0]["extensions"]["bucket"] == "address"
    assert (await ask(http, await sign_in(acme.owner))).status_code == 200


async def test_a_socket_and_a_stream_take_from_the_same(
    http: httpx.AsyncClient, door: Door, acme: Cast, rival: Cast, narrow: Any
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    narrow(viewer=6_000)
    await ask(http, who, PAGE)
    bucket = buckets.of(acme.owner.id, "viewer", 6_000)
    async with socket_of(door, who) as ours, socket_of(door, stranger) as theirs:
        await ours.run(PAGE)
        buckets.take(bucket, 6_000, bucket.full_at - MINUTE)
        refused = await ours.run(PAGE)
        assert (await theirs.run(COMPANY))["data"] == {"company": {"name": "Rival"}}
    stream = await http.post(
        "/graphql",
        json={"query": "subscription { events { cursor } }"},
        headers=who.headers | {"accept": "text/event-stream"},
    )

    assert [error["extensions"]["code"] for error in refused] == ["RATE_LIMITED"]
    assert refused[0]["extensions"]["bucket"] == "viewer"
    assert (stream.status_code, codes(stream.json())) == (429, ["RATE_LIMITED"])


@pytest.mark.parametrize("query", [COMPANY, '{ company { name } node(id: "none") { id } }'])
async def test_a_socket_is_told_what_it_cost_if_it_asks(
    door: Door, acme: Cast, rival: Cast, query: str
) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as client:
        costs_told = []
        for about in ({"cost": True}, {}):
            payload = {"query": query, "extensions": about}
            await client.send({"id": "1", "type": "subscribe", "payload": payload})
            answer = (await client.receive())["payload"]
            assert (await client.receive())["type"] == "complete"
            assert answer["extensions"]["requestId"]
            costs_told.append(answer["extensions"].get("cost"))

    assert costs_told[0]["requested"] < 10
    assert costs_told[0]["bucket"] == "viewer"
    assert costs_told[1] is None


async def test_an_event_stream_is_told_too(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    body = {"query": "query Streamed { company { name } }", "extensions": {"cost": True}}

    answer = await http.post(
        "/graphql", json=body, headers=who.headers | {"accept": "text/event-stream"}
    )

    told = orjson.loads(answer.text.partition("data: ")[2].partition("\n")[0])
    assert told["data"] == {"company": {"name": "Acme"}}
    assert told["extensions"]["cost"]["requested"] == 2


async def test_points_are_counted_once_they_are_known(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    who, new = await sign_in(acme.owner), "query Counted { company { name } }"

    def counted() -> tuple[float | None, float | None]:
        return tuple(  # type: ignore[return-value]
            REGISTRY.get_sample_value("chatia_cost_points_total", {"of": of})
            for of in ("operations", "events")
        )

    before = counted()
    for query in (new, new, "{ nothing }"):
        await ask(http, who, query)
    costs.charge_events(acme.id, 3)

    spent = [after - past for after, past in zip(counted(), before, strict=True)]  # type: ignore[operator]
    assert spent == [2 + 2 + costs.UNWEIGHED, 3]
