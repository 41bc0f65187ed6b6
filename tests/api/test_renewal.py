"""A token renewed on the open socket: nothing is dropped, and only the same session may."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.database import transaction
from models.events import Event
from models.identity import ApiKey, Member, Role, access_token
from models.settings import settings
from models.tenancy import acting_for
from tests.clients import Door, SignedIn, open_socket, sign_in, socket_of
from tests.people import Cast, hire

COMPANY = "{ company { name } }"
EVENTS = 'subscription { events(names: ["member.updated"]) { event { changes } } }'


def token(who: SignedIn, *, left: timedelta) -> str:
    """Of the same session, valid for so long."""
    text, _ = access_token.issue(
        user_id=who.member.user_id,
        company_id=who.member.company_id,
        member_id=who.member.id,
        session_id=who.session.id,
        at=datetime.now(UTC) - timedelta(minutes=settings().access_token_minutes) + left,
    )
    return text


def renewal(token: str) -> dict[str, Any]:
    return {"type": "ping", "payload": {"authorization": f"Bearer {token}"}}


async def happen(company: Cast, number: int) -> None:
    with acting_for(company.id):
        async with transaction():
            await Event.record("member.updated", company.owner, changes={"n": number})


async def test_a_renewed_socket_outlives_its_first_token(
    door: Door, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    fresh = token(who, left=timedelta(minutes=5))
    ending = SignedIn(who.member, who.session, token(who, left=timedelta(seconds=2)))
    theirs = await sign_in(rival.owner)
    doomed = SignedIn(theirs.member, theirs.session, token(theirs, left=timedelta(seconds=2)))
    async with open_socket(door) as ours, socket_of(door, doomed) as rivals:
        ack = await ours.init(ending.headers)
        await ours.subscribe("live", EVENTS)
        await ours.send(renewal(fresh))
        pong = await ours.receive()

        assert await rivals.closed() == (4403, "The token has expired.")
        assert datetime.fromisoformat(ack["expiresAt"]) <= datetime.now(UTC)
        await happen(rival, 1)
        await happen(acme, 2)
        told = await ours.receive()
        answer = await ours.run(COMPANY)

    assert (pong["type"], pong["payload"]["authorization"]) == ("pong", "renewed")
    assert datetime.fromisoformat(pong["payload"]["expiresAt"]) == (
        access_token.read(fresh).expires_at
    )
    assert (told["id"], told["payload"]["data"]["events"]["event"]["changes"]["n"]) == ("live", 2)
    assert answer["data"] == {"company": {"name": "Acme"}}


async def of_a_colleague(who: SignedIn, rival: Cast) -> str:
    colleague = await hire(Cast(who.member.company_id, who.member), Role.OWNER)
    with acting_for(who.member.company_id):
        return (await sign_in(await Member.get(id=colleague.member_id))).token


async def of_another_sign_in(who: SignedIn, rival: Cast) -> str:
    return (await sign_in(who.member)).token


async def of_the_rival(who: SignedIn, rival: Cast) -> str:
    return (await sign_in(rival.owner)).token


async def of_nobody(who: SignedIn, rival: Cast) -> str:
    return "nonsense"


async def of_the_past(who: SignedIn, rival: Cast) -> str:
    return token(who, left=timedelta(minutes=-1))


@pytest.mark.parametrize(
    "other", [of_a_colleague, of_another_sign_in, of_the_rival, of_nobody, of_the_past]
)
async def test_a_socket_does_not_change_hands(
    door: Door,
    acme: Cast,
    rival: Cast,
    other: Callable[[SignedIn, Cast], Awaitable[str]],
) -> None:
    who = await sign_in(acme.owner)
    async with socket_of(door, who) as ours, socket_of(door, who) as untouched:
        await ours.send(renewal(await other(who, rival)))

        code, reason = await ours.closed()
        assert (await untouched.run(COMPANY))["data"] == {"company": {"name": "Acme"}}

    assert code == 4403
    assert reason.startswith("Forbidden: ")


async def test_an_ended_session_is_not_renewed(door: Door, acme: Cast, rival: Cast) -> None:
    who = await sign_in(acme.owner)
    async with socket_of(door, who) as ours:
        with acting_for(acme.id):
            await who.session.end(reason="SIGNED_OUT", by=acme.viewer)
        await ours.send(renewal(token(who, left=timedelta(minutes=5))))

        assert (await ours.closed())[0] == 4403


async def test_renewals_wait_for_the_acknowledgement(door: Door, acme: Cast) -> None:
    async with open_socket(door) as client:
        await client.send(renewal((await sign_in(acme.owner)).token))

        assert await client.closed() == (4401, "Unauthorized")


async def test_a_key_without_an_end_has_none(door: Door, acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        _, secret = await ApiKey.make("a", scopes=["company:read"], expires_at=None, by=acme.viewer)
        _, other = await ApiKey.make("b", scopes=["company:read"], expires_at=None, by=acme.viewer)
    async with open_socket(door) as ours:
        assert await ours.init({"apiKey": secret}) == {"expiresAt": None}
        await ours.send(renewal(secret))
        assert (await ours.receive())["payload"] == {"authorization": "renewed", "expiresAt": None}
        await ours.send(renewal(other))

        assert (await ours.closed())[0] == 4403


async def test_other_pings_are_echoed(door: Door, acme: Cast) -> None:
    async with socket_of(door, await sign_in(acme.owner)) as ours:
        for payload in ({"authorization": 1}, {"at": 1}):
            await ours.send({"type": "ping", "payload": payload})
            assert await ours.receive() == {"type": "pong", "payload": payload}
