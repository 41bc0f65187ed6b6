"""A refresh token for a new pair of tokens."""

from datetime import UTC, datetime, timedelta
from typing import Final

from models.database import transaction
from models.identity.company import Company
from models.identity.member import Member
from models.identity.refusals import CompanySuspended, SessionEnded, TokenInvalid
from models.identity.secret import digest
from models.identity.session import Origin, RefreshToken, Session, SessionTokens
from models.seal import unseal
from models.tenancy import acting_for, every_company

# A client whose connection broke, or with two tabs, may ask twice with one token. For these seconds
# it gets the same answer again: one chain, not two, so a thief who was this quick is found at the
# next rotation.
GRACE: Final = timedelta(seconds=10)


async def renew_session(refresh_token: str, *, origin: Origin) -> SessionTokens:
    """Rotate a refresh token. Using one again ends its session: one of the two was a thief.

    Raises TokenInvalid, SessionEnded or CompanySuspended.
    """
    with every_company():
        known = await RefreshToken.get_or_none(token_hash=digest(refresh_token))
    if known is None:
        raise TokenInvalid
    with acting_for(known.company_id):
        async with transaction():
            tokens = await _renewed(known, origin=origin)
    # Only now: a refusal inside the transaction would have undone the end of the session.
    if tokens is None:
        raise SessionEnded
    return tokens


async def _renewed(token: RefreshToken, *, origin: Origin) -> SessionTokens | None:
    session = await (await Session.get(id=token.session_id)).lock()
    await token.refresh_from_db()
    if not session.is_live:
        return None
    if not (await Company.current()).is_active:
        raise CompanySuspended
    member = await Member.get(id=session.member_id)
    successor = await _successor(token, session)
    if successor is None:
        await session.end(reason="REFRESH_TOKEN_REUSED", by=None)
        return None
    await session.prolong(origin=origin)
    return session.tokens(member, refresh_token=successor)


async def _successor(token: RefreshToken, session: Session) -> str | None:
    if token.rotated_at is None:
        return await token.rotate(session)
    if token.successor and datetime.now(UTC) - token.rotated_at <= GRACE:
        return unseal(token.successor)
    return None
