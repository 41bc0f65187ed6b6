"""The Authorization header, read: who asks, and until when that is certain."""

from dataclasses import dataclass
from datetime import datetime

from models.identity import ApiKey, prove
from models.identity.api_key import MARK
from models.identity.refusals import TokenInvalid
from models.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks; a socket asks anew at `expires_at`, None being never."""

    viewer: Viewer
    expires_at: datetime | None


async def identity_from(authorization: str | None) -> Identity | None:
    """Of `Bearer <access token or API key>`; None only when there is no header.

    What is there and wrong is never nobody: raises Unauthenticated with a code that says why
    (TOKEN_INVALID, TOKEN_EXPIRED, SESSION_ENDED, COMPANY_SUSPENDED).
    """
    if authorization is None:
        return None
    scheme, _, token = authorization.strip().partition(" ")
    if scheme.lower() != "bearer":
        raise TokenInvalid
    return await _identity_of(token.strip())


async def _identity_of(token: str) -> Identity:
    if token.startswith(MARK):
        key = await ApiKey.authenticate(token)
        return Identity(Viewer.machine(key), key.expires_at)
    proof = await prove(token)
    return Identity(Viewer.member(proof.member, session_id=proof.session_id), proof.expires_at)
