"""Which passwords are taken, and how they are kept and compared."""

import asyncio
import threading
from time import thread_time

import pytest
from argon2 import PasswordHasher

from models.errors import Invalid, Overloaded
from models.identity import password as passwords

EMAIL = "ana@acme.example"


class Witness:
    """Argon2 as it is, noting who computes."""

    def __init__(self) -> None:
        self.real = passwords.HASHER
        self.threads: list[int] = []

    def hash(self, password: bytes) -> str:
        self.threads.append(threading.get_ident())
        return self.real.hash(password)

    def verify(self, password_hash: str, password: bytes) -> bool:
        self.threads.append(threading.get_ident())
        return self.real.verify(password_hash, password)


@pytest.fixture
def witness(monkeypatch: pytest.MonkeyPatch) -> Witness:
    witness = Witness()
    monkeypatch.setattr(passwords, "HASHER", witness)
    return witness


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("ninechars", "TOO_SHORT"),
        ("x" * 201, "TOO_LONG"),
        ("ANA@acme.example", "IS_EMAIL"),
        (" ana@acme.example ", "IS_EMAIL"),
        ("half a pair \ud800", "UNSTORABLE"),
        ("          ", "TOO_COMMON"),
        ("password123", "TOO_COMMON"),
        ("P@ssw0rd!!", "TOO_COMMON"),
        ("qwertyuiop", "TOO_COMMON"),
        ("1234567890", "TOO_COMMON"),
        ("iloveyou2024", "TOO_COMMON"),
        ("x" * 200, "TOO_COMMON"),
    ],
)
def test_a_weak_password_is_refused(password: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        passwords.accepted("password", password, email=EMAIL)

    assert [(field.path, field.code) for field in refused.value.fields] == [("password", code)]
    assert password not in str(refused.value)


@pytest.mark.parametrize(
    "password", ["ten chars!", "xyzzy " * 33 + "ab", "ünïcödé ünïcödé", "correct horse"]
)
def test_any_other_password_is_taken_as_it_is(password: str) -> None:
    assert passwords.accepted("password", password, email=EMAIL) == password


def test_a_long_password_is_weighed_as_fast_as_its_beginning() -> None:
    worst = "a1b2c3d4e5f6g7h8i9j0" * 10

    def cost(password: str) -> float:
        started = thread_time()
        passwords.accepted("password", password, email=EMAIL)
        return thread_time() - started

    assert min(cost(worst) for _ in range(5)) < 2 * min(
        cost(worst[: passwords.WEIGHED]) for _ in range(5)
    )


async def test_only_the_same_password_matches_its_hash() -> None:
    kept = await passwords.hashed("correct horse")

    assert kept.startswith("$argon2id$")
    assert await passwords.matches("correct horse", kept)
    assert not await passwords.matches("Correct horse", kept)
    assert not await passwords.matches("half a pair \ud800", kept)
    assert await passwords.hashed("correct horse") != kept


async def test_a_password_is_the_same_on_keyboards_that_spell_it_differently() -> None:
    composed, decomposed = "caf\u00e9 caf\u00e9", "cafe\u0301 cafe\u0301"

    assert composed != decomposed
    assert await passwords.matches(decomposed, await passwords.hashed(composed))


async def test_comparing_with_nobodys_password_costs_the_same_and_fails(witness: Witness) -> None:
    assert not passwords.HASHER.real.check_needs_rehash(passwords.NOBODYS)  # type: ignore[attr-defined]

    assert not await passwords.matches("whatever it is", None)

    assert len(witness.threads) == 1


async def test_a_hash_of_no_known_form_matches_nothing() -> None:
    assert not await passwords.matches("-", "-")


async def test_hashing_does_not_hold_the_loop(witness: Witness) -> None:
    kept = await passwords.hashed("correct horse")
    await passwords.matches("correct horse", kept)

    assert len(witness.threads) == 2
    assert threading.get_ident() not in witness.threads


async def test_too_many_at_once_are_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "LONGEST_QUEUE", 2)

    outcomes = await asyncio.gather(
        *[passwords.hashed("correct horse") for _ in range(4)], return_exceptions=True
    )

    assert [isinstance(outcome, Overloaded) for outcome in outcomes] == [False, False, True, True]
    assert await passwords.hashed("later it works")


async def test_a_hash_of_weaker_parameters_is_replaced() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(b"correct horse")

    better = await passwords.rehashed("correct horse", weak)

    assert better is not None
    assert await passwords.rehashed("correct horse", better) is None
    assert await passwords.matches("correct horse", better)
