"""E-mail and password for a session, and a code where somebody has a second factor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from uuid import UUID

from models.database import transaction
from models.errors import NotFound
from models.identity import letters
from models.identity import password as passwords
from models.identity.company import Company
from models.identity.email import email_key
from models.identity.history import Outcome, SignIn
from models.identity.member import Member
from models.identity.refusals import (
    CompanySuspended,
    InvalidCredentials,
    NoMembership,
    SecondFactorNeeded,
    SecondFactorWrong,
)
from models.identity.second_factor import RecoveryCode, SecondFactor
from models.identity.session import Origin, Session, SessionTokens
from models.identity.steady import until_steady
from models.identity.throttle import forgive, throttle
from models.identity.user import Purpose, User, UserToken
from models.tenancy import every_company


@dataclass(frozen=True, slots=True)
class Seat:
    """A place that somebody has in a company."""

    company: Company
    member: Member


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody is in; `seats` are all that they have."""

    seat: Seat
    tokens: SessionTokens
    seats: Sequence[Seat]


@dataclass(frozen=True, slots=True)
class Choice:
    """The proofs are right, and one of several companies must be named."""

    seats: Sequence[Seat]


@dataclass(frozen=True, slots=True)
class Challenge:
    """The password is right; before anything else is told, a code is asked for."""

    token: str = field(repr=False)
    expires_at: datetime


async def sign_in(
    email: str, password: str, *, company_id: UUID | None = None, origin: Origin
) -> Entry | Choice | Challenge:
    """A session in the company given, or in the only one.

    An unknown e-mail and a wrong password get the same answer after the same time.
    Raises RateLimited, InvalidCredentials, NoMembership, NotFound or CompanySuspended.
    """
    user = await authenticate(email, password, origin=origin)
    rehashed = await passwords.rehashed(password, user.password_hash)
    with every_company():
        async with transaction():
            await user.hold()
            if rehashed is not None:
                await user.rehash(rehashed)
            if await SecondFactor.of(user) is not None:
                return Challenge(*await UserToken.issued(user, Purpose.SECOND_FACTOR))
            return await _come_in(user, company_id, origin=origin)


async def complete_sign_in(
    challenge: str, code: str, *, company_id: UUID | None = None, origin: Origin
) -> Entry | Choice:
    """The second step. A company still to be chosen uses up neither challenge nor code.

    Raises LinkUsed, SecondFactorWrong, RateLimited, NoMembership, NotFound or CompanySuspended.
    """
    with every_company():
        user = await UserToken.holder(challenge, Purpose.SECOND_FACTOR)
    await throttle("second_factor", account=str(user.id), address=origin.address)
    try:
        with every_company():
            async with transaction():
                user = await UserToken.held(challenge, Purpose.SECOND_FACTOR)
                await prove_again(user, code, spend=False)
                outcome = await _come_in(user, company_id, origin=origin)
                if isinstance(outcome, Entry):
                    await prove_again(user, code)
                    await UserToken.use(challenge, Purpose.SECOND_FACTOR)
    except SecondFactorWrong:
        await _note_failure(user, Outcome.WRONG_CODE, origin=origin)
        raise
    await forgive("second_factor", account=str(user.id), address=origin.address)
    return outcome


async def authenticate(
    email: str, password: str, *, confirmed: bool = True, origin: Origin
) -> User:
    """The user with this e-mail and password, counting the attempt. Raises InvalidCredentials.

    Who has not yet shown that the e-mail is theirs is nobody, where it must be `confirmed`.
    """
    account = email_key(email)
    await throttle("sign_in", account=account, address=origin.address)
    started = monotonic()
    with every_company():
        user = await User.get_or_none(email=account)
    right = await passwords.matches(password, user.password_hash if user else None)
    if user is None or not right or (confirmed and user.email_verified_at is None):
        if user is not None:
            await _note_failure(user, Outcome.WRONG_PASSWORD, origin=origin)
        await until_steady(started)
        raise InvalidCredentials
    await forgive("sign_in", account=account, address=origin.address)
    return user


async def prove_again(user: User, code: str | None, *, spend: bool = True) -> None:
    """Ask for the second factor of who has one; call in a transaction that holds the user.

    Raises SecondFactorNeeded without a code, and SecondFactorWrong.
    """
    factor = await SecondFactor.of(user)
    if factor is None:
        return
    if code is None:
        raise SecondFactorNeeded
    on_paper = await factor.accept(code, spend=spend)
    if on_paper and spend:
        left = await RecoveryCode.left(user.id)
        await letters.recovery_code_used(user, left=left).post(company_id=await user.home())


async def seats_of(user: User) -> list[Seat]:
    """All companies that the user may enter, by name; call in `every_company`."""
    members = await Member.active().filter(user_id=user.id)
    companies = await Company.filter(id__in=[member.company_id for member in members])
    by_id = {company.id: company for company in companies}
    seats = [Seat(by_id[member.company_id], member) for member in members]
    return sorted(seats, key=lambda seat: (seat.company.name, seat.company.id))


async def enter(seat: Seat, *, seats: Sequence[Seat], origin: Origin) -> Entry:
    """A new session; call in a transaction of `every_company`. Raises CompanySuspended."""
    if not seat.company.is_active:
        raise CompanySuspended
    # Who disables the member at this moment waits for us, and then ends this session too.
    if not (await seat.member.lock()).is_active:
        raise NotFound
    await SignIn.note(seat.member, Outcome.ENTERED, origin=origin)
    return Entry(seat, await Session.start(seat.member, origin=origin), seats)


async def _come_in(user: User, company_id: UUID | None, *, origin: Origin) -> Entry | Choice:
    seats = await seats_of(user)
    seat = _chosen(seats, company_id)
    if seat is None:
        return Choice(seats)
    await user.signed_in()
    return await enter(seat, seats=seats, origin=origin)


def _chosen(seats: Sequence[Seat], company_id: UUID | None) -> Seat | None:
    if not seats:
        raise NoMembership
    if company_id is None:
        return seats[0] if len(seats) == 1 else None
    for seat in seats:
        if seat.company.id == company_id:
            return seat
    raise NotFound


async def _note_failure(user: User, outcome: Outcome, *, origin: Origin) -> None:
    with every_company():
        async with transaction():
            for member in await Member.active().filter(user_id=user.id).order_by("id"):
                await SignIn.note(member, outcome, origin=origin)
