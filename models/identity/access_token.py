"""Access tokens: short-lived signed statements of who asks (JWT, RFC 7519), each naming its key."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from hashlib import sha256
from typing import Final
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from models.identity.refusals import TokenExpired, TokenInvalid
from models.settings import settings

ALGORITHM: Final = "HS256"
ISSUER: Final = "chatia-flow"
AUDIENCE: Final = "chatia-flow-api"
REQUIRED: Final = ["sub", "company", "member", "session", "iat", "exp", "iss", "aud"]
CLOCK_SKEW: Final = 5  # seconds between two of our machines
REMEMBERED: Final = 4_096  # verified tokens


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says; whether the session still stands is asked elsewhere."""

    user_id: UUID
    company_id: UUID
    member_id: UUID
    session_id: UUID
    expires_at: datetime


def issue(
    *, user_id: UUID, company_id: UUID, member_id: UUID, session_id: UUID, at: datetime
) -> tuple[str, datetime]:
    """A token valid from `at`, and when it expires."""
    expires_at = at.replace(microsecond=0) + timedelta(minutes=settings().access_token_minutes)
    kid, key = next(iter(_keys(settings().secret_keys).items()))
    claims = {
        "sub": str(user_id),
        "company": str(company_id),
        "member": str(member_id),
        "session": str(session_id),
        "iat": at,
        "exp": expires_at,
        "iss": ISSUER,
        "aud": AUDIENCE,
    }
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": kid}), expires_at


def read(token: str) -> Claims:
    """Raises TokenExpired or TokenInvalid."""
    claims = _verified(token, settings().secret_keys)
    if claims.expires_at <= datetime.now(UTC) - timedelta(seconds=CLOCK_SKEW):
        raise TokenExpired
    return claims


@lru_cache(REMEMBERED)
def _verified(token: str, secrets: tuple[SecretStr, ...]) -> Claims:
    """What was signed stays signed; only time, which the caller looks at, ends a token."""
    try:
        key = _keys(secrets)[jwt.get_unverified_header(token)["kid"]]
        claims = jwt.decode(
            token,
            key,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=AUDIENCE,
            leeway=CLOCK_SKEW,
            options={"require": REQUIRED},
        )
        return Claims(
            user_id=UUID(claims["sub"]),
            company_id=UUID(claims["company"]),
            member_id=UUID(claims["member"]),
            session_id=UUID(claims["session"]),
            expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        )
    except jwt.ExpiredSignatureError:
        raise TokenExpired from None
    except (jwt.InvalidTokenError, KeyError, ValueError, AttributeError):
        raise TokenInvalid from None


@cache
def _keys(secrets: tuple[SecretStr, ...]) -> dict[str, bytes]:
    """By kid; the first signs. A kid is a hash of its key, so it is the same in every process."""
    keys = [_derived(secret) for secret in secrets]
    return {sha256(b"kid" + key).hexdigest()[:16]: key for key in keys}


def _derived(secret: SecretStr) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"chatia access token")
    return derivation.derive(secret.get_secret_value().encode())
