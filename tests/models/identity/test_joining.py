"""Joining: once, with the mailed code, by whoever has the mailbox."""

import asyncio

import pytest

from models.errors import Conflict, Invalid, RateLimited
from models.identity import (
    CompanyStatus,
    Entry,
    InvitationState,
    Member,
    Role,
    User,
    offered,
    prove,
    sign_in,
)
from models.identity.refusals import (
    CompanySuspended,
    InvalidCredentials,
    InvitationClosed,
)
from models.tenancy import acting_for, every_company
from tests.models.identity.arrivals import (
    NEW_PASSWORD,
    PASSWORD,
    an_email,
    arrive,
    join,
    latest,
    somewhere,
    viewer_of,
)
from tests.models.identity.interleaving import while_uncommitted
from tests.models.identity.log import told
from tests.models.identity.offers import again, comes, invited
from tests.people import Cast


async def test_a_stranger_joins_with_the_mailed_code(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    email = an_email()
    offer, code = await invited(ana, f" {email.upper()} ", Role.SUPERVISOR)

    entry = await comes(code)

    member = (await prove(entry.tokens.access_token)).member
    assert (member.company_id, member.email) == (ana.seat.company.id, email)
    assert (member.name, member.role) == ("Robin", Role.SUPERVISOR)
    assert (await again(offer)).state is InvitationState.ACCEPTED
    with every_company():
        assert (await User.get(email=email)).email_verified_at is not None
        assert not await Member.exists(email=email, company_id=rival.seat.company.id)
    company = ana.seat.company.id
    assert await told(company, "invitation.created") == [{"role": "SUPERVISOR"}]
    assert await told(company, "invitation.accepted") == [{"member_id": str(member.id)}]
    assert (await told(company, "member.added"))[-1] == {"role": "SUPERVISOR"}
    assert isinstance(await sign_in(email, PASSWORD, origin=somewhere()), Entry)


async def test_somebody_with_an_account_joins_with_its_password(house: None) -> None:
    ana, elsewhere = await arrive(), await arrive("Elsewhere")
    _, code = await invited(ana, elsewhere.seat.member.email)

    with pytest.raises(InvalidCredentials):
        await comes(code, "not the password")
    entry = await comes(code, name="Ignored")

    assert entry.seat.member.user_id == elsewhere.seat.member.user_id
    assert entry.seat.member.name == "Ana Souza"
    assert {seat.company.id for seat in entry.seats} == {
        ana.seat.company.id,
        elsewhere.seat.company.id,
    }
    assert (await latest(elsewhere.seat.member)).role is Role.OWNER


async def test_before_accepting_one_sees_who_invites(house: None) -> None:
    ana, elsewhere = await arrive("Acme"), await arrive("Elsewhere")
    new, known = an_email(), elsewhere.seat.member.email
    _, to_new = await invited(ana, new, Role.ADMIN)
    _, to_known = await invited(ana, known)

    first, second = (
        await offered(to_new, origin=somewhere()),
        await offered(to_known, origin=somewhere()),
    )

    assert (first.company.name, first.invitation.email, first.has_account) == ("Acme", new, False)
    assert first.invitation.role is Role.ADMIN
    assert (second.invitation.email, second.has_account) == (known, True)


async def test_a_newcomers_mistakes_leave_the_invitation_open(house: None) -> None:
    ana, email = await arrive(), an_email()
    offer, code = await invited(ana, email)

    with pytest.raises(Invalid) as refused:
        await comes(code, "short", name=None)

    assert {field.code for field in refused.value.fields} == {"BLANK", "TOO_SHORT"}
    assert (await again(offer)).state is InvitationState.OPEN
    with every_company():
        assert not await User.exists(email=email)
    await comes(code)


async def test_a_code_is_good_once(house: None) -> None:
    ana = await arrive()
    _, code = await invited(ana, an_email())
    await comes(code)

    with pytest.raises(InvitationClosed):
        await comes(code)


async def test_a_code_used_twice_at_once_lets_one_in(house: None) -> None:
    ana, email = await arrive(), an_email()
    _, code = await invited(ana, email)

    outcomes = await asyncio.gather(*[comes(code) for _ in range(4)], return_exceptions=True)

    assert sum(isinstance(outcome, Entry) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, InvitationClosed | Conflict) for outcome in outcomes) == 3
    with every_company():
        assert await Member.filter(email=email).count() == 1
        assert await User.filter(email=email).count() == 1


async def test_an_invitation_revoked_at_this_moment_lets_nobody_in(rival: Cast) -> None:
    ana, elsewhere = await arrive(), await arrive("Elsewhere")
    offer, code = await invited(ana, elsewhere.seat.member.email)

    outcome = await while_uncommitted(
        lambda: offer.revoke(by=viewer_of(ana)),
        lambda: comes(code),
        inside=lambda: acting_for(ana.seat.company.id),
        watcher=rival.id,
    )

    assert isinstance(outcome, InvitationClosed)
    assert (await again(offer)).state is InvitationState.REVOKED


@pytest.mark.parametrize("code", ["", "never sent", "half \ud800"])
async def test_a_code_never_sent_opens_nothing(house: None, code: str) -> None:
    with pytest.raises(InvitationClosed):
        await comes(code)


async def test_guessing_codes_is_stopped(house: None) -> None:
    origin = somewhere()
    outcomes = [
        await asyncio.gather(offered(f"guess {n}", origin=origin), return_exceptions=True)
        for n in range(31)
    ]

    assert [type(one) for (one,) in outcomes] == [InvitationClosed] * 30 + [RateLimited]


async def test_a_removed_member_comes_back_as_the_same_member(house: None) -> None:
    ana = await arrive()
    robin = await join(ana, Role.ADMIN)
    with acting_for(ana.seat.company.id):
        await robin.seat.member.remove(by=viewer_of(ana))

    _, code = await invited(ana, robin.seat.member.email, Role.READ_ONLY)
    back = await comes(code)

    assert back.seat.member.id == robin.seat.member.id
    assert (await latest(back.seat.member)).is_active
    assert back.seat.member.role is Role.READ_ONLY


async def test_one_person_is_invited_by_two_rivals(house: None) -> None:
    ana, rival, email = await arrive(), await arrive("Rival"), an_email()
    _, ours = await invited(ana, email)
    _, theirs = await invited(rival, email)

    first = await comes(ours)
    second = await comes(theirs)

    assert first.seat.company.id == ana.seat.company.id
    assert second.seat.company.id == rival.seat.company.id
    assert first.seat.member.user_id == second.seat.member.user_id
    with pytest.raises(InvalidCredentials):
        await comes((await invited(await arrive("Third"), email))[1], NEW_PASSWORD)


async def test_a_suspended_company_takes_nobody_in(house: None) -> None:
    ana, email = await arrive(), an_email()
    _, code = await invited(ana, email)
    with every_company():
        ana.seat.company.status = CompanyStatus.SUSPENDED
        await ana.seat.company.save()

    with pytest.raises(CompanySuspended):
        await comes(code)

    with every_company():
        assert not await User.exists(email=email)
