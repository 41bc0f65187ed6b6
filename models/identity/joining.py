"""Accepting an invitation: whoever has its token has the mailbox it was sent to."""

from dataclasses import dataclass

from models.checks import Checks, line
from models.database import transaction
from models.errors import Conflict
from models.events import Event
from models.idempotency import insert
from models.identity import password as passwords
from models.identity.company import Company
from models.identity.invitation import Invitation, InvitationState
from models.identity.member import Member
from models.identity.refusals import AlreadyMember, CompanySuspended, InvitationClosed
from models.identity.secret import digest
from models.identity.session import Origin
from models.identity.sign_in import Entry, Seat, authenticate, enter, prove_again, seats_of
from models.identity.throttle import throttle
from models.identity.user import User
from models.tenancy import every_company


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invited person is shown before they accept."""

    invitation: Invitation
    company: Company
    has_account: bool


async def offered(token: str, *, origin: Origin) -> Offer:
    """Raises InvitationClosed."""
    await throttle("acceptance", address=origin.address)
    with every_company():
        invitation = await _open(token)
        company = await Company.get(id=invitation.company_id)
        has_account = await User.exists(email=invitation.email)
    if not company.is_active:
        raise CompanySuspended
    return Offer(invitation, company, has_account)


async def accept_invitation(
    token: str,
    *,
    name: str | None = None,
    password: str,
    code: str | None = None,
    origin: Origin,
) -> Entry:
    """Join, with the password of the invited e-mail's account, or with a new account and a name.

    Raises InvitationClosed, InvalidCredentials, SecondFactorNeeded, SecondFactorWrong, Invalid,
    AlreadyMember or CompanySuspended.
    """
    offer = await offered(token, origin=origin)
    if offer.has_account:
        email = offer.invitation.email
        user = await authenticate(email, password, confirmed=False, origin=origin)
        if code is not None:
            await throttle("second_factor", account=str(user.id), address=origin.address)
    else:
        user = await _newcomer(offer.invitation.email, name, password)
    with every_company():
        async with transaction():
            invitation = await offer.invitation.lock()
            _require_open(invitation, token)
            if offer.has_account:
                await user.hold()
                await prove_again(user, code)
            elif not await insert(user):
                raise Conflict
            await user.verify_email()
            member = await _member(user, invitation)
            await invitation.accept(by=member)
            seat = Seat(offer.company, member)
            return await enter(seat, seats=await seats_of(user), origin=origin)


async def _open(token: str) -> Invitation:
    invitation = await Invitation.get_or_none(token_hash=digest(token))
    if invitation is None:
        raise InvitationClosed
    _require_open(invitation, token)
    return invitation


def _require_open(invitation: Invitation, token: str) -> None:
    # It may have been sent anew since: then only the token in the last mail counts.
    if invitation.state is not InvitationState.OPEN or invitation.token_hash != digest(token):
        raise InvitationClosed


async def _newcomer(email: str, name: str | None, password: str) -> User:
    checks = Checks()
    cleaned = checks.run(line, "name", name or "", longest=200) or ""
    checks.run(passwords.accepted, "password", password, email=email)
    checks.refuse()
    return User(email=email, name=cleaned, password_hash=await passwords.hashed(password))


async def _member(user: User, invitation: Invitation) -> Member:
    """New, or back again: somebody who was removed keeps what they wrote."""
    former = await Member.get_or_none(company_id=invitation.company_id, user_id=user.id)
    if former is not None and former.removed_at is None:
        raise AlreadyMember
    member = former or Member(
        company_id=invitation.company_id, user_id=user.id, name=user.name, email=user.email
    )
    member.role, member.removed_at, member.disabled_at = invitation.role, None, None
    await member.save()
    await Event.record("member.added", member, actor=member, changes={"role": member.role})
    return member
