"""Turning the second factor on and off."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.database import transaction
from models.errors import Invalid
from models.identity import letters
from models.identity import password as passwords
from models.identity.refusals import SecondFactorOff, SecondFactorOn
from models.identity.second_factor import RecoveryCode, SecondFactor
from models.identity.throttle import throttle
from models.identity.user import User
from models.tenancy import every_company

if TYPE_CHECKING:
    from models.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app is to be given; `uri` holds the secret, too."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Protection:
    """How far somebody's second factor is on."""

    enabled: bool
    recovery_codes_left: int


async def protection(*, of: "Viewer") -> Protection:
    """Raises NotAMember."""
    user = await User.of(of)
    with every_company():
        factor = await SecondFactor.of(user)
        return Protection(factor is not None, await RecoveryCode.left(user.id))


async def enable_second_factor(password: str, *, by: "Viewer") -> Enrolment:
    """Offer a secret; nothing is asked for before a code of it was seen.

    Raises SecondFactorOn, Invalid, RateLimited or NotAMember.
    """
    async with _held(by, password) as user:
        if await SecondFactor.of(user) is not None:
            raise SecondFactorOn
        factor = await SecondFactor.offer(user)
        return Enrolment(factor.secret, factor.uri(user.email))


async def confirm_second_factor(code: str, *, by: "Viewer") -> list[str]:
    """On from now; the recovery codes. Raises SecondFactorOff, SecondFactorWrong, RateLimited."""
    async with _held(by) as user:
        factor = await SecondFactor.offered(user)
        codes = await factor.confirm(code)
        await letters.second_factor_enabled(user).post(company_id=by.company_id)
        await user.tell("member.second_factor_enabled")
    return codes


async def disable_second_factor(password: str, code: str, *, by: "Viewer") -> None:
    """Raises SecondFactorOff, SecondFactorWrong, Invalid or RateLimited."""
    async with _held(by, password) as user:
        factor = await _required(user)
        await factor.accept(code)
        await factor.drop()
        await letters.second_factor_disabled(user).post(company_id=by.company_id)
        await user.tell("member.second_factor_disabled")


async def renew_recovery_codes(code: str, *, by: "Viewer") -> list[str]:
    """New ones; the old ones are void. Raises SecondFactorOff, SecondFactorWrong, RateLimited."""
    async with _held(by) as user:
        factor = await _required(user)
        await factor.accept(code)
        codes = await RecoveryCode.issue(user.id)
        await user.tell("member.recovery_codes_renewed")
    return codes


async def reset_second_factor(email: str) -> bool:
    """The operator's word, for who has lost phone and paper; was there one?"""
    with every_company():
        async with transaction():
            user = await User.select_for_update(no_key=True).get_or_none(email=email)
            factor = None if user is None else await SecondFactor.of(user)
            if user is None or factor is None:
                return False
            await factor.drop()
            await user.end_sessions(reason="SECOND_FACTOR_RESET")
            await letters.second_factor_disabled(user).post(company_id=await user.home())
            await user.tell("member.second_factor_disabled")
    return True


@asynccontextmanager
async def _held(by: "Viewer", password: str | None = None) -> AsyncIterator[User]:
    """The user, in a transaction; attempts are counted, whatever comes of them."""
    user = await User.of(by)
    await throttle("second_factor", account=str(user.id))
    if password is not None and not await passwords.matches(password, user.password_hash):
        raise Invalid.because("password", "WRONG", "This is not your password.")
    with every_company():
        async with transaction():
            yield await user.hold()


async def _required(user: User) -> SecondFactor:
    factor = await SecondFactor.of(user)
    if factor is None:
        raise SecondFactorOff
    return factor
