"""Two servers and one that acts: what leaves a member's sight is gone on all of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from time import monotonic
from typing import Any

import pytest

from models.identifiers import global_id
from models.identity import Member
from models.queues import Level, Queue, QueueMember
from models.tenancy import acting_for
from tests.api.fanout.conftest import signed_in
from tests.api.test_two_processes import AT_ONCE, closed_at_once, live
from tests.clients import SignedIn, sign_in, socket_of
from tests.people import Cast, hire
from tests.serving import Served, serving
from tests.sights import Shop
from tests.threads import open_conversation

ONE = "query ($id: ID!) { conversation(id: $id) { number } }"
VIEWING = "subscription ($id: ID!) { viewingChanged(conversationId: $id) { memberIds } }"
TYPING = "subscription ($id: ID!) { typingChanged(conversationId: $id) { memberIds } }"


@pytest.fixture(scope="module")
async def pair(
    database: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[list[Served]]:
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(serving(tmp_path_factory.mktemp(name)))
            for name in ("one", "other")
        ]


async def finds(served: Served, who: SignedIn, id: str) -> bool:
    asked = {"query": ONE, "variables": {"id": id}}
    answer = (await served.http.post("/graphql", json=asked, headers=who.headers)).json()
    if "errors" in answer:
        assert answer["errors"][0]["extensions"]["code"] == "NOT_FOUND"
    return "errors" not in answer


async def gone_at_once(pair: list[Served], who: SignedIn, id: str) -> None:
    began = monotonic()
    for served in pair:
        while await finds(served, who, id):
            assert monotonic() - began < AT_ONCE
            await asyncio.sleep(0.02)


async def test_who_leaves_a_queue_has_lost_its_view_everywhere(
    pair: list[Served], acme: Cast, rival: Cast
) -> None:
    shop, stranger = await Shop().opened(acme), await Shop().opened(rival)
    id = global_id("Conversation", shop.for_kim.id)
    who, other = await signed_in(shop.kim), await signed_in(stranger.kim)
    async with AsyncExitStack() as stack:
        ours = [await live(stack, served.door, who.headers) for served in pair]
        theirs = [await live(stack, served.door, other.headers) for served in pair]
        assert [await finds(served, who, id) for served in pair] == [True, True]
        with acting_for(acme.id):
            member = await Member.get(id=shop.kim.member_id)
            await QueueMember.remove(shop.sales, member, by=acme.viewer)

        assert await closed_at_once(ours) == [4205, 4205]
        await gone_at_once(pair, who, id)
        for client in theirs:
            assert (await client.run("{ company { name } }"))["data"]


async def test_the_first_queue_changes_what_everybody_sees_but_who_sees_everything(
    pair: list[Served], acme: Cast, rival: Cast
) -> None:
    conversation = await open_conversation(acme)
    id = global_id("Conversation", conversation.id)
    who, boss = await sign_in(await employee(acme)), await sign_in(acme.owner)
    async with AsyncExitStack() as stack:
        ours = [await live(stack, served.door, who.headers) for served in pair]
        theirs = [await live(stack, served.door, boss.headers) for served in pair]
        with acting_for(acme.id):
            queue = await Queue.open(name="Sales", by=acme.viewer)
            await conversation.move_to_queue(queue, by=acme.viewer)

        assert await closed_at_once(ours) == [4205, 4205]
        await gone_at_once(pair, who, id)
        assert [await finds(served, boss, id) for served in pair] == [True, True]
        for client in theirs:
            assert (await client.receive())["type"] == "next"  # it goes on
        with acting_for(acme.id):
            member = await Member.get(id=who.member.id)
            await QueueMember.add(queue, member, Level.PRIMARY, by=acme.viewer)
        began = monotonic()
        for served in pair:
            while not await finds(served, who, id):
                assert monotonic() - began < AT_ONCE
                await asyncio.sleep(0.02)


@pytest.mark.parametrize("document", [VIEWING, TYPING])
async def test_who_has_lost_sight_of_a_room_is_told_no_more_of_it(
    pair: list[Served], acme: Cast, rival: Cast, document: str
) -> None:
    shop = await Shop().opened(acme)
    await Shop().opened(rival)
    id = global_id("Conversation", shop.for_kim.id)
    for served in pair:
        async with (
            socket_of(served.door, await signed_in(shop.kim)) as kim,
            socket_of(served.door, await sign_in(acme.owner)) as owner,
        ):
            for client in (kim, owner):
                await client.subscribe("room", document, id=id)
                assert (await client.receive())["type"] == "next"
            await shop.give(shop.for_kim, shop.lee)
            assert await ended(kim) == {"id": "room", "type": "complete"}
            await kim.subscribe("room", document, id=id)
            assert (await kim.receive())["payload"]["errors"][0]["extensions"][
                "code"
            ] == "NOT_FOUND"
            await shop.give(shop.for_kim, None)


async def ended(client: Any) -> Any:
    while (message := await client.receive())["type"] == "next":
        pass
    return message


async def employee(company: Cast) -> Member:
    viewer = await hire(company, "MEMBER")  # type: ignore[arg-type]
    with acting_for(company.id):
        return await Member.get(id=viewer.member_id)
