"""Invitations: mailed, accepted once, by whoever has the mail."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models.errors import Forbidden, Invalid, RateLimited
from models.identity import (
    Invitation,
    InvitationState,
    Role,
    invite,
)
from models.identity.refusals import (
    AlreadyInvited,
    AlreadyMember,
    InvitationClosed,
)
from models.settings import settings
from models.tenancy import ForeignCompany, acting_for, every_company
from tests.models.identity.arrivals import (
    an_email,
    arrive,
    code_in,
    join,
    last_mail,
    mails,
    viewer_of,
)
from tests.models.identity.interleaving import while_uncommitted
from tests.models.identity.log import told
from tests.models.identity.offers import again, comes, invited
from tests.people import Cast, hire


async def test_an_invitation_ends_after_a_week(house: None) -> None:
    ana, email = await arrive(), an_email()
    offer, code = await invited(ana, email)
    week = offer.expires_at - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < week <= timedelta(days=7)
    with every_company():
        await Invitation.filter(id=offer.id).update(expires_at=datetime.now(UTC))

    with pytest.raises(InvitationClosed):
        await comes(code)
    assert (await again(offer)).state is InvitationState.EXPIRED

    renewed, fresh = await invited(ana, email, Role.ADMIN)
    assert renewed.id == offer.id
    with pytest.raises(InvitationClosed):
        await comes(code)
    assert (await comes(fresh)).seat.member.role is Role.ADMIN


async def test_a_revoked_invitation_lets_nobody_in(house: None) -> None:
    ana, email = await arrive(), an_email()
    offer, code = await invited(ana, email)

    with acting_for(ana.seat.company.id):
        await offer.revoke(by=viewer_of(ana))
        await offer.revoke(by=viewer_of(ana))

    with pytest.raises(InvitationClosed):
        await comes(code)
    assert len(await told(ana.seat.company.id, "invitation.revoked")) == 1
    with acting_for(ana.seat.company.id), pytest.raises(InvitationClosed):
        await offer.resend(by=viewer_of(ana))
    assert (await comes((await invited(ana, email))[1])).seat.member.email == email


async def test_an_accepted_invitation_cannot_be_taken_back(house: None) -> None:
    ana = await arrive()
    offer, code = await invited(ana, an_email())
    await comes(code)

    with acting_for(ana.seat.company.id):
        for verb in (offer.revoke, offer.resend):
            with pytest.raises(InvitationClosed):
                await verb(by=viewer_of(ana))


async def test_inviting_again_sends_nothing_twice(house: None) -> None:
    ana, email = await arrive(), an_email()
    first, _ = await invited(ana, email)

    second, _ = await invited(ana, email)

    assert second.id == first.id
    assert len(await mails(ana.seat.company.id, to=email)) == 1
    assert len(await told(ana.seat.company.id, "invitation.created")) == 1
    with pytest.raises(AlreadyInvited):
        await invited(ana, email, Role.ADMIN)


async def test_inviting_twice_at_once_makes_one_invitation(house: None) -> None:
    ana, email = await arrive(), an_email()

    async def once() -> Invitation:
        with acting_for(ana.seat.company.id):
            return await invite(email, Role.MEMBER, by=viewer_of(ana))

    offers = await asyncio.gather(*[once() for _ in range(4)])

    assert len({offer.id for offer in offers}) == 1
    assert len(await mails(ana.seat.company.id, to=email)) == 1


async def test_an_invitation_made_at_this_moment_is_found(acme: Cast, rival: Cast) -> None:
    email = an_email()
    made = list[Invitation]()

    async def once() -> Invitation:
        with acting_for(acme.id):
            made.append(await invite(email, Role.MEMBER, by=acme.viewer))
        return made[-1]

    outcome = await while_uncommitted(
        once, once, inside=lambda: acting_for(acme.id), watcher=rival.id
    )

    assert isinstance(outcome, Invitation)
    assert len({offer.id for offer in made}) == 1


async def test_sending_anew_voids_the_last_code(house: None) -> None:
    ana, email = await arrive(), an_email()
    offer, first = await invited(ana, email)

    with acting_for(ana.seat.company.id):
        await offer.resend(by=viewer_of(ana))

    second = code_in(await last_mail(ana.seat.company.id, to=email))
    assert second != first
    with pytest.raises(InvitationClosed):
        await comes(first)
    await comes(second)
    assert len(await told(ana.seat.company.id, "invitation.resent")) == 1


async def test_a_member_is_not_invited(house: None) -> None:
    ana = await arrive()
    robin = await join(ana)

    for email in (ana.seat.member.email, robin.seat.member.email.upper()):
        with acting_for(ana.seat.company.id), pytest.raises(AlreadyMember):
            await invite(email, Role.MEMBER, by=viewer_of(ana))


async def test_only_owners_invite_owners(acme: Cast, rival: Cast) -> None:
    admin = await hire(acme, Role.ADMIN)

    with acting_for(acme.id):
        with pytest.raises(Forbidden):
            await invite(an_email(), Role.OWNER, by=admin)
        offer = await invite(an_email(), Role.OWNER, by=acme.viewer)
        for verb in (offer.resend, offer.revoke):
            with pytest.raises(Forbidden):
                await verb(by=admin)

    assert (await again(offer)).state is InvitationState.OPEN


async def test_an_address_that_cannot_take_mail_is_refused(acme: Cast) -> None:
    with acting_for(acme.id), pytest.raises(Invalid):
        await invite("nobody at nowhere", Role.MEMBER, by=acme.viewer)


async def test_a_rival_cannot_touch_our_invitation(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    offer, _ = await invited(ana, an_email())

    with acting_for(rival.seat.company.id):
        for verb in (offer.revoke, offer.resend):
            with pytest.raises(ForeignCompany):
                await verb(by=viewer_of(rival))

    assert (await again(offer)).state is InvitationState.OPEN


async def test_the_mail_leads_to_the_front_end(
    house: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, email = await arrive("Acme"), an_email()
    monkeypatch.setenv("FRONT_END_URL", "https://app.example/")
    settings.cache_clear()
    try:
        _, code = await invited(ana, email)
    finally:
        monkeypatch.undo()
        settings.cache_clear()

    mail = await last_mail(ana.seat.company.id, to=email)
    assert mail.subject == "You are invited to Acme"
    assert f"https://app.example/accept-invitation#token={code}\n" in mail.text
    assert "Ana Souza invites you" in mail.text


async def test_a_company_does_not_flood_strangers(acme: Cast, rival: Cast) -> None:
    async def one(company: Cast) -> bool:
        try:
            with acting_for(company.id):
                await invite(acme.owner.email, Role.MEMBER, by=company.viewer)
        except (AlreadyMember, AlreadyInvited):
            return True
        except RateLimited:
            return False
        return True

    assert [await one(acme) for _ in range(102)] == [True] * 100 + [False] * 2
    assert await one(rival)


async def test_states_can_be_asked_for(house: None) -> None:
    ana = await arrive()
    company = ana.seat.company.id
    await join(ana)
    opened, _ = await invited(ana, an_email())
    revoked, _ = await invited(ana, an_email())
    expired, _ = await invited(ana, an_email())
    with every_company():
        await Invitation.filter(id=expired.id).update(expires_at=datetime.now(UTC))
    with acting_for(company):
        await revoked.revoke(by=viewer_of(ana))
        found = {
            state: await Invitation.within(Invitation.all(), state) for state in InvitationState
        }

    assert [offer.id for offer in found[InvitationState.OPEN]] == [opened.id]
    assert [offer.id for offer in found[InvitationState.REVOKED]] == [revoked.id]
    assert [offer.id for offer in found[InvitationState.EXPIRED]] == [expired.id]
    assert len(found[InvitationState.ACCEPTED]) == 1
    for state, offers in found.items():
        assert {offer.state for offer in offers} == {state}
