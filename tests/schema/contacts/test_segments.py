"""Filters over contacts, and segments that keep them, in the API."""

from typing import Any

import orjson
import pytest

from models.contacts import Contact
from models.contacts import segment as segments
from models.identity import Role
from models.tenancy import acting_for
from schema.context import Context
from tests.answers import codes
from tests.asking import planned
from tests.conftest import Ask
from tests.people import Cast, hire
from tests.plans import needs_plans
from tests.schema.contacts.documents import (
    CREATE_SEGMENT,
    DELETE_SEGMENT,
    LIST,
    SEGMENTS,
    UPDATE_SEGMENT,
)

GOLD = {"attribute": {"key": "plan", "is": ["gold"]}}


@pytest.fixture
async def crowd(acme: Cast, rival: Cast) -> Cast:
    for company in (acme, rival):
        with acting_for(company.id):
            plans = {"Ana": "gold", "Bruno": "tin", "Carla": "gold", "Dora": None}
            for name, plan in plans.items():
                attributes = {"plan": plan} if plan else {}
                await Contact.add(name=name, by=company.viewer, custom_attributes=attributes)
    return acme


def names(answer: dict[str, Any]) -> list[str]:
    assert codes(answer) == []
    return [edge["node"]["name"] for edge in answer["data"]["contacts"]["edges"]]


async def test_a_list_is_filtered_page_by_page(ask: Ask, crowd: Cast) -> None:
    viewer = crowd.viewer
    assert names(await ask(viewer, LIST, filter=GOLD)) == ["Ana", "Carla"]
    assert names(await ask(viewer, LIST, filter={"not": GOLD})) == ["Bruno", "Dora"]
    both = {"any": [{"name": {"is": ["dora"]}}, {"all": [GOLD, {"name": {"contains": "c"}}]}]}
    assert names(await ask(viewer, LIST, filter=both)) == ["Carla", "Dora"]
    silent = {"consent": {"channel": "API", "state": "UNKNOWN"}}
    assert names(await ask(viewer, LIST, filter={**GOLD, **silent})) == ["Ana", "Carla"]
    assert names(await ask(viewer, LIST, filter=GOLD, search="ana")) == ["Ana"]
    assert names(await ask(viewer, LIST, filter=None)) == ["Ana", "Bruno", "Carla", "Dora"]
    first = await ask(viewer, LIST, filter=GOLD, first=1)
    info = first["data"]["contacts"]["pageInfo"]
    assert (names(first), info["hasNextPage"]) == (["Ana"], True)
    following = await ask(viewer, LIST, filter=GOLD, first=1, after=info["endCursor"])
    assert names(following) == ["Carla"]


async def test_what_is_no_condition_is_named(ask: Ask, crowd: Cast) -> None:
    wrong = {"attribute": {"key": ""}, "name": {"is": []}}
    answer = await ask(crowd.viewer, LIST, filter=wrong)
    fields = answer["errors"][0]["extensions"]["fields"]
    assert [field["path"] for field in fields] == ["filter.name.is", "filter.attribute.key"]


async def test_a_segment_over_its_life(ask: Ask, crowd: Cast, rival: Cast) -> None:
    member = await hire(crowd, Role.MEMBER)
    made = await ask(member, CREATE_SEGMENT, input={"name": "Gold", "filter": GOLD})
    segment = made["data"]["createSegment"]["segment"]
    assert (segment["filter"], segment["version"]) == (GOLD, 1)
    assert segment["contactCount"] == {"count": 2, "capped": False}
    assert [edge["node"]["name"] for edge in segment["contacts"]["edges"]] == ["Ana", "Carla"]
    id = segment["id"]
    twice = await ask(member, CREATE_SEGMENT, input={"name": "Gold", "filter": {}})
    assert codes(twice) == ["SEGMENT_EXISTS"]
    for viewer, why in (
        (rival.viewer, "NOT_FOUND"),
        (await hire(crowd, Role.READ_ONLY), "FORBIDDEN"),
    ):
        for document in (UPDATE_SEGMENT, DELETE_SEGMENT):
            assert codes(await ask(viewer, document, input={"segmentId": id})) == [why]
    await ask(member, CREATE_SEGMENT, input={"name": "All", "filter": {}})
    listed = (await ask(crowd.viewer, SEGMENTS))["data"]["segments"]["edges"]
    assert [(e["node"]["name"], e["node"]["contactCount"]["count"]) for e in listed] == [
        ("All", 4),
        ("Gold", 2),
    ]
    assert (await ask(rival.viewer, SEGMENTS))["data"]["segments"]["edges"] == []
    changed = {"segmentId": id, "name": "Tin", "filter": {"not": GOLD}, "version": 1}
    after = await ask(member, UPDATE_SEGMENT, input=changed)
    assert after["data"]["updateSegment"]["segment"] == {
        "name": "Tin", "version": 2, "filter": {"not": GOLD},
    }  # fmt: skip
    late = await ask(member, DELETE_SEGMENT, input={"segmentId": id, "version": 1})
    assert codes(late) == ["CONFLICT"]
    assert codes(await ask(member, DELETE_SEGMENT, input={"segmentId": id, "version": 2})) == []


async def test_a_count_is_capped(ask: Ask, crowd: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with acting_for(crowd.id):
        assert await segments.counted(Contact.all()) == 4
        monkeypatch.setattr(segments, "COUNTED", 2)
        assert await segments.counted(Contact.all()) == 3


@needs_plans
async def test_segments_that_ask_the_same_have_a_plan_together(
    ask: Ask, crowd: Cast, rival: Cast
) -> None:
    for company in (crowd, rival):
        for name in ("Gold", "Gold, too"):
            made = {"name": name, "filter": GOLD}
            assert codes(await ask(company.viewer, CREATE_SEGMENT, input=made)) == []
    document = """{ segments(first: 9) { edges { node {
        contacts(first: 9) { edges { node { name } } } } } } }"""

    answer = await planned(document, {}, Context(identity=crowd.viewer, quiet=True))

    assert answer.data is not None, answer.reason
    lists = [edge["node"] for edge in orjson.loads(answer.data)["segments"]["edges"]]
    assert [names({"data": one}) for one in lists] == [["Ana", "Carla"]] * 2
