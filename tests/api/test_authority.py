"""Open connections end with the right to them, at once and nobody else's."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from api import authority
from api.auth import identity_from
from api.authority import lasting
from models.identity import ApiKey, Member, Role, access_token
from models.identity.company import CompanyStatus, set_status
from models.identity.refusals import SessionEnded
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.clients import SOON, Door, SignedIn, open_socket, sign_in, socket_of
from tests.people import Cast, hire

COMPANY = "{ company { name } }"
EVENTS = "subscription { events { cursor } }"


async def sign_out(who: SignedIn, by: Viewer) -> None:
    await who.session.end(reason="SIGNED_OUT", by=by)


async def disable(who: SignedIn, by: Viewer) -> None:
    await who.member.disable(by=by)


async def remove(who: SignedIn, by: Viewer) -> None:
    await who.member.remove(by=by)


async def change_role(who: SignedIn, by: Viewer) -> None:
    await who.member.change_role(Role.READ_ONLY, by=by)


@pytest.mark.parametrize(
    ("deed", "code", "may_return"),
    [
        (sign_out, 4403, False),
        (disable, 4403, False),
        (remove, 4403, False),
        (change_role, 4205, True),
    ],
)
async def test_a_socket_ends_with_its_members_authority(
    door: Door,
    acme: Cast,
    rival: Cast,
    deed: Callable[[SignedIn, Viewer], Awaitable[None]],
    code: int,
    may_return: bool,
) -> None:
    who, boss = await sign_in(await member_of(acme)), await sign_in(acme.owner)
    stranger = await sign_in(rival.owner)
    async with (
        socket_of(door, who) as ours,
        socket_of(door, who) as again,
        socket_of(door, boss) as theirs,
        socket_of(door, stranger) as rivals,
    ):
        await ours.subscribe("live", EVENTS)
        with acting_for(acme.id):
            await deed(who, acme.viewer)

        assert [(await socket.closed())[0] for socket in (ours, again)] == [code, code]
        for socket, name in ((theirs, "Acme"), (rivals, "Rival")):
            assert (await socket.run(COMPANY))["data"] == {"company": {"name": name}}

    async with open_socket(door) as client:
        await client.send({"type": "connection_init", "payload": who.headers})
        if may_return:
            assert (await client.receive())["type"] == "connection_ack"
        else:
            assert (await client.closed())[0] == 4403


async def test_who_signs_out_on_a_socket_is_answered_before_it_ends(
    door: Door, acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    async with socket_of(door, who) as ours, socket_of(door, stranger) as theirs:
        answer = await ours.run("mutation { signOut { cursor } }")

        assert answer["data"]["signOut"]["cursor"]
        assert await ours.closed() == (4403, "The session has ended.")
        assert (await theirs.run(COMPANY))["data"] == {"company": {"name": "Rival"}}


async def test_a_socket_ends_with_its_api_key(door: Door, acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        key, secret = await ApiKey.make(
            "one", scopes=["company:read"], expires_at=None, by=acme.viewer
        )
        _, other = await ApiKey.make(
            "two", scopes=["company:read"], expires_at=None, by=acme.viewer
        )
    async with open_socket(door) as ours, open_socket(door) as another:
        await ours.init({"apiKey": secret})
        await another.init({"apiKey": other})
        with acting_for(acme.id):
            await key.revoke(by=acme.viewer)

        assert (await ours.closed())[0] == 4403
        assert (await another.run(COMPANY))["data"] == {"company": {"name": "Acme"}}


async def test_sockets_end_with_their_company(door: Door, acme: Cast, rival: Cast) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    async with socket_of(door, who) as ours, socket_of(door, stranger) as rivals:
        await suspend(acme)

        assert (await ours.closed())[0] == 4205
        assert (await rivals.run(COMPANY))["data"] == {"company": {"name": "Rival"}}
    async with open_socket(door) as client:
        await client.send({"type": "connection_init", "payload": who.headers})
        assert await client.closed() == (4403, "Forbidden: This company is suspended.")


async def test_a_socket_ends_with_its_token(door: Door, acme: Cast, rival: Cast) -> None:
    who = expiring(await sign_in(acme.owner))
    async with socket_of(door, await sign_in(rival.owner)) as rivals, socket_of(door, who) as ours:
        assert await ours.closed() == (4403, "The token has expired.")
        assert (await rivals.run(COMPANY))["data"] == {"company": {"name": "Rival"}}


async def test_what_ended_before_anybody_listened_is_noticed(acme: Cast, rival: Cast) -> None:
    who = await sign_in(acme.owner)
    header = who.headers["authorization"]
    identity = await identity_from(header)
    assert identity is not None
    with acting_for(acme.id):
        await sign_out(who, acme.viewer)

    with pytest.raises(SessionEnded):
        async with lasting(identity, header):
            pass
    assert acme.id not in authority._watches


async def test_what_changed_before_anybody_listened_is_noticed(acme: Cast, rival: Cast) -> None:
    viewer = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        who = await sign_in(await Member.get(id=viewer.member_id))
    stranger = await sign_in(rival.owner)
    identity, theirs = [await identity_from(f"Bearer {each.token}") for each in (who, stranger)]
    assert identity is not None
    assert theirs is not None
    with acting_for(acme.id):
        await (await Member.get(id=viewer.member_id)).change_role(Role.ADMIN, by=acme.viewer)

    async with lasting(identity, f"Bearer {who.token}") as changed:
        assert (await changed.ended).code == authority.CHANGED
    async with lasting(theirs, f"Bearer {stranger.token}") as going_on:
        assert not going_on.ended.done()


async def test_what_those_who_listen_have_yet_to_hear_is_noticed(
    acme: Cast, rival: Cast, database: str
) -> None:
    viewer = await hire(acme, Role.ADMIN)
    with acting_for(acme.id):
        who = await sign_in(await Member.get(id=viewer.member_id))
    stranger = await sign_in(rival.owner)
    identity, theirs = [await identity_from(f"Bearer {each.token}") for each in (who, stranger)]
    assert identity is not None
    assert theirs is not None
    async with lasting(identity, f"Bearer {who.token}"):
        owner = await asyncpg.connect(database)  # of which no hub is woken
        await owner.execute("UPDATE members SET role = 'MEMBER' WHERE id = $1", viewer.member_id)
        await owner.execute("UPDATE event_heads SET ended_seq = seq WHERE company_id = $1", acme.id)
        await owner.close()

        async with asyncio.timeout(SOON), lasting(identity, f"Bearer {who.token}") as changed:
            assert (await changed.ended).code == authority.CHANGED
        async with lasting(theirs, f"Bearer {stranger.token}") as going_on:
            assert not going_on.ended.done()


async def test_connections_end_where_they_cannot_be_watched(acme: Cast, rival: Cast) -> None:
    async with held(acme) as ours, held(rival) as theirs:
        watch = authority._watches[acme.id]
        watch.task.cancel()

        async with asyncio.timeout(SOON):
            assert (await ours.ended).code == 1013
        assert not theirs.ended.done()


async def test_one_watch_serves_all_connections_of_a_company(acme: Cast, rival: Cast) -> None:
    async with held(acme), held(rival):
        watch = authority._watches[acme.id]
        async with held(acme), held(acme):
            assert authority._watches[acme.id] is watch
            assert len(watch.authorities) == 3
        assert authority._watches[acme.id] is watch
    assert acme.id not in authority._watches


@asynccontextmanager
async def held(company: Cast) -> AsyncIterator[authority.Authority]:
    header = (await sign_in(company.owner)).headers["authorization"]
    identity = await identity_from(header)
    assert identity is not None
    async with lasting(identity, header) as held:
        yield held


async def member_of(company: Cast) -> Member:
    viewer = await hire(company, Role.MEMBER)
    with acting_for(company.id):
        return await Member.get(id=viewer.member_id)


async def suspend(company: Cast) -> None:
    await set_status(company.id, CompanyStatus.SUSPENDED)


def expiring(who: SignedIn) -> SignedIn:
    """The same device with a token of which nearly nothing is left."""
    life = timedelta(minutes=settings().access_token_minutes)
    token, _ = access_token.issue(
        user_id=who.member.user_id,
        company_id=who.member.company_id,
        member_id=who.member.id,
        session_id=who.session.id,
        at=datetime.now(UTC) - life,
    )
    return SignedIn(who.member, who.session, token)
