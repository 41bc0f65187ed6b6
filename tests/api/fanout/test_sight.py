"""Who sees only some conversations is told of those: by one execution for all who are alike."""

from typing import Any

from api.fanout.figures import EXECUTIONS, PERSONAL
from models.identifiers import global_id
from models.identity import Member, Role
from models.outreach import Template, TemplateVisibility
from models.queues import QueueMember
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.api.fanout.conftest import groups_of, live, position, signed_in
from tests.clients import Door, SocketClient, sign_in, socket_of
from tests.people import Cast, hire
from tests.sights import Shop, follows

ADDED = "subscription ($after: Cursor) { messageAdded(after: $after) { message { body } } }"
CHANGED = """subscription ($after: Cursor) { conversationChanged(after: $after) {
  event conversation { id assignee { id } } } }"""
REMOVED = "subscription ($after: Cursor) { conversationRemoved(after: $after) { conversationId } }"
BESIDE = """subscription { messageAdded { message { body conversation { contact {
  conversations(first: 9) { edges { node { number } } } } } } } }"""
EVERYTHING = "subscription { events { event { name actorId } } }"
OWN = TemplateVisibility.OWN
NAMED = """subscription { events(names: ["message.created", "conversation.assigned"]) {
  event { name } } }"""


async def said(client: SocketClient) -> str:
    """The next that is not a line of what was done."""
    text = None
    while text is None:
        message = await client.receive()
        assert message["type"] == "next", message
        text = message["payload"]["data"]["messageAdded"]["message"]["body"]
    return str(text)


async def removed(client: SocketClient) -> str:
    message = await client.receive()
    assert message["type"] == "next", message
    id: str = message["payload"]["data"]["conversationRemoved"]["conversationId"]
    return id


async def test_each_is_told_of_what_they_see_and_it_is_executed_once(
    door: Door, acme: Cast, rival: Cast
) -> None:
    shop, theirs = await Shop().opened(acme), await Shop().opened(rival)
    async with (
        socket_of(door, await signed_in(shop.kim)) as kim,
        socket_of(door, await signed_in(shop.lee)) as lee,
        socket_of(door, await sign_in(acme.owner)) as owner,
        socket_of(door, await signed_in(theirs.kim)) as stranger,
    ):
        for client in (kim, lee, owner, stranger):
            await client.subscribe("live", ADDED)
        groups = await live(acme, 3)
        await live(rival, 1)
        before = EXECUTIONS._value.get()

        await shop.say("for kim", to="kim")
        await shop.say("for lee", to="lee")
        assert await said(kim) == "for kim"
        assert await said(lee) == "for lee"
        assert [await said(owner), await said(owner)] == ["for kim", "for lee"]
        assert EXECUTIONS._value.get() == before + 4  # both for the two members, both for the owner

        await theirs.say("for another", to="kim")
        assert await said(stranger) == "for another"
        await shop.say("again", to="kim")
        assert await said(kim) == await said(owner) == "again"

    assert len(groups) == 2


async def test_what_they_see_of_the_past_is_what_they_see_now(
    door: Door, acme: Cast, rival: Cast
) -> None:
    shop, start = await Shop().opened(acme), await position(acme)
    await Shop().opened(rival)
    for body in ("one", "two"):
        for handle in ("kim", "lee"):
            await shop.say(f"{body} for {handle}", to=handle)
    async with (
        socket_of(door, await signed_in(shop.kim)) as kim,
        socket_of(door, await signed_in(shop.lee)) as lee,
    ):
        await kim.subscribe("live", ADDED, after=start)
        await lee.subscribe("live", ADDED, after=start)

        assert [await said(kim), await said(kim)] == ["one for kim", "two for kim"]
        assert [await said(lee), await said(lee)] == ["one for lee", "two for lee"]
        await live(acme, 2)
        await follows(acme, shop.kim, shop.for_lee)
        await shop.say("for both", to="lee")
        assert await said(kim) == await said(lee) == "for both"


async def test_what_is_given_to_another_is_gone_and_comes_back(
    door: Door, acme: Cast, rival: Cast
) -> None:
    shop = await Shop().opened(acme)
    await Shop().opened(rival)
    ours = global_id("Conversation", shop.for_kim.id)
    async with (
        socket_of(door, await signed_in(shop.kim)) as kim,
        socket_of(door, await signed_in(shop.lee)) as lee,
        socket_of(door, await sign_in(acme.owner)) as owner,
    ):
        for client in (kim, lee, owner):
            await client.subscribe("gone", REMOVED)
        await live(acme, 3)
        await shop.give(shop.for_kim, shop.lee)
        assert await removed(kim) == ours
        await kim.subscribe("live", ADDED)
        await lee.subscribe("live", CHANGED)
        await live(acme, 5)

        await shop.say("not for kim", to="kim")
        await shop.give(shop.for_kim, shop.kim)
        assert await removed(lee) == ours
        await shop.say("for kim", to="kim")
        assert await said(kim) == "for kim"
        with acting_for(acme.id):
            await (await shop.again(shop.for_kim)).move_to_queue(shop.care, by=acme.viewer)
        assert await removed(kim) == ours
        message = await lee.receive()
        changed = message["payload"]["data"]["conversationChanged"]
        assert changed["event"] == "conversation.queue_changed"
        assert changed["conversation"] == {"id": ours, "assignee": None}

        await shop.say("still not for kim", to="kim")
        # Who sees everything has lost nothing.
        assert (await owner.run("{ company { name } }"))["data"] == {"company": {"name": "Acme"}}
        assert (await kim.run("{ company { name } }"))["data"] == {"company": {"name": "Acme"}}


