"""Who we are to push services: a key pair whose public half browsers subscribe with (RFC 8292)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from email.utils import parseaddr
from functools import cache
from time import time
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from models.seal import signature
from models.settings import settings

LIFE: Final = 12 * 3600  # seconds; push services allow 24 hours
ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


def public_key() -> str | None:
    """For `applicationServerKey`; None where nothing can be pushed."""
    key = _key()
    if key is None:
        return None
    point = key.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


def authorization(endpoint: str) -> dict[str, str] | None:
    """The header that tells a push service who sends; None where nothing can be pushed."""
    key = _key()
    if key is None:
        return None
    to = urlsplit(endpoint)
    claims = {
        "aud": f"{to.scheme}://{to.netloc}",
        "exp": int(time()) + LIFE,
        "sub": f"mailto:{parseaddr(settings().mail_from)[1]}",
    }
    headers: dict[str, str] = key.sign(claims)
    return headers


@cache
def _key() -> Any:
    """VAPID_PRIVATE_KEY; outside production it may be left to be derived from SECRET_KEYS."""
    given = settings().vapid_private_key
    if given is not None:
        number = int.from_bytes(urlsafe_b64decode(given.get_secret_value() + "=="))
    elif settings().environment == "production":
        return None
    else:
        number = int.from_bytes(urlsafe_b64decode(signature(b"chatia vapid", "key")))
    return Vapid02(derive_private_key(number % (ORDER - 1) + 1, SECP256R1()))
