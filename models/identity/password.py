"""Passwords: which we accept, and how they are kept and compared."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from models.checks import storable
from models.errors import Invalid, Overloaded

SHORTEST: Final = 10
LONGEST: Final = 200
LONGEST_QUEUE: Final = 64
# Of what is typed only so much is weighed, within a few milliseconds; the rest makes it no weaker.
WEIGHED: Final = 40
# Those that take fewer than a million guesses: the common, the breached, and what is made of them.
WEAKEST: Final = 2
# Argon2id as the OWASP Password Storage Cheat Sheet asks for it: 19 MiB, two passes.
HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# Of a password nobody knows: comparing with it takes as long as with anybody's.
NOBODYS: Final = (
    "$argon2id$v=19$m=19456,t=2,p=1$FBqZROQBX5cWTQaX2ljIXA$"
    "gn2g0YoKPy4f3YWE2gOYClMSFnixHJo0AelB+HLFk/s"
)

Result = TypeVar("Result")
_threads = ThreadPoolExecutor(max_workers=os.cpu_count(), thread_name_prefix="argon2")
_waiting = 0


def accepted(path: str, password: str, *, email: str | None = None) -> str:
    """The password, if we take it for a new one. Raises Invalid."""
    if len(password) < SHORTEST:
        message = f"A password has at least {SHORTEST} characters."
        raise Invalid.because(path, "TOO_SHORT", message)
    if len(password) > LONGEST:
        raise Invalid.because(path, "TOO_LONG", f"A password has at most {LONGEST} characters.")
    if not storable(password):
        raise Invalid.because(path, "UNSTORABLE", "This password contains a broken character.")
    if email is not None and password.strip().casefold() == email.casefold():
        raise Invalid.because(path, "IS_EMAIL", "Your e-mail is not a password.")
    if _is_common(password, email=email):
        message = "This password is among the first that anybody would guess. Choose another one."
        raise Invalid.because(path, "TOO_COMMON", message)
    return password


async def hashed(password: str) -> str:
    return await _in_thread(HASHER.hash, _bytes(password))


async def matches(password: str, password_hash: str | None) -> bool:
    """Is this the password behind the hash? For None, nobody's, it takes as long to say no."""
    same = await _in_thread(_verified, password_hash or NOBODYS, _bytes(password))
    return same and password_hash is not None


async def rehashed(password: str, password_hash: str) -> str | None:
    """The hash to keep instead, if this one was made with other parameters than today's."""
    return await hashed(password) if HASHER.check_needs_rehash(password_hash) else None


def _is_common(password: str, *, email: str | None) -> bool:
    """By a list of the 30,000 most used, keyboards, dates, repetitions, and who somebody is."""
    known = [part for part in (email or "").replace("@", ".").split(".") if len(part) > 2]
    judged = zxcvbn(password[:WEIGHED], user_inputs=[*known, email or "", "chatia"])
    return bool(judged["score"] < WEAKEST)


def _verified(password_hash: str, password: bytes) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


async def _in_thread(work: Callable[..., Result], *args: object) -> Result:
    """The loop is not held, and no more than a few seconds of work ever waits."""
    global _waiting
    if _waiting >= LONGEST_QUEUE:
        raise Overloaded(retry_after=1)
    _waiting += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work, *args)
    finally:
        _waiting -= 1


def _bytes(password: str) -> bytes:
    # One password typed on two keyboards may be two sequences of code points (NIST SP 800-63B).
    return normalize("NFKC", password).encode(errors="surrogatepass")
