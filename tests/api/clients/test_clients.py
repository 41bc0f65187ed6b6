"""Apollo Client and urql at our door, as front ends set them up: nothing of ours surprises them."""

from typing import Any

import orjson
import pytest

from models.identifiers import global_id
from models.identity import Role
from tests.api.clients.conftest import Run
from tests.clients import Door, sign_in
from tests.people import Cast, hire


@pytest.mark.parametrize("client", ["apollo", "urql"])
async def test_a_client_does_all_that_front_ends_do(
    run: Run, door: Door, acme: Cast, rival: Cast, client: str
) -> None:
    await hire(acme, Role.MEMBER)
    who, url = await sign_in(acme.owner), f"{door.url}/graphql"
    told = {"url": url, "token": who.token, "memberId": global_id("Member", acme.owner.id)}

    seen: dict[str, Any] = orjson.loads(await run(f"{client}.mjs", orjson.dumps(told).decode()))

    assert seen["complaints"] == []
    assert len(set(seen["members"])) == 2  # two pages of one, in one list
    assert seen["node"]["name"] == acme.owner.name
    assert seen["company"].startswith("By ")
    assert seen["event"] == "company.updated"
    assert {each["status"] for each in seen["requests"]} == {200}
    assert {each["method"] for each in seen["requests"]} == {"GET", "POST"}
