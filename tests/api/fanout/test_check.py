"""The check would find out, and whatever the server is, all is told."""

from collections.abc import AsyncIterator

import pytest
from starlette.types import Message, Receive, Scope, Send

from api.app import app
from api.fanout.figures import DIFFERENCES
from schema.shared import Anyone, Personal, SharedContext
from tests.api.conftest import serving
from tests.api.fanout.conftest import NAMED, groups_of, happen, live, marks, position, until
from tests.clients import Door, sign_in, socket_of
from tests.customer import environment
from tests.people import Cast
from tests.threads import hear, open_inbox

PREVIEW = """subscription {
  conversationChanged { event conversation { lastMessagePreview } } }"""


@pytest.fixture
async def another(house: None) -> AsyncIterator[Door]:
    """The doors of a server whose own sockets cannot be reached."""

    async def layered(scope: Scope, receive: Receive, send: Send) -> None:
        async def pass_on(message: Message) -> None:
            await send(message)

        await doors(scope, receive, pass_on)

    doors = app()
    async with serving(layered) as door:
        yield door


async def test_a_result_that_alone_is_another_goes_to_nobody(
    door: Door, acme: Cast, rival: Cast
) -> None:
    inbox = await open_inbox(acme)
    # A plan is made for a set of permissions, and asks nobody again.
    with environment(COMPILER="off"):
        async with socket_of(door, await sign_in(acme.owner)) as client:
            await client.subscribe("p", PREVIEW)
            [group] = await live(acme, 1)
            # The fault that no guard can see: the group holds its members for somebody else.
            assert group._context is not None
            fewer = acme.viewer.permissions - {"messages:read"}
            object.__setattr__(group._context.anyone, "permissions", fewer)
            before = DIFFERENCES._value.get()
            await hear(acme, inbox, "Hello")
            told = await client.receive()
            await until(lambda: groups_of(acme), [].__eq__)

    changed = told["payload"]["data"]["conversationChanged"]
    assert changed == {
        "event": "conversation.created",
        "conversation": {"lastMessagePreview": "Hello"},
    }
    assert DIFFERENCES._value.get() == before + 1
    DIFFERENCES._value.set(before)


@pytest.mark.parametrize("name", ["member_id", "role", "user_id", "name", "actor_id", "sessions"])
async def test_of_anyone_nothing_personal_can_be_read(acme: Cast, rival: Cast, name: str) -> None:
    anyone = Anyone(acme.id, acme.viewer.permissions)
    context = SharedContext(anyone, cursor="")

    assert (context.viewer.company_id, context.viewer.permissions) == (
        acme.id,
        acme.viewer.permissions,
    )
    assert context.viewer.may("members:read")
    assert context.personal == []
    with pytest.raises(Personal):
        getattr(context.viewer, name)
    assert len(context.personal) == 1


@pytest.mark.parametrize("name", ["address", "user_agent"])
async def test_nor_where_anyone_asks_from(acme: Cast, rival: Cast, name: str) -> None:
    context = SharedContext(Anyone(acme.id, acme.viewer.permissions), cursor="")

    with pytest.raises(Personal):
        getattr(context, name)
    assert context.personal == [name]


async def test_whoever_is_compared_with_anyone_is_asked_for(acme: Cast, rival: Cast) -> None:
    anyone = Anyone(acme.id, acme.viewer.permissions)

    with pytest.raises(Personal):
        assert anyone == Anyone(acme.id, acme.viewer.permissions)
    assert anyone.asked


async def test_behind_another_server_all_goes_by_its_send(
    another: Door, acme: Cast, rival: Cast
) -> None:
    door, who = another, await sign_in(acme.owner)
    async with socket_of(door, who) as one, socket_of(door, who) as two:
        start = await position(acme)
        for client in (one, two):
            await client.subscribe("live", NAMED, after=start)
        await until(lambda: [len(g.members) for g in groups_of(acme)], [2].__eq__)
        assert (await one.run("{ cursor }"))["data"]
        told = await happen(acme, *range(10))
        assert [await marks(client, 10) for client in (one, two)] == [told, told]
        assert groups_of(acme)[0].live == {}
