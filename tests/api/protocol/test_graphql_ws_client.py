"""The npm client graphql-ws at our door: what it does by itself, after each close it may retry."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api.fanout import limits
from api.fanout.figures import LAGGARDS
from api.stopping import departures
from models.identity import Member, Role
from models.tenancy import acting_for
from tests.api.protocol.conftest import Open
from tests.api.protocol.doings import COMPANY, EVENTS, RENAME, happen, position
from tests.api.protocol.reference import Reference
from tests.clients import SignedIn, sign_in
from tests.people import Cast, hire


@asynccontextmanager
async def following(
    ws: Open, who: SignedIn, company: Cast, **options: object
) -> AsyncIterator[Reference]:
    """A client that hears of what happens from now on."""
    async with ws(who, **options) as client:
        await client.subscribe("live", EVENTS, after=await position(company))
        await client.until("connected")
        yield client


async def numbers(client: Reference, number: int, *, id: str = "live") -> list[int]:
    """Of so many events to come."""
    return [event["changes"]["n"] for event in await client.events(id, number)]


async def test_it_connects_when_it_is_asked_something_and_leaves_after_it(
    ws: Open, acme: Cast, rival: Cast
) -> None:
    async with ws(await sign_in(acme.owner)) as ours, ws(await sign_in(rival.owner)) as theirs:
        assert ours.seen == [{"event": "ready"}]
        answers = [(await client.run(COMPANY))["data"] for client in (ours, theirs)]
        closed = await ours.until("closed")

    assert answers == [{"company": {"name": "Acme"}}, {"company": {"name": "Rival"}}]
    assert closed["code"] == 1000
    ack = ours.told("connected")[0]["ack"]
    assert datetime.fromisoformat(ack["expiresAt"]) > datetime.now(UTC)


async def test_it_connects_at_once_if_it_shall(ws: Open, acme: Cast, rival: Cast) -> None:
    async with ws(await sign_in(acme.owner), lazy=False) as ours:
        await ours.until("connected")
        assert (await ours.run(COMPANY))["data"] == {"company": {"name": "Acme"}}
        assert (await ours.run(COMPANY))["data"] == {"company": {"name": "Acme"}}
        await ours.do("dispose")
        await ours.until("closed", code=1000)

    assert len(ours.told("connected")) == 1


async def test_mutations_and_events_stay_in_their_company(
    ws: Open, acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    async with following(ws, who, acme) as ours, following(ws, stranger, rival) as theirs:
        renamed = await ours.run(RENAME, name="Acme & Co")
        await happen(rival, 1)
        await happen(acme, 2, 3)

        assert renamed["data"] == {"updateCompany": {"company": {"name": "Acme & Co"}}}
        assert await numbers(ours, 2) == [2, 3]
        assert await numbers(theirs, 1) == [1]
        assert (await theirs.run(COMPANY))["data"] == {"company": {"name": "Rival"}}


async def test_one_operation_ends_and_the_other_goes_on(ws: Open, acme: Cast, rival: Cast) -> None:
    async with following(ws, await sign_in(acme.owner), acme) as ours:
        await ours.subscribe("other", EVENTS, after=await position(acme))
        await happen(acme, 1)
        assert await numbers(ours, 1, id="other") == [1]
        await ours.do("stop", id="live")
        await ours.until("complete", id="live")
        await happen(rival, 2)
        await happen(acme, 3)

        assert await numbers(ours, 1, id="other") == [3]
    heard = [told["payload"] for told in ours.told("next") if told["id"] == "live"]
    assert len(heard) <= 1  # the first may have been under way


@pytest.mark.parametrize(
    ("document", "code"),
    [("{", "GRAPHQL_PARSE_FAILED"), ("{ nothing }", "GRAPHQL_VALIDATION_FAILED")],
)
async def test_a_faulty_document_fails_alone(
    ws: Open, acme: Cast, rival: Cast, document: str, code: str
) -> None:
    async with following(ws, await sign_in(acme.owner), acme) as ours:
        await ours.subscribe("faulty", document)
        failed = await ours.until("error", id="faulty")
        await happen(rival, 1)
        await happen(acme, 2)

        assert [error["extensions"]["code"] for error in failed["errors"]] == [code]
        assert await numbers(ours, 1) == [2]


async def test_what_a_rival_holds_is_not_there(ws: Open, acme: Cast, rival: Cast) -> None:
    async with ws(await sign_in(rival.owner), lazy=False) as theirs:
        answer = await theirs.run(EVENTS, after=await position(acme))

    assert answer["errors"][0]["extensions"]["code"] == "CURSOR_INVALID"


async def test_after_a_cut_it_goes_on_behind_its_cursor(ws: Open, acme: Cast, rival: Cast) -> None:
    async with following(ws, await sign_in(acme.owner), acme) as ours:
        await happen(acme, 1, 2)
        assert await numbers(ours, 2) == [1, 2]
        for lost in (3, 5):
            await ours.do("cut")
            await ours.until("closed", code=1006)
            await happen(acme, lost)
            await happen(rival, 0)
            await happen(acme, lost + 1)
            assert await numbers(ours, 2) == [lost, lost + 1]


async def drain(_: Cast, __: SignedIn) -> None:
    try:
        await departures.sweep(within=0)
    finally:
        departures.begun = False


async def sign_out(company: Cast, who: SignedIn) -> None:
    with acting_for(company.id):
        await who.session.end(reason="SIGNED_OUT", by=who.member)


async def change_role(company: Cast, who: SignedIn) -> None:
    with acting_for(company.id):
        await who.member.change_role(Role.ADMIN, by=company.viewer)


@pytest.mark.parametrize(("deed", "code"), [(drain, 1012), (sign_out, 4403), (change_role, 4205)])
async def test_it_comes_back_by_itself_and_misses_nothing(
    ws: Open,
    acme: Cast,
    rival: Cast,
    deed: Callable[[Cast, SignedIn], Awaitable[None]],
    code: int,
) -> None:
    with acting_for(acme.id):
        colleague = await Member.of(await hire(acme, Role.SUPERVISOR))
    who, again = await sign_in(colleague), await sign_in(colleague)
    async with following(ws, who, acme) as ours:
        await happen(acme, 1)
        assert await numbers(ours, 1) == [1]
        await ours.do("token", token=again.token)
        await deed(acme, who)
        assert (await ours.until("closed"))["code"] == code
        await happen(acme, 2)
        await happen(rival, 0)
        assert await numbers(ours, 1) == [2]
        await happen(acme, 3)
        assert await numbers(ours, 1) == [3]


async def test_one_that_was_too_slow_comes_back_and_misses_nothing(
    ws: Open, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = replace(limits.LIMITS, mailbox_bytes=100_000, stall=0.2)
    monkeypatch.setattr(limits, "LIMITS", narrow)
    before, number = LAGGARDS._value.get(), 0
    async with following(ws, await sign_in(acme.owner), acme) as ours:
        await happen(acme, number)
        assert await numbers(ours, 1) == [0]
        await ours.do("pause")
        while LAGGARDS._value.get() == before:
            number += 1
            await happen(acme, number, filler="x" * 30_000)
            await happen(rival, number)
        await ours.do("resume")

        assert await numbers(ours, number) == list(range(1, number + 1))
    assert ours.told("closed")[0]["code"] == 4208


async def test_it_gives_up_on_a_token_that_stays_bad(ws: Open, acme: Cast, rival: Cast) -> None:
    async with ws("nonsense", lazy=False, retryAttempts=2) as nobody:
        gone = await nobody.until("gave up")

    assert gone["code"] == 4403
    assert len(nobody.told("closed")) == 3
    assert not nobody.told("connected")


async def test_pings_go_both_ways(ws: Open, acme: Cast, rival: Cast) -> None:
    async with following(ws, await sign_in(acme.owner), acme, keepAlive=50) as ours:
        for _ in range(3):
            await ours.until("ping", received=False)
            assert "payload" not in await ours.until("pong", received=True)
        await ours.do("send", message={"type": "ping", "payload": {"at": 1}})
        assert (await ours.until("pong", payload={"at": 1}))["received"]
        await happen(rival, 1)
        await happen(acme, 2)
        assert await numbers(ours, 1) == [2]


async def test_a_token_is_renewed_as_the_documentation_says(
    ws: Open, acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    async with following(ws, who, acme) as ours:
        await ours.do("send", message={"type": "ping", "payload": who.headers})
        renewed = (await ours.until("pong", received=True))["payload"]
        assert renewed["authorization"] == "renewed"
        assert datetime.fromisoformat(renewed["expiresAt"]) > datetime.now(UTC) + timedelta(
            minutes=1
        )
        await happen(acme, 1)
        assert await numbers(ours, 1) == [1]

        await ours.do("send", message={"type": "ping", "payload": stranger.headers})
        assert (await ours.until("closed"))["code"] == 4403
