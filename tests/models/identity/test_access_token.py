"""Access tokens: ours are read, after a change of keys too, and nobody else's."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import jwt
import pytest
from pydantic import SecretStr

from models.identifiers import uuid7
from models.identity import access_token
from models.identity.access_token import Claims
from models.identity.refusals import TokenExpired, TokenInvalid
from models.settings import settings

OLD = "an old secret that is long enough"
NEW = "a new secret that is long enough"
Keys = Callable[..., None]
WHO = {
    "user_id": uuid7(),
    "company_id": uuid7(),
    "member_id": uuid7(),
    "session_id": uuid7(),
}


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keys]:
    def use(*keys: str) -> None:
        monkeypatch.setenv("SECRET_KEYS", ",".join(keys))
        settings.cache_clear()

    monkeypatch.setenv("CHATIA_ENV", "test")
    use(OLD)
    yield use
    monkeypatch.undo()
    settings.cache_clear()


def issued(*, at: datetime | None = None) -> str:
    return access_token.issue(**WHO, at=at or datetime.now(UTC))[0]


def forged(*, key: bytes | None = None, kid: Any = None, **changes: Any) -> str:
    """A token like ours but for the changes; a claim of None is left out."""
    our_kid, our_key = next(iter(access_token._keys((SecretStr(OLD),)).items()))
    claims = jwt.decode(issued(), options={"verify_signature": False}) | changes
    return jwt.encode(
        {name: value for name, value in claims.items() if value is not None},
        key or our_key,
        algorithm="HS256",
        headers={"kid": kid or our_kid},
    )


def test_a_token_says_who_asks_and_lives_fifteen_minutes() -> None:
    now = datetime.now(UTC)

    token, expires_at = access_token.issue(**WHO, at=now)

    assert access_token.read(token) == Claims(**WHO, expires_at=expires_at)
    assert expires_at - now <= timedelta(minutes=15) < expires_at - now + timedelta(seconds=1)
    claims = jwt.decode(token, options={"verify_signature": False})
    assert {"company", "member", "session", "iat", "exp", "iss", "aud"} <= set(claims)


def test_an_expired_token_is_known_as_such() -> None:
    token = issued(at=datetime.now(UTC) - timedelta(minutes=15, seconds=10))

    with pytest.raises(TokenExpired):
        access_token.read(token)


def test_a_token_that_was_read_before_expires_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return datetime.now(tz) + timedelta(minutes=15, seconds=6)

    token = issued()
    access_token.read(token)
    monkeypatch.setattr(access_token, "datetime", Later)

    with pytest.raises(TokenExpired):
        access_token.read(token)


def test_a_token_that_was_read_before_ends_with_its_key(keys: Keys) -> None:
    token = issued()
    access_token.read(token)
    keys(NEW)

    with pytest.raises(TokenInvalid):
        access_token.read(token)


def test_after_a_rotation_both_keys_verify_and_the_first_signs(keys: Keys) -> None:
    before = issued()
    keys(NEW, OLD)
    after = issued()

    assert access_token.read(before).member_id == WHO["member_id"]
    assert access_token.read(after).member_id == WHO["member_id"]
    keys(OLD)
    with pytest.raises(TokenInvalid):
        access_token.read(after)
    keys(NEW)
    assert access_token.read(after).member_id == WHO["member_id"]
    with pytest.raises(TokenInvalid):
        access_token.read(before)


def test_a_token_of_ours_forged_without_a_change_is_read() -> None:
    assert access_token.read(forged()).member_id == WHO["member_id"]


@pytest.mark.parametrize(
    "token",
    [
        "",
        "not a token",
        "a.b.c",
        "\ud800.b.c",
        "chf_abcdefgh_secret",
        jwt.encode({"sub": "x"}, "", algorithm="none", headers={"kid": "0" * 16}),
    ],
)
def test_what_is_no_token_is_invalid(token: str) -> None:
    with pytest.raises(TokenInvalid):
        access_token.read(token)


@pytest.mark.parametrize(
    "changes",
    [
        {"key": b"another installation's key as long as ours is"},
        {"kid": "0000000000000000"},
        {"aud": "somebody-else"},
        {"iss": "somebody-else"},
        {"company": None},
        {"member": None},
        {"session": None},
        {"exp": None},
        {"iat": None},
        {"company": "not an id"},
        {"session": 7},
        {"iat": datetime.now(UTC) + timedelta(hours=1)},
    ],
)
def test_a_forged_token_is_invalid(changes: dict[str, Any]) -> None:
    with pytest.raises(TokenInvalid):
        access_token.read(forged(**changes))


def test_an_unsigned_token_with_our_kid_is_invalid() -> None:
    kid = jwt.get_unverified_header(issued())["kid"]
    claims = jwt.decode(issued(), options={"verify_signature": False})

    with pytest.raises(TokenInvalid):
        access_token.read(jwt.encode(claims, "", algorithm="none", headers={"kid": kid}))


def test_a_changed_payload_is_invalid() -> None:
    head, _, signature = issued().split(".")
    other = forged(company=str(uuid7())).split(".")[1]

    with pytest.raises(TokenInvalid):
        access_token.read(f"{head}.{other}.{signature}")


def test_the_key_is_not_the_secret_itself() -> None:
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(issued(), OLD, algorithms=["HS256"], audience=access_token.AUDIENCE)
