"""Secrets that we hand out once and keep only as their hash."""

from hashlib import sha256
from secrets import token_urlsafe


def new_secret() -> str:
    """256 random bits, safe in a URL: too many to guess, so a fast hash keeps them."""
    return token_urlsafe(32)


def digest(secret: str) -> str:
    # Clients may send half a surrogate pair, which is a wrong secret and not a bug.
    return sha256(secret.encode(errors="surrogatepass")).hexdigest()
