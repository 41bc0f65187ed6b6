"""What a socket says by being open ends with the socket, however that ends."""

from typing import Any

import pytest

from models.identifiers import global_id
from models.identity import Member, Role
from models.tenancy import acting_for
from tests.answers import codes
from tests.clients import Door, SocketClient, sign_in, socket_of
from tests.people import Cast, hire
from tests.threads import open_conversation

VIEWING = "subscription ($id: ID!) { viewingChanged(conversationId: $id) { members { name } } }"


async def names(client: SocketClient) -> list[str]:
    """Who has the conversation open, by the next message."""
    message: Any = await client.receive()
    members = message["payload"]["data"]["viewingChanged"]["members"]
    return [member["name"] for member in members]


@pytest.mark.parametrize("politely", [True, False])
async def test_a_socket_that_ends_has_nothing_open_any_more(
    door: Door, acme: Cast, rival: Cast, politely: bool
) -> None:
    viewer, conversation = await hire(acme, Role.MEMBER, "Robin"), await open_conversation(acme)
    with acting_for(acme.id):
        robin = await Member.get(id=viewer.member_id)
    id = global_id("Conversation", conversation.id)
    async with (
        socket_of(door, await sign_in(acme.owner)) as ours,
        socket_of(door, await sign_in(rival.owner)) as theirs,
    ):
        await ours.subscribe("1", VIEWING, id=id)
        await theirs.subscribe("1", VIEWING, id=id)
        assert await names(ours) == [acme.owner.name]
        assert codes((await theirs.receive())["payload"]) == ["NOT_FOUND"]

        async with socket_of(door, await sign_in(robin)) as second:
            await second.subscribe("1", VIEWING, id=id)
            assert await names(ours) == [acme.owner.name, "Robin"]
            if politely:
                await second.send({"id": "1", "type": "complete"})
            else:
                second.connection.transport.abort()
            assert await names(ours) == [acme.owner.name]


PRESENCE = "{ presence { status member { name } } }"


async def test_an_open_socket_makes_its_member_present_and_a_rival_hears_nothing(
    door: Door, acme: Cast, rival: Cast
) -> None:
    async with (
        socket_of(door, await sign_in(acme.owner)) as ours,
        socket_of(door, await sign_in(rival.owner)) as theirs,
    ):
        seen = await ours.run(PRESENCE)
        hidden = await theirs.run(PRESENCE)

    assert seen["data"]["presence"] == [{"status": "ONLINE", "member": {"name": acme.owner.name}}]
    assert hidden["data"]["presence"] == [
        {"status": "ONLINE", "member": {"name": rival.owner.name}}
    ]