async def test_what_leads_to_other_conversations_is_for_each_alone_but_not_for_the_owner(
    door: Door, acme: Cast, rival: Cast
) -> None:
    shop = await Shop().opened(acme)
    await Shop().opened(rival)
    async with (
        socket_of(door, await signed_in(shop.kim)) as kim,
        socket_of(door, await sign_in(acme.owner)) as owner,
    ):
        await kim.subscribe("beside", BESIDE)
        await owner.subscribe("beside", BESIDE)
        await live(acme, 2)
        before = PERSONAL._value.get()
        for number in (1, 2):
            await shop.say(f"{number} for lee", to="lee")
            await shop.say(f"{number} for kim", to="kim")
            mine = (await kim.receive())["payload"]["data"]["messageAdded"]["message"]
            assert mine["body"] == f"{number} for kim"
            edges = mine["conversation"]["contact"]["conversations"]["edges"]
            assert edges == [{"node": {"number": shop.for_kim.number}}]
            for name in ("lee", "kim"):
                assert await said(owner) == f"{number} for {name}"

        assert PERSONAL._value.get() == before + 1
        assert [group.personal for group in groups_of(acme)] == [False]


async def test_the_log_tells_nothing_of_what_is_not_seen(
    door: Door, acme: Cast, rival: Cast
) -> None:
    shop = await Shop().opened(acme)
    await Shop().opened(rival)
    async with socket_of(door, await signed_in(shop.kim)) as kim:
        await kim.subscribe("log", NAMED)
        await live(acme, 1)
        await shop.say("for lee", to="lee")
        await shop.give(shop.for_lee, shop.lee)
        await shop.say("for kim", to="kim")

        first = await kim.receive()
        await shop.give(shop.for_kim, shop.kim)
        told = [first, await kim.receive(), await kim.receive()]

    names = [each["payload"]["data"]["events"]["event"]["name"] for each in told]
    assert names[0] == "message.created"
    assert sorted(names[1:]) == ["conversation.assigned", "message.created"]  # the line of it


async def test_who_enters_or_leaves_a_queue_begins_anew(
    door: Door, acme: Cast, rival: Cast
) -> None:
    shop, theirs = await Shop().opened(acme), await Shop().opened(rival)
    who, start = await signed_in(shop.kim), await position(acme)
    async with (
        socket_of(door, await signed_in(shop.lee)) as lee,
        socket_of(door, await sign_in(acme.owner)) as owner,
        socket_of(door, await signed_in(theirs.kim)) as stranger,
    ):
        for deed in ("enter", "leave"):
            async with socket_of(door, who) as kim:
                await kim.subscribe("live", ADDED)
                with acting_for(acme.id):
                    member = await Member.get(id=shop.kim.member_id)
                    if deed == "enter":
                        await QueueMember.add(shop.care, member, "PRIMARY", by=acme.viewer)  # type: ignore[arg-type]
                    else:
                        await QueueMember.remove(shop.care, member, by=acme.viewer)
                assert (await kim.closed())[0] == 4205
            async with socket_of(door, who) as kim:
                await kim.subscribe("late", ADDED, after=start)
                assert (await outcome(kim))["extensions"]["code"] == "CURSOR_EXPIRED"
                await kim.subscribe("on", ADDED, after=await position(acme))
                numbers = await listed(kim)
                both = {shop.for_kim.number, shop.for_lee.number}
                assert numbers == (both if deed == "enter" else {shop.for_kim.number})
        for client in (lee, owner, stranger):
            assert (await client.run("{ cursor }"))["data"]
        await lee.subscribe("on", ADDED, after=start)
        await shop.say("for lee", to="lee")
        assert await said(lee) == "for lee"


async def test_one_execution_tells_each_of_what_is_theirs(
    door: Door, acme: Cast, rival: Cast
) -> None:
    kim, lee = await hire(acme, Role.MEMBER), await hire(acme, Role.MEMBER)
    given: dict[str, Any] = {"language": "en", "body": "Hi", "variables": [], "visibility": OWN}
    async with (
        socket_of(door, await signed_in(kim)) as first,
        socket_of(door, await signed_in(lee)) as second,
        socket_of(door, await sign_in(rival.owner)) as stranger,
    ):
        for client in (first, second, stranger):
            await client.subscribe("live", EVERYTHING)
        await live(acme, 2)
        await live(rival, 1)
        before, executed = PERSONAL._value.get(), EXECUTIONS._value.get()

        for who in (kim, lee):
            with acting_for(acme.id):
                await Template.add(by=who, name="Mine", shortcode=str(who.member_id), **given)

        for client, who in ((first, kim), (second, lee)):
            told = (await client.receive())["payload"]["data"]["events"]["event"]
            assert told == {"name": "template.created", "actorId": member_id(who)}
        assert (await stranger.run("{ cursor }"))["data"]
        assert PERSONAL._value.get() == before
        assert EXECUTIONS._value.get() == executed + 2


def member_id(who: Viewer) -> str:
    assert who.member_id is not None
    return global_id("Member", who.member_id)


async def outcome(client: SocketClient) -> Any:
    """The error with which a subscription ends."""
    message = await client.receive()
    if message["type"] == "next":
        assert (await client.receive())["type"] == "complete"
        return message["payload"]["errors"][0]
    assert message["type"] == "error"
    return message["payload"][0]


async def listed(client: SocketClient) -> set[int]:
    answer = await client.run("{ conversations(first: 9) { edges { node { number } } } }")
    return {edge["node"]["number"] for edge in answer["data"]["conversations"]["edges"]}
