"""Subscriptions that are alike are one execution, and only those."""

import asyncio
import contextlib
import gc
from collections.abc import Callable
from typing import Any
from weakref import ref

import pytest
from structlog.testing import capture_logs

from api.fanout.figures import EXECUTIONS, PERSONAL
from api.fanout.group import Group
from models import live as live_channels
from models.identifiers import global_id
from models.identity import ApiKey, Role
from models.settings import settings
from models.tenancy import acting_for
from tests.api.fanout.conftest import (
    NAMED,
    groups_of,
    happen,
    live,
    marks,
    nobody_live,
    position,
    signed_in,
    until,
)
from tests.clients import Door, SignedIn, open_socket, sign_in, socket_of
from tests.people import Cast, hire
from tests.threads import hear, open_inbox

UNREAD = """subscription { messageAdded { message { conversation { unreadCount } } } }"""


def executions() -> float:
    return float(EXECUTIONS._value.get())


async def test_all_who_ask_alike_are_told_by_one_execution(
    door: Door, acme: Cast, rival: Cast
) -> None:
    other = await hire(acme, Role.OWNER)
    async with (
        socket_of(door, await sign_in(acme.owner)) as one,
        socket_of(door, await sign_in(acme.owner)) as two,
        socket_of(door, await signed_in(other)) as three,
        socket_of(door, await sign_in(rival.owner)) as rivals,
    ):
        start = await position(acme)
        await one.subscribe("a", NAMED, after=start)
        await two.subscribe('b "é', NAMED)
        await three.subscribe("c", NAMED)
        await three.subscribe("d", NAMED)
        await rivals.subscribe("a", NAMED)
        (group,) = await live(acme, 4)
        (theirs,) = await live(rival, 1)
        before = executions()

        await happen(acme, "ours")
        told = [await client.receive() for client in (one, two, three, three)]
        assert executions() == before + 1
        await happen(rival, "theirs")
        assert await marks(rivals, 1, id="a") == ["theirs"]
        assert executions() == before + 2
        await happen(acme, "again")
        assert await marks(one, 1, id="a") == ["again"]

    assert group is not theirs
    assert {message.pop("id") for message in told} == {"a", 'b "é', "c", "d"}
    assert all(message == told[0] for message in told)
    assert told[0]["type"] == "next"
    assert set(told[0]["payload"]["extensions"]) == {"timestamp"}


async def test_a_role_a_document_a_variable_make_another_group(
    door: Door, acme: Cast, rival: Cast
) -> None:
    member = await hire(acme, Role.MEMBER)
    async with (
        socket_of(door, await sign_in(acme.owner)) as owner,
        socket_of(door, await signed_in(member)) as other,
    ):
        await owner.subscribe("a", NAMED)
        await other.subscribe("a", NAMED)
        await owner.subscribe("b", NAMED + " ")
        await owner.subscribe("c", NAMED, names=["session.started", "member.updated"])
        assert len(await live(acme, 4)) == 4

        await other.subscribe("c", NAMED, names=["session.started", "member.updated"])
        await live(acme, 5)
        await sign_in(acme.owner)
        secret = await owner.receive()
        await happen(acme, "open")

        assert secret["payload"]["data"]["events"]["event"]["name"] == "session.started"
        # A member may not know of sessions, whatever they ask for.
        assert {(m["id"], m["type"]) for m in [await other.receive() for _ in range(2)]} == {
            ("a", "next"),
            ("c", "next"),
        }
        assert {(await owner.receive())["id"] for _ in range(3)} == {"a", "b", "c"}


async def test_what_differs_by_viewer_is_told_to_each_alone(
    door: Door, acme: Cast, rival: Cast
) -> None:
    member, inbox = await hire(acme, Role.OWNER), await open_inbox(acme)
    first = await hear(acme, inbox, "one")
    async with (
        socket_of(door, await sign_in(acme.owner)) as reader,
        socket_of(door, await signed_in(member)) as other,
    ):
        await reader.run(
            "mutation ($id: ID!) { markConversationRead(input: {conversationId: $id}) { cursor } }",
            id=global_id("Conversation", first.conversation_id),
        )
        await reader.subscribe("u", UNREAD)
        await other.subscribe("u", UNREAD)
        await live(acme, 2)
        before = PERSONAL._value.get()
        for number in (1, 2):
            await hear(acme, inbox, "more")
            told = [await client.receive() for client in (reader, other)]
            assert [
                message["payload"]["data"]["messageAdded"]["message"]["conversation"]["unreadCount"]
                for message in told
            ] == [number, number + 1]
        assert PERSONAL._value.get() == before + 1
        await until(lambda: groups_of(acme), lambda found: found == [])

        # Known from here on.
        await other.subscribe("again", UNREAD)
        await hear(acme, inbox, "more")
        assert {(await other.receive())["id"] for _ in range(2)} == {"u", "again"}
        assert groups_of(acme) == []


