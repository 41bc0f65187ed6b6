"""Secrets at rest: what we must be able to read again is sealed with the installation's keys."""

import hmac
from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from models.settings import settings

# The same keys sign access tokens: each use derives its own, so none can stand in for another.
PURPOSE = b"chatia seal"
SIGNATURE_BYTES = 24


class Unsealable(Exception):
    """This was sealed with a key that is no longer in SECRET_KEYS, or was tampered with."""


def seal(text: str) -> str:
    """Encrypt and authenticate, with the first of SECRET_KEYS."""
    return _seals(settings().secret_keys).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again, whichever of SECRET_KEYS sealed it. Raises Unsealable."""
    try:
        return _seals(settings().secret_keys).decrypt(sealed).decode()
    except InvalidToken:
        raise Unsealable from None


def signature(purpose: bytes, text: str) -> str:
    """Proof that we said this, for this purpose; for URLs. With the first of SECRET_KEYS."""
    return _signature(settings().secret_keys[0], purpose, text)


def is_signed(purpose: bytes, text: str, signed: str) -> bool:
    """Was this said by us, for this purpose, with any of SECRET_KEYS?"""
    return any(
        hmac.compare_digest(_signature(key, purpose, text).encode(), signed.encode())
        for key in settings().secret_keys
    )


@cache
def _seals(keys: tuple[SecretStr, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _signature(key: SecretStr, purpose: bytes, text: str) -> str:
    digest = hmac.digest(_derived(key, purpose), text.encode(), "sha256")[:SIGNATURE_BYTES]
    return urlsafe_b64encode(digest).decode()


@cache
def _derived(key: SecretStr, purpose: bytes = PURPOSE) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose)
    return urlsafe_b64encode(derivation.derive(key.get_secret_value().encode()))
