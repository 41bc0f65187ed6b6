"""A company and its owner, out of nothing."""

from models.checks import Checks, line
from models.database import transaction
from models.errors import RateLimited
from models.idempotency import insert
from models.identity import letters
from models.identity import password as passwords
from models.identity.company import LONGEST_NAME, Company
from models.identity.email import email_address, email_key
from models.identity.permissions import Role
from models.identity.refusals import SignUpRefused
from models.identity.session import Origin
from models.identity.sign_in import Entry, Seat, enter, seats_of
from models.identity.throttle import throttle
from models.identity.user import Purpose, User, UserToken
from models.tenancy import every_company


async def sign_up(
    *, company_name: str, name: str, email: str, password: str, origin: Origin
) -> Entry:
    """A new company, its owner, and the owner's first session.

    Somebody who has an account founds one more company with its password; without it they are
    refused, and the account's owner is told by mail. The same again finds the same company.
    Raises Invalid, RateLimited or SignUpRefused.
    """
    checks = Checks()
    company_name = checks.run(line, "companyName", company_name, longest=LONGEST_NAME) or ""
    name = checks.run(line, "name", name, longest=200) or ""
    email = checks.run(email_address, "email", email) or email_key(email)
    checks.run(passwords.accepted, "password", password, email=email)
    checks.refuse()
    await throttle("sign_up", account=email, address=origin.address)
    return (
        await _as_stranger(company_name, name, email, password, origin=origin)
    ) or await _as_user(company_name, email, password, origin=origin)


async def _as_stranger(
    company_name: str, name: str, email: str, password: str, *, origin: Origin
) -> Entry | None:
    """None when there is an account with this e-mail."""
    with every_company():
        if await User.exists(email=email):
            return None
    user = User(email=email, name=name, password_hash=await passwords.hashed(password))
    with every_company():
        async with transaction():
            if not await insert(user):
                return None
            entry = await _found(company_name, user, origin=origin)
            token = await UserToken.issue(user, Purpose.VERIFY_EMAIL)
            mail = letters.email_verification(user, token=token)
            await mail.post(company_id=entry.seat.company.id)
            return entry


async def _as_user(company_name: str, email: str, password: str, *, origin: Origin) -> Entry:
    with every_company():
        user = await User.get(email=email)
    if not await passwords.matches(password, user.password_hash):
        await _warn(user)
        raise SignUpRefused
    with every_company():
        async with transaction():
            await user.hold()
            seats = await seats_of(user)
            for seat in seats:
                if seat.company.name == company_name and seat.member.role is Role.OWNER:
                    return await enter(seat, seats=seats, origin=origin)
            return await _found(company_name, user, origin=origin)


async def _found(company_name: str, owner: User, *, origin: Origin) -> Entry:
    member = await Company.found(company_name, owner=owner)
    seat = Seat(await Company.get(id=member.company_id), member)
    return await enter(seat, seats=await seats_of(owner), origin=origin)


async def _warn(user: User) -> None:
    try:
        await throttle("warning", account=user.email)
    except RateLimited:
        return  # one such mail an hour is enough
    with every_company():
        async with transaction():
            await letters.sign_up_attempted(user).post(company_id=await user.home())
