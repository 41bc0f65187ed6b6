"""E-mail and password for a session."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.database import transaction
from models.errors import NotFound
from models.identity import password as passwords
from models.identity.company import Company
from models.identity.email import email_key
from models.identity.member import Member
from models.identity.refusals import CompanySuspended, InvalidCredentials, NoMembership
from models.identity.session import Origin, Session, SessionTokens
from models.identity.throttle import forgive, throttle
from models.identity.user import User
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
    """The password is right, and one of several companies must be named."""

    seats: Sequence[Seat]


async def sign_in(
    email: str, password: str, *, company_id: UUID | None = None, origin: Origin
) -> Entry | Choice:
    """A session in the company given, or in the only one.

    An unknown e-mail and a wrong password get the same answer after the same work.
    Raises RateLimited, InvalidCredentials, NoMembership, NotFound or CompanySuspended.
    """
    user = await authenticate(email, password, origin=origin)
    rehashed = await passwords.rehashed(password, user.password_hash)
    with every_company():
        async with transaction():
            await user.hold()
            seats = await seats_of(user)
            seat = _chosen(seats, company_id)
            if seat is None:
                return Choice(seats)
            await user.signed_in(rehashed=rehashed)
            return await enter(seat, seats=seats, origin=origin)


async def authenticate(email: str, password: str, *, origin: Origin) -> User:
    """The user with this e-mail and password, counting the attempt. Raises InvalidCredentials."""
    account = email_key(email)
    await throttle("sign_in", account=account, address=origin.address)
    with every_company():
        user = await User.get_or_none(email=account)
    right = await passwords.matches(password, user.password_hash if user else None)
    if user is None or not right:
        raise InvalidCredentials
    await forgive("sign_in", account=account, address=origin.address)
    return user


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
    return Entry(seat, await Session.start(seat.member, origin=origin), seats)


def _chosen(seats: Sequence[Seat], company_id: UUID | None) -> Seat | None:
    if not seats:
        raise NoMembership
    if company_id is None:
        return seats[0] if len(seats) == 1 else None
    for seat in seats:
        if seat.company.id == company_id:
            return seat
    raise NotFound
