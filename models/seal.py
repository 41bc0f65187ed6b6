"""Secrets at rest: what we must be able to read again is sealed with the installation's keys."""

from base64 import urlsafe_b64encode
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import SecretStr

from models.settings import settings

# The same keys sign access tokens: each use derives its own, so none can stand in for another.
PURPOSE = b"chatia seal"


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


@cache
def _seals(keys: tuple[SecretStr, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: SecretStr) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return urlsafe_b64encode(derivation.derive(key.get_secret_value().encode()))
