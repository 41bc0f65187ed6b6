"""Getting back in by mail, and changing the password."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from models.checks import Checks
from models.database import transaction
from models.errors import Invalid
from models.identity import letters
from models.identity import password as passwords
from models.identity.email import email_address
from models.identity.session import Origin
from models.identity.throttle import throttle
from models.identity.user import Purpose, User, UserToken
from models.tenancy import every_company

if TYPE_CHECKING:
    from models.viewer import Viewer

STEADY: Final = 0.25  # seconds: more than the work takes


async def request_password_reset(email: str, *, origin: Origin) -> None:
    """Send the account's owner a mail; whether there is an account is not to be seen."""
    email = email_address("email", email)
    await throttle("password_reset", account=email, address=origin.address)
    async with _as_long_as_ever():
        with every_company():
            user = await User.get_or_none(email=email)
            if user is not None:
                await _send(user, Purpose.RESET_PASSWORD)


async def reset_password(token: str, password: str, *, origin: Origin) -> User:
    """A new password for who has the mail; every session ends. Raises LinkUsed or Invalid."""
    passwords.accepted("password", password)
    await throttle("mail_token", address=origin.address)
    password_hash = await passwords.hashed(password)
    with every_company():
        async with transaction():
            user = await UserToken.use(token, Purpose.RESET_PASSWORD)
            passwords.accepted("password", password, email=user.email)
            await user.verify_email()
            await user.set_password(password_hash)
            await user.end_sessions(reason="PASSWORD_RESET")
            await letters.password_changed(user).post(company_id=await user.home())
    return user


async def verify_email(token: str, *, origin: Origin) -> User:
    """Raises LinkUsed."""
    await throttle("mail_token", address=origin.address)
    with every_company():
        async with transaction():
            user = await UserToken.use(token, Purpose.VERIFY_EMAIL)
            await user.verify_email()
    return user


async def resend_verification(*, by: "Viewer", origin: Origin) -> User:
    """One more mail; the codes in the earlier ones stay good."""
    user = await User.of(by)
    await throttle("verification", account=str(user.id), address=origin.address)
    with every_company():
        if user.email_verified_at is None:
            await _send(user, Purpose.VERIFY_EMAIL)
    return user


async def change_password(current: str, new: str, *, by: "Viewer") -> int:
    """End every other session of this user; how many there were. Raises Invalid or RateLimited."""
    user = await User.of(by)
    checks = Checks()
    checks.run(passwords.accepted, "newPassword", new, email=user.email)
    checks.run(_differing, current, new)
    checks.refuse()
    await throttle("password_change", account=str(user.id))
    if not await passwords.matches(current, user.password_hash):
        raise Invalid.because("currentPassword", "WRONG", "This is not your current password.")
    password_hash = await passwords.hashed(new)
    with every_company():
        async with transaction():
            await user.hold()
            await user.set_password(password_hash)
            await letters.password_changed(user).post(company_id=by.company_id)
            return await user.end_sessions(reason="PASSWORD_CHANGED", but=by.session_id)


async def sign_out_everywhere(*, by: "Viewer") -> int:
    """End every session of this user, on all devices and in all companies; how many there were."""
    user = await User.of(by)
    with every_company():
        return await user.end_sessions(reason="SIGNED_OUT_EVERYWHERE")


async def _send(user: User, purpose: Purpose) -> None:
    write = {
        Purpose.VERIFY_EMAIL: letters.email_verification,
        Purpose.RESET_PASSWORD: letters.password_reset,
    }[purpose]
    async with transaction():
        token = await UserToken.issue(user, purpose)
        await write(user, token=token).post(company_id=await user.home())


def _differing(current: str, new: str) -> None:
    if current == new:
        raise Invalid.because("newPassword", "SAME", "The new password is the current one.")


@asynccontextmanager
async def _as_long_as_ever() -> AsyncIterator[None]:
    """Answer after a fixed time, whatever was done in it."""
    enough = asyncio.get_running_loop().time() + STEADY
    yield
    await asyncio.sleep(enough - asyncio.get_running_loop().time())