@pytest.mark.parametrize(
    ("document", "variables", "code"),
    [
        ("subscription { nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { events { cursor }", {}, "GRAPHQL_PARSE_FAILED"),
        ('subscription ($n: Int!) { events(names: ["x"]) { cursor } }', {}, None),
        (NAMED, {"names": ["nothing.ever"]}, "INVALID"),
        (NAMED, {"names": 7}, "GRAPHQL_VARIABLES_INVALID"),
        (NAMED, {"after": 7}, "CURSOR_INVALID"),
        (NAMED, {"after": "nonsense"}, "CURSOR_INVALID"),
        (NAMED.replace("Cursor,", "Cursor!,"), {}, "GRAPHQL_VARIABLES_INVALID"),
    ],
)
async def test_a_refusal_is_told_to_each_who_asked(
    door: Door, acme: Cast, rival: Cast, document: str, variables: dict[str, Any], code: str | None
) -> None:
    async with (
        socket_of(door, await sign_in(acme.owner)) as one,
        socket_of(door, await sign_in(acme.owner)) as two,
    ):
        for client in (one, two):
            await client.subscribe("x", document, **variables)
        answers = [await client.receive() for client in (one, two)]
        if answers[0]["type"] == "next":
            assert await one.receive() == {"id": "x", "type": "complete"}
        # The sockets are none the worse.
        assert (await one.run("{ cursor }"))["data"]["cursor"] == await position(acme)

    for answer in answers:
        assert answer["id"] == "x"
        told = answer["payload"] if answer["type"] == "error" else answer["payload"]["errors"]
        assert code in (None, told[0]["extensions"]["code"])
    assert groups_of(acme) == []


async def test_an_id_is_free_once_its_subscription_is_completed(
    door: Door, acme: Cast, rival: Cast
) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as client:
        for round in range(5):
            await client.subscribe("live", NAMED)
            (group,) = await live(acme, 1)
            await happen(acme, round)
            assert await marks(client, 1) == [round]
            await client.send({"type": "complete", "id": "live"})
            await nobody_live(group)
        assert (await client.run("{ cursor }"))["data"]["cursor"] == await position(acme)


async def test_a_group_lives_on_a_while_and_never_takes_a_newcomer_with_it(
    door: Door, acme: Cast, rival: Cast, limit: Any
) -> None:
    limit(linger=0.02)
    async with socket_of(door, await sign_in(acme.owner)) as client:
        for round in range(30):
            await client.subscribe("live", NAMED)
            (group,) = await live(acme, 1)
            await happen(acme, round)
            assert await marks(client, 1) == [round]
            await client.send({"type": "complete", "id": "live"})
            await nobody_live(group)
            await asyncio.sleep(0.001 * round)  # comes back before, when and after it ends
    await until(lambda: groups_of(acme), lambda found: found == [])


async def test_a_member_that_may_not_is_told_so(door: Door, acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        _, secret = await ApiKey.make(
            "one", scopes=["company:read"], expires_at=None, by=acme.viewer
        )
    async with open_socket(door) as key:
        await key.init({"apiKey": secret})
        await key.subscribe("x", NAMED)
        answer = await key.receive()

    assert answer["payload"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_process_that_leaves_its_channels_has_no_bug(
    door: Door, acme: Cast, rival: Cast
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        with capture_logs() as log:
            async with live_channels.connected(settings().redis_url):
                client = await stack.enter_async_context(socket_of(door, await sign_in(acme.owner)))
                await client.subscribe("live", NAMED)
                await live(acme, 1)
            code, _ = await client.closed()
            await until(lambda: groups_of(acme), [].__eq__)

        assert code == 1013  # a client of graphql-ws comes back after it
        async with socket_of(door, await sign_in(rival.owner)) as theirs:
            assert (await theirs.run("{ company { name } }"))["data"]["company"]["name"] == "Rival"
    assert not {"fanout.bug", "graphql.bug", "socket.bug"} & {line["event"] for line in log}


async def test_a_group_that_has_ended_leaves_nothing_for_the_garbage_collector(
    door: Door, limit: Callable[..., None], acme: Cast, rival: Cast
) -> None:
    limit(linger=0.02)
    visitors = [await sign_in(company.owner) for company in (acme, rival)]
    gc.collect()
    gc.disable()
    try:
        left = [await come_and_go(door, visitor) for visitor in visitors]
        await until(lambda: [group for group in left if group() is not None], [].__eq__)
    finally:
        gc.enable()


async def come_and_go(door: Door, visitor: SignedIn) -> "ref[Group]":
    """The group that it was alone in."""
    company = Cast(visitor.member.company_id, visitor.member)
    async with socket_of(door, visitor) as client:
        await client.subscribe("live", NAMED)
        (group,) = await live(company, 1)
        await happen(company, "told")
        assert await marks(client, 1) == ["told"]
        return ref(group)
