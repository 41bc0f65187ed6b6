"""Sessions: renewed by a token that rotates, and ended so that nothing of them is left."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models.identity import (
    CompanyStatus,
    RefreshToken,
    Session,
    SessionTokens,
    access_token,
    prove,
    renew_session,
    sign_in,
    sign_out_everywhere,
)
from models.identity.refusals import (
    CompanySuspended,
    NotAMember,
    SessionEnded,
    TokenInvalid,
)
from models.identity.secret import digest
from models.identity.sign_in import Entry
from models.tenancy import acting_for, every_company
from models.viewer import Viewer
from tests.models.identity.arrivals import (
    PASSWORD,
    arrive,
    is_live,
    sign_in_again,
    somewhere,
    viewer_of,
)
from tests.models.identity.log import log_of, told
from tests.people import Cast


async def renew(tokens: SessionTokens) -> SessionTokens:
    return await renew_session(tokens.refresh_token, origin=somewhere())


async def link(tokens: SessionTokens) -> RefreshToken:
    with every_company():
        return await RefreshToken.get(token_hash=digest(tokens.refresh_token))


async def grace_is_over(tokens: SessionTokens) -> None:
    with every_company():
        await RefreshToken.filter(token_hash=digest(tokens.refresh_token)).update(
            rotated_at=datetime.now(UTC) - timedelta(seconds=11)
        )


async def change(tokens: SessionTokens, **columns: object) -> None:
    with every_company():
        await Session.filter(id=tokens.session.id).update(**columns)


async def suspend(entry: Entry) -> None:
    with every_company():
        entry.seat.company.status = CompanyStatus.SUSPENDED
        await entry.seat.company.save()


async def test_a_refresh_token_gives_new_tokens_of_the_same_session_for_a_week(
    rival: Cast, house: None
) -> None:
    ana = await arrive()
    before = ana.tokens.session.expires_at

    renewed = await renew(ana.tokens)

    assert renewed.session.id == ana.tokens.session.id
    assert renewed.refresh_token != ana.tokens.refresh_token
    proof = await prove(renewed.access_token)
    assert (proof.member.id, proof.session_id) == (ana.seat.member.id, renewed.session.id)
    assert renewed.session.expires_at > before
    week = renewed.session.expires_at - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < week <= timedelta(days=7)
    assert await told(rival.id, "session.ended") == []


async def test_tokens_are_kept_as_hashes_and_successors_sealed(house: None) -> None:
    ana = await arrive()

    renewed = await renew(ana.tokens)

    rotated, current = await link(ana.tokens), await link(renewed)
    for secret in (ana.tokens.refresh_token, renewed.refresh_token):
        assert secret not in str(vars(rotated))
    assert rotated.successor is not None
    assert current.rotated_at is None
    again = await renew(renewed)
    assert (await link(ana.tokens)).successor is None
    assert (await link(renewed)).successor is not None
    assert (await link(again)).successor is None


async def test_a_rotated_token_used_again_ends_the_whole_family(rival: Cast) -> None:
    ana, other = await arrive(), await arrive("Rival")
    stolen = ana.tokens
    second = await renew(stolen)
    third = await renew(second)
    phone = await sign_in_again(ana)

    with pytest.raises(SessionEnded):
        await renew(stolen)

    for tokens in (stolen, second, third):
        with pytest.raises(SessionEnded):
            await renew(tokens)
        with pytest.raises(SessionEnded):
            await prove(tokens.access_token)
    ended = await told(ana.seat.company.id, "session.ended")
    assert [(each["session_id"], each["reason"]) for each in ended] == [
        (str(stolen.session.id), "REFRESH_TOKEN_REUSED")
    ]
    assert await is_live(phone)
    assert await is_live(other.tokens)


async def test_a_client_that_missed_the_answer_gets_the_same_one_again(house: None) -> None:
    ana = await arrive()

    first = await renew(ana.tokens)
    second = await renew(ana.tokens)

    assert second.refresh_token == first.refresh_token
    assert await is_live(ana.tokens)
    await renew(second)


async def test_two_refreshes_at_once_make_one_chain(house: None) -> None:
    ana = await arrive()

    answers = await asyncio.gather(*[renew(ana.tokens) for _ in range(6)])

    assert len({answer.refresh_token for answer in answers}) == 1
    with every_company():
        assert await RefreshToken.filter(session_id=ana.tokens.session.id).count() == 2
    await renew(answers[0])


async def test_after_a_few_seconds_the_same_token_again_is_a_theft(house: None) -> None:
    ana = await arrive()
    renewed = await renew(ana.tokens)
    await grace_is_over(ana.tokens)

    with pytest.raises(SessionEnded):
        await renew(ana.tokens)

    assert not await is_live(renewed)


@pytest.mark.parametrize("token", ["", "never issued", "half a pair \ud800", "x" * 10_000])
async def test_a_token_we_never_issued_renews_nothing(house: None, token: str) -> None:
    with pytest.raises(TokenInvalid):
        await renew_session(token, origin=somewhere())


async def test_an_access_token_does_not_refresh(house: None) -> None:
    ana = await arrive()

    with pytest.raises(TokenInvalid):
        await renew_session(ana.tokens.access_token, origin=somewhere())


async def test_a_session_not_renewed_for_a_week_is_over(house: None) -> None:
    ana = await arrive()
    await change(ana.tokens, expires_at=datetime.now(UTC) - timedelta(seconds=1))

    with pytest.raises(SessionEnded):
        await renew(ana.tokens)
    with pytest.raises(SessionEnded):
        await prove(ana.tokens.access_token)


async def test_a_suspended_companys_tokens_are_refused(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")

    await suspend(ana)

    with pytest.raises(CompanySuspended):
        await prove(ana.tokens.access_token)
    with pytest.raises(CompanySuspended):
        await renew(ana.tokens)
    assert (await prove(rival.tokens.access_token)).member.id == rival.seat.member.id


async def test_signing_out_ends_this_session_once(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    phone = await sign_in_again(ana)
    viewer = viewer_of(ana)

    with acting_for(viewer.company_id):
        session = await Session.of(viewer)
        await session.end(reason="SIGNED_OUT", by=viewer)
        await session.end(reason="SIGNED_OUT", by=viewer)

    with pytest.raises(SessionEnded):
        await prove(ana.tokens.access_token)
    with pytest.raises(SessionEnded):
        await renew(ana.tokens)
    assert await told(viewer.company_id, "session.ended") == [
        {
            "session_id": str(ana.tokens.session.id),
            "member_id": str(ana.seat.member.id),
            "reason": "SIGNED_OUT",
        }
    ]
    assert await is_live(phone)
    assert await is_live(rival.tokens)


async def test_signing_out_everywhere_ends_every_device_in_every_company(house: None) -> None:
    email = f"{somewhere().address}@people.example".replace(":", "-")
    ana = await arrive(email=email)
    elsewhere = await arrive("Second", email=email)
    phone, rival = await sign_in_again(ana), await arrive("Rival")

    ended = await sign_out_everywhere(by=viewer_of(ana))

    assert ended == 3
    for tokens in (ana.tokens, phone, elsewhere.tokens):
        assert not await is_live(tokens)
    assert await is_live(rival.tokens)


async def test_a_company_is_told_of_its_own_member_only(house: None) -> None:
    email = f"{somewhere().address}@people.example".replace(":", "-")
    ana = await arrive(email=email)
    elsewhere = await arrive("Second", email=email)

    await sign_out_everywhere(by=viewer_of(ana))

    ours = await log_of(ana.seat.company.id)
    theirs = await log_of(elsewhere.seat.company.id)
    assert {event.actor_id for event in theirs} <= {None, elsewhere.seat.member.id}
    assert {event.actor_id for event in ours} <= {None, ana.seat.member.id}
    assert str(ana.seat.member.id) not in str([vars(event) for event in theirs])


async def test_a_session_that_is_over_is_not_ended_again(house: None) -> None:
    ana = await arrive()
    phone = await sign_in_again(ana)
    await change(phone, expires_at=datetime.now(UTC))

    assert await sign_out_everywhere(by=viewer_of(ana)) == 1

    ended = await told(ana.seat.company.id, "session.ended")
    assert [each["session_id"] for each in ended] == [str(ana.tokens.session.id)]


async def test_an_api_key_has_no_session(rival: Cast) -> None:
    machine = Viewer.system(rival.id)

    with acting_for(rival.id), pytest.raises(NotAMember):
        await Session.of(machine)
    with pytest.raises(NotAMember):
        await sign_out_everywhere(by=machine)


async def test_a_session_knows_its_device(house: None) -> None:
    ana = await arrive()
    origin = somewhere()
    long_agent = "Mozilla\n/5.0 " + "x" * 400

    entry = await sign_in(
        ana.seat.member.email,
        PASSWORD,
        origin=type(origin)(origin.address, long_agent),
    )

    assert isinstance(entry, Entry)
    session = entry.tokens.session
    assert session.address == origin.address
    assert session.user_agent == ("Mozilla/5.0 " + "x" * 400)[:300]
    assert session.last_used_at is not None
    assert len(await told(ana.seat.company.id, "session.started")) == 2


async def test_a_token_of_one_company_proves_nothing_in_another(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    crossed, _ = access_token.issue(
        user_id=rival.seat.member.user_id,
        company_id=ana.seat.company.id,
        member_id=rival.seat.member.id,
        session_id=rival.tokens.session.id,
        at=datetime.now(UTC),
    )

    with pytest.raises(SessionEnded):
        await prove(crossed)
