"""Two servers and a third process that acts: authority ends, and quotas hold, on all of them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

import httpx
import orjson
import pytest
from websockets.exceptions import ConnectionClosed

from models.identity import ApiKey, Member, Role
from models.identity.company import CompanyStatus, set_status
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.clients import SOON, Door, SignedIn, SocketClient, open_socket, sign_in, socket_of
from tests.people import Cast, hire
from tests.serving import Served, serving
from tests.valkey import frozen, running

COMPANY = "{ company { name } }"
EVENTS = "subscription { events { cursor } }"
AT_ONCE = 1.0  # seconds from the commit to the close


@pytest.fixture(scope="module")
async def pair(
    database: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[list[Served]]:
    """Two servers with little room."""
    quotas = {
        "CONNECTIONS_PER_VIEWER": "3",
        "CONNECTIONS_PER_COMPANY": "5",
        "SUBSCRIPTIONS_PER_VIEWER": "2",
    }
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(serving(tmp_path_factory.mktemp(name), **quotas))
            for name in ("one", "other")
        ]


async def sign_out(who: SignedIn, by: Viewer) -> None:
    await who.session.end(reason="SIGNED_OUT", by=by)


async def disable(who: SignedIn, by: Viewer) -> None:
    await who.member.disable(by=by)


async def remove(who: SignedIn, by: Viewer) -> None:
    await who.member.remove(by=by)


async def change_role(who: SignedIn, by: Viewer) -> None:
    await who.member.change_role(Role.READ_ONLY, by=by)


@pytest.mark.parametrize(
    ("deed", "code"), [(sign_out, 4403), (disable, 4403), (remove, 4403), (change_role, 4205)]
)
async def test_a_members_authority_ends_on_every_process_at_once(
    pair: list[Served],
    acme: Cast,
    rival: Cast,
    deed: Callable[[SignedIn, Viewer], Awaitable[None]],
    code: int,
) -> None:
    who, stranger = await employee(acme), await sign_in(rival.owner)
    async with AsyncExitStack() as stack:
        ours = [await live(stack, served.door, who.headers) for served in pair]
        theirs = [await live(stack, served.door, stranger.headers) for served in pair]
        with acting_for(acme.id):
            await deed(who, acme.viewer)

        assert await closed_at_once(ours) == [code, code]
        await unharmed(theirs)


@pytest.mark.parametrize("redis", ["there", "away"])
async def test_what_was_proven_is_not_believed_for_longer_than_a_second(
    pair: list[Served], acme: Cast, rival: Cast, redis: str, tmp_path: Path
) -> None:
    who, stranger = await employee(acme), await sign_in(rival.owner)
    key, secret = await a_key(acme)
    machine = {"authorization": f"Bearer {secret}"}
    async with AsyncExitStack() as stack:
        if redis == "away":
            valkey = stack.enter_context(running())
            here = await stack.enter_async_context(serving(tmp_path, REDIS_URL=valkey.url))
            stack.enter_context(frozen(valkey))
            pair = [here, pair[0]]
        for served in pair:
            for headers, name in (
                (who.headers, "Acme"),
                (machine, "Acme"),
                (stranger.headers, "Rival"),
            ):
                for _ in range(3):
                    answer = await asked(served, headers)
                    assert answer.json()["data"] == {"company": {"name": name}}
        with acting_for(acme.id):
            await who.session.end(reason="SIGNED_OUT", by=acme.viewer)
            await key.revoke(by=acme.viewer)
        ended = monotonic()

        for served in pair:
            for headers, code in ((who.headers, "SESSION_ENDED"), (machine, "TOKEN_INVALID")):
                while (answer := await asked(served, headers)).status_code == 200:
                    assert monotonic() - ended < AT_ONCE
                    await asyncio.sleep(0.02)
                assert answer.json()["errors"][0]["extensions"]["code"] == code
            answer = await asked(served, stranger.headers)
            assert answer.json()["data"] == {"company": {"name": "Rival"}}


async def test_a_key_ends_on_every_process_at_once(
    pair: list[Served], acme: Cast, rival: Cast
) -> None:
    key, secret = await a_key(acme)
    _, theirs_secret = await a_key(rival)
    async with AsyncExitStack() as stack:
        ours = [await live(stack, served.door, {"apiKey": secret}) for served in pair]
        theirs = [await live(stack, served.door, {"apiKey": theirs_secret}) for served in pair]
        with acting_for(acme.id):
            await key.revoke(by=acme.viewer)

        assert await closed_at_once(ours) == [4403, 4403]
        await unharmed(theirs)


async def test_a_suspended_company_ends_on_every_process_at_once(
    pair: list[Served], acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    async with AsyncExitStack() as stack:
        ours = [await live(stack, served.door, who.headers) for served in pair]
        theirs = [await live(stack, served.door, stranger.headers) for served in pair]
        await set_status(acme.id, CompanyStatus.SUSPENDED)

        assert await closed_at_once(ours) == [4205, 4205]
        await unharmed(theirs)


async def test_a_viewer_has_so_many_connections_over_all_processes(
    pair: list[Served], acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    one, other = (served.door for served in pair)
    async with (
        socket_of(one, who) as first,
        socket_of(one, who),
        socket_of(other, who),
        socket_of(other, stranger) as theirs,
    ):
        for door in (one, other):
            assert await refused(door, who) == (
                1013,
                "QUOTA_EXCEEDED connectionsPerViewer limit=3 retryAfter=15",
            )
        assert (await theirs.run(COMPANY))["data"] == {"company": {"name": "Rival"}}
        await first.connection.close()

        await admitted(other, who)


async def test_a_company_has_so_many_connections_over_all_processes(
    pair: list[Served], acme: Cast, rival: Cast
) -> None:
    one, other = (served.door for served in pair)
    stranger = await sign_in(rival.owner)
    async with AsyncExitStack() as stack:
        for _ in range(5):
            await stack.enter_async_context(socket_of(one, await employee(acme)))

        assert await refused(other, await employee(acme)) == (
            1013,
            "QUOTA_EXCEEDED connectionsPerCompany limit=5 retryAfter=15",
        )
        async with socket_of(other, stranger) as theirs:
            assert (await theirs.run(COMPANY))["data"] == {"company": {"name": "Rival"}}


async def test_a_viewer_has_so_many_subscriptions_over_all_processes(
    pair: list[Served], acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    one, other = (served.door for served in pair)
    async with (
        socket_of(one, who) as first,
        socket_of(other, who) as second,
        socket_of(other, stranger) as theirs,
    ):
        for client, id in ((first, "a"), (second, "b"), (theirs, "c")):
            await client.subscribe(id, EVENTS)
            await client.run(COMPANY)  # it takes no place, and what was before it is under way
        await second.subscribe("too many", EVENTS)
        refusal = await second.receive()
        answer = await second.run(COMPANY)
        await first.send({"id": "a", "type": "complete"})
        await first.run(COMPANY)
        await second.subscribe("again", EVENTS)

        assert (await second.run(COMPANY))["data"] == answer["data"]
        assert (await theirs.run(COMPANY))["data"] == {"company": {"name": "Rival"}}
    assert (refusal["id"], refusal["type"]) == ("too many", "error")
    assert {
        "code": "QUOTA_EXCEEDED",
        "retryable": True,
        "quota": "subscriptionsPerViewer",
        "limit": 2,
        "retryAfter": 15,
    }.items() <= refusal["payload"][0]["extensions"].items()
    assert answer["data"] == {"company": {"name": "Acme"}}


async def test_a_stream_takes_a_place_too(pair: list[Served], acme: Cast, rival: Cast) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    one, other = pair
    async with AsyncExitStack() as stack:
        open = [await stack.enter_async_context(streaming(one, who)) for _ in range(2)]
        for lines in open:
            await anext(lines)  # its first keep-alive: it has its place
        async with streaming(other, who) as lines:
            rest = [line async for line in lines]
        theirs = await stack.enter_async_context(streaming(other, stranger))

        assert (await anext(theirs)).startswith(":")
    error = orjson.loads(rest[1].removeprefix("data: "))["errors"][0]
    assert error["extensions"]["quota"] == "subscriptionsPerViewer"
    assert rest[3] == "event: complete"


async def employee(company: Cast) -> SignedIn:
    viewer = await hire(company, Role.MEMBER)
    with acting_for(company.id):
        return await sign_in(await Member.get(id=viewer.member_id))


async def asked(served: Served, headers: dict[str, str]) -> httpx.Response:
    return await served.http.post("/graphql", json={"query": COMPANY}, headers=headers)


async def a_key(company: Cast) -> tuple[ApiKey, str]:
    with acting_for(company.id):
        return await ApiKey.make(
            "k", scopes=["company:read", "events:read"], expires_at=None, by=company.viewer
        )


@asynccontextmanager
async def streaming(served: Served, who: SignedIn) -> AsyncIterator[AsyncIterator[str]]:
    """The lines of a stream of server-sent events."""
    headers = who.headers | {"accept": "text/event-stream"}
    body = {"query": EVENTS}
    async with served.http.stream("POST", "/graphql", json=body, headers=headers) as response:
        yield response.aiter_lines()


async def live(stack: AsyncExitStack, door: Door, payload: Any) -> SocketClient:
    """A socket with a subscription under way."""
    client = await stack.enter_async_context(open_socket(door))
    await client.init(payload)
    await client.subscribe("live", EVENTS)
    await client.run(COMPANY)
    return client


async def closed_at_once(clients: list[SocketClient]) -> list[int]:
    started = monotonic()
    codes = [(await client.closed())[0] for client in clients]
    assert monotonic() - started < AT_ONCE
    return codes


async def unharmed(clients: list[SocketClient]) -> None:
    for client in clients:
        assert (await client.run(COMPANY))["data"] == {"company": {"name": "Rival"}}


async def refused(door: Door, who: SignedIn) -> tuple[int, str]:
    async with open_socket(door) as client:
        await client.send({"type": "connection_init", "payload": who.headers})
        return await client.closed()


async def admitted(door: Door, who: SignedIn) -> None:
    """Soon, though perhaps not at once."""
    async with asyncio.timeout(SOON):
        answer = ""
        while answer != "connection_ack":
            async with open_socket(door) as client:
                await client.send({"type": "connection_init", "payload": who.headers})
                with suppress(ConnectionClosed):
                    answer = (await client.receive())["type"]
