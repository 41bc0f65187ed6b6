"""Getting back in by mail, and changing the password."""

from typing import TYPE_CHECKING

from models.checks import Checks
from models.database import transaction
from models.errors import Invalid
from models.identity import letters
from models.identity import password as passwords
from models.identity.email import email_address
from models.identity.session import Origin, Session
from models.identity.steady import steady
from models.identity.throttle import throttle
from models.identity.user import Purpose, User, UserToken
from models.tenancy import every_company

if TYPE_CHECKING:
    from models.viewer import Viewer


async def request_password_reset(email: str, *, origin: Origin) -> None:
    """Send the account's owner a mail; whether there is an account is not to be seen."""
    email = email_address("email", email)
    await throttle("password_reset", account=email, address=origin.address)
    async with steady():
        with every_company():
            user = await User.get_or_none(email=email)
            if user is not None:
                async with transaction():
                    token = await UserToken.issue(user, Purpose.RESET_PASSWORD)
                    mail = letters.password_reset(user, token=token)
                    await mail.post(company_id=await user.home())


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


async def revoke_other_sessions(*, by: "Viewer") -> int:
    """End the viewer's sessions in this company but the one they ask with; how many there were."""
    this = await Session.of(by)
    others = by.sessions.exclude(id=this.id)
    return await Session.end_each(others, reason="ENDED_BY_MEMBER", by=by)


async def sign_out_everywhere(*, by: "Viewer") -> int:
    """End every session of this user, on all devices and in all companies; how many there were."""
    user = await User.of(by)
    with every_company():
        return await user.end_sessions(reason="SIGNED_OUT_EVERYWHERE")


def _differing(current: str, new: str) -> None:
    if current == new:
        raise Invalid.because("newPassword", "SAME", "The new password is the current one.")
