"""The Authorization header, read: who asks, and until when that is certain."""

from api.identities import Identity, identities
from models.identity.refusals import TokenInvalid

__all__ = ["Identity", "identity_from"]


async def identity_from(authorization: str | None) -> Identity | None:
    """Of `Bearer <access token or API key>`; None only when there is no header.

    What is there and wrong is never nobody: raises Unauthenticated with a code that says why
    (TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, COMPANY_SUSPENDED).
    """
    return None if authorization is None else await identities.of(token_of(authorization))


def token_of(authorization: str) -> str:
    """Raises TokenInvalid."""
    scheme, _, token = authorization.strip().partition(" ")
    if scheme.lower() != "bearer":
        raise TokenInvalid
    return token.strip()
