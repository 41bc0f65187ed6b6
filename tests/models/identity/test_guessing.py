"""An unknown e-mail and a wrong password: the same answer, for the same work, so often."""

import asyncio

import pytest

from models.errors import RateLimited
from models.identity import (
    Challenge,
    Choice,
    Entry,
    sign_in,
)
from models.identity import password as passwords
from models.identity.refusals import InvalidCredentials
from tests.models.identity.arrivals import (
    PASSWORD,
    an_email,
    arrive,
    somewhere,
)


class Comparisons:
    """Argon2 as it is, counting what it is asked."""

    def __init__(self) -> None:
        self.real, self.hashes = passwords.HASHER, list[str]()

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def verify(self, password_hash: str, password: bytes) -> bool:
        self.hashes.append(password_hash)
        return self.real.verify(password_hash, password)


@pytest.fixture
def comparisons(monkeypatch: pytest.MonkeyPatch) -> Comparisons:
    counting = Comparisons()
    monkeypatch.setattr(passwords, "HASHER", counting)
    return counting


async def enter(
    email: str, password: str = PASSWORD, **options: object
) -> Entry | Choice | Challenge:
    origin = options.pop("origin", None) or somewhere()
    return await sign_in(email, password, origin=origin, **options)  # type: ignore[arg-type]


async def test_an_unknown_email_gets_the_answer_of_a_wrong_password_for_the_same_work(
    comparisons: Comparisons,
) -> None:
    ana = await arrive()
    answers = []

    for email in (ana.seat.member.email, an_email(), "not an e-mail", "", "half \ud800 a pair"):
        comparisons.hashes.clear()
        with pytest.raises(InvalidCredentials) as refused:
            await enter(email, "not the password")
        answers.append((str(refused.value), refused.value.extensions, len(comparisons.hashes)))

    assert all(answer == answers[0] for answer in answers)
    assert answers[0][2] == 1


async def test_nobodys_hash_asks_as_much_as_a_members(comparisons: Comparisons) -> None:
    ana = await arrive()
    comparisons.hashes.clear()

    for email in (ana.seat.member.email, an_email()):
        with pytest.raises(InvalidCredentials):
            await enter(email, "not the password")

    costs = {kept.rsplit("$", 2)[0] for kept in comparisons.hashes}
    assert len(comparisons.hashes) == 2
    assert len(costs) == 1


async def test_guessing_is_stopped_and_the_rest_may_go_on(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    origin = somewhere()
    guesses = await asyncio.gather(
        *[enter(ana.seat.member.email, f"guess {n}", origin=origin) for n in range(20)],
        return_exceptions=True,
    )

    with pytest.raises(RateLimited):
        await enter(ana.seat.member.email, origin=origin)

    kinds = [type(guess) for guess in guesses]
    assert kinds.count(InvalidCredentials) == 10
    assert kinds.count(RateLimited) == 10
    assert isinstance(await enter(ana.seat.member.email), Entry)
    assert isinstance(await enter(rival.seat.member.email, origin=origin), Entry)


async def test_an_unknown_email_is_throttled_like_a_known_one(house: None) -> None:
    email, origin = an_email(), somewhere()

    outcomes = [
        await asyncio.gather(enter(email, origin=origin), return_exceptions=True) for _ in range(12)
    ]

    assert [type(one) for (one,) in outcomes] == [InvalidCredentials] * 10 + [RateLimited] * 2


async def test_coming_in_is_never_counted_against_the_account(house: None) -> None:
    ana, origin = await arrive(), somewhere()

    for _ in range(12):
        assert isinstance(await enter(ana.seat.member.email, origin=origin), Entry)
