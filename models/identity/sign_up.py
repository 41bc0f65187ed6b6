"""A company and its owner, out of nothing."""

from models.checks import Checks, line
from models.database import transaction
from models.errors import RateLimited
from models.idempotency import insert
from models.identity import letters
from models.identity import password as passwords
from models.identity.company import LONGEST_NAME, Company
from models.identity.email import email_address, email_key
from models.identity.refusals import LinkUsed, NoMembership
from models.identity.session import Origin
from models.identity.sign_in import Entry, authenticate, enter, seats_of
from models.identity.steady import steady
from models.identity.throttle import throttle
from models.identity.user import Purpose, User, UserToken
from models.tenancy import every_company


async def sign_up(
    *, company_name: str, name: str, email: str, password: str, origin: Origin
) -> str:
    """Found a company, to be entered with the password by who gets the mail; the e-mail.

    For an e-mail that has an account, its owner is told by mail; from here it looks the same and
    takes as long. Raises Invalid or RateLimited.
    """
    checks = Checks()
    company_name = checks.run(line, "companyName", company_name, longest=LONGEST_NAME) or ""
    name = checks.run(line, "name", name, longest=200) or ""
    email = checks.run(email_address, "email", email) or email_key(email)
    checks.run(passwords.accepted, "password", password, email=email)
    checks.refuse()
    await throttle("sign_up", account=email, address=origin.address)
    async with steady():
        await register(company_name=company_name, name=name, email=email, password=password)
    return email


async def register(*, company_name: str, name: str, email: str, password: str) -> None:
    """What `sign_up` does, once all is in order."""
    password_hash = await passwords.hashed(password)
    user = User(email=email, name=name, password_hash=password_hash)
    with every_company():
        async with transaction():
            if await insert(user):
                await Company.found(company_name, owner=user)
            else:
                user = await User.select_for_update(no_key=True).get(email=email)
            if user.email_verified_at is None:
                await user.renew(name=name, password_hash=password_hash)
                token = await UserToken.issue(user, Purpose.SIGN_UP)
                await letters.sign_up(user, token=token).post(company_id=await user.home())
    if user.email_verified_at is not None:
        await _warn(user)


async def confirm_sign_up(token: str, password: str, *, origin: Origin) -> Entry:
    """The owner's first session, for the mailed code and the password.

    Who has the mail and not the password did not sign up, and resets it.
    Raises LinkUsed, InvalidCredentials, RateLimited or CompanySuspended.
    """
    await throttle("mail_token", address=origin.address)
    with every_company():
        user = await UserToken.holder(token, Purpose.SIGN_UP)
    user = await authenticate(user.email, password, confirmed=False, origin=origin)
    with every_company():
        async with transaction():
            await UserToken.use(token, Purpose.SIGN_UP)
            await user.hold()
            if user.email_verified_at is not None:  # there is a second factor now, for all we know
                raise LinkUsed
            await user.verify_email()
            await user.signed_in()
            seats = await seats_of(user)
            if not seats:
                raise NoMembership
            return await enter(seats[0], seats=seats, origin=origin)


async def _warn(user: User) -> None:
    try:
        await throttle("warning", account=user.email)
    except RateLimited:
        return  # one such mail an hour is enough
    with every_company():
        async with transaction():
            await letters.sign_up_attempted(user).post(company_id=await user.home())
