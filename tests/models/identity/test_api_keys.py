"""API keys: shown once, no wider than their maker, and gone with them."""

from datetime import UTC, datetime, timedelta

import pytest

from models.errors import Forbidden, Invalid
from models.identity import ApiKey, Company, CompanyStatus, Role
from models.identity.refusals import (
    ApiKeyNameTaken,
    CompanySuspended,
    TokenExpired,
    TokenInvalid,
)
from models.tenancy import ForeignCompany, acting_for, every_company
from models.viewer import Viewer
from tests.models.identity.log import told
from tests.people import Cast, hire

READING = ["messages:read", "conversations:read"]


async def make(
    viewer: Viewer,
    name: str = "Website",
    scopes: list[str] | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    with acting_for(viewer.company_id):
        return await ApiKey.make(name, scopes=scopes or READING, expires_at=expires_at, by=viewer)


async def change(key: ApiKey, **columns: object) -> None:
    with every_company():
        await ApiKey.filter(id=key.id).update(**columns)


async def again(key: ApiKey) -> ApiKey:
    with every_company():
        return await ApiKey.get(id=key.id)


async def test_a_key_opens_its_company_within_its_scopes(acme: Cast, rival: Cast) -> None:
    key, secret = await make(acme.viewer)
    await make(rival.viewer)

    found = await ApiKey.authenticate(secret)

    viewer = Viewer.machine(found)
    assert (found.id, viewer.company_id) == (key.id, acme.id)
    assert viewer.permissions == set(READING)
    assert not viewer.may("messages:send")
    assert await told(acme.id, "api_key.created") == [{"scopes": sorted(READING)}]
    assert len(await told(rival.id, "api_key.created")) == 1


async def test_a_secret_is_kept_as_its_hash(acme: Cast) -> None:
    key, secret = await make(acme.viewer)

    kept = await again(key)
    mark, prefix, rest = secret.split("_", 2)
    assert (mark, len(prefix)) == ("chf", 8)
    assert len(rest) >= 43
    assert kept.prefix == f"chf_{prefix}"
    assert rest not in str(vars(kept))
    assert secret not in str(await told(acme.id, "api_key.created"))


@pytest.mark.parametrize("secret", ["chf_", "chf_abcdefgh_wrong", "", "chf_\ud800"])
async def test_a_secret_we_never_gave_opens_nothing(house: None, secret: str) -> None:
    with pytest.raises(TokenInvalid):
        await ApiKey.authenticate(secret)


async def test_a_key_does_no_more_than_its_maker(acme: Cast, rival: Cast) -> None:
    admin = await hire(acme, Role.ADMIN)

    with pytest.raises(Forbidden) as refused:
        await make(admin, scopes=["messages:read", "owners:manage"])

    assert refused.value.details == {"permission": "owners:manage"}
    assert await told(acme.id, "api_key.created") == []


async def test_a_key_made_by_a_key_is_no_wider_and_falls_with_the_same_member(
    acme: Cast, rival: Cast
) -> None:
    admin = await hire(acme, Role.ADMIN)
    first, _ = await make(admin, "first", ["api_keys:manage", "messages:read"])
    machine = Viewer.machine(first)

    with pytest.raises(Forbidden):
        await make(machine, "wider", ["members:manage"])
    second, secret = await make(machine, "second", ["messages:read"])

    assert second.created_by_id == admin.member_id
    with acting_for(acme.id):
        member = await acme.viewer.members.get(id=admin.member_id)
        await member.disable(by=acme.viewer)
    with pytest.raises(TokenInvalid):
        await ApiKey.authenticate(secret)


async def test_everything_wrong_is_said_at_once(acme: Cast) -> None:
    with acting_for(acme.id), pytest.raises(Invalid) as refused:
        await ApiKey.make(
            " ",
            scopes=["messages:read", "everything", "more"],
            expires_at=datetime.now(UTC) - timedelta(days=1),
            by=acme.viewer,
        )

    assert [(field.path, field.code) for field in refused.value.fields] == [
        ("name", "BLANK"),
        ("scopes", "UNKNOWN_SCOPE"),
        ("scopes", "UNKNOWN_SCOPE"),
        ("expiresAt", "IN_THE_PAST"),
    ]


async def test_a_key_without_scopes_is_refused(acme: Cast) -> None:
    with acting_for(acme.id), pytest.raises(Invalid):
        await ApiKey.make("Website", scopes=[], expires_at=None, by=acme.viewer)


async def test_asking_twice_makes_one_key(acme: Cast, rival: Cast) -> None:
    key, _ = await make(acme.viewer)

    with pytest.raises(ApiKeyNameTaken):
        await make(acme.viewer, "  Website ")

    await make(rival.viewer)
    with acting_for(acme.id):
        assert await ApiKey.all().count() == 1
        await key.revoke(by=acme.viewer)
    await make(acme.viewer)


async def test_a_key_expires(acme: Cast) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    key, secret = await make(acme.viewer, expires_at=soon)
    assert (await ApiKey.authenticate(secret)).expires_at == soon

    await change(key, expires_at=datetime.now(UTC))

    with pytest.raises(TokenExpired):
        await ApiKey.authenticate(secret)


async def test_a_time_without_zone_is_utc(acme: Cast) -> None:
    soon = (datetime.now(UTC) + timedelta(hours=1)).replace(tzinfo=None)

    key, _ = await make(acme.viewer, expires_at=soon)

    assert key.expires_at == soon.replace(tzinfo=UTC)


async def test_a_revoked_key_opens_nothing(acme: Cast, rival: Cast) -> None:
    key, secret = await make(acme.viewer)
    _, theirs = await make(rival.viewer)

    with acting_for(acme.id):
        await key.revoke(by=acme.viewer)
        await key.revoke(by=acme.viewer)

    with pytest.raises(TokenInvalid):
        await ApiKey.authenticate(secret)
    assert (await ApiKey.authenticate(theirs)).company_id == rival.id
    assert len(await told(acme.id, "api_key.revoked")) == 1


async def test_a_rival_cannot_revoke_our_key(acme: Cast, rival: Cast) -> None:
    key, secret = await make(acme.viewer)

    with acting_for(rival.id), pytest.raises(ForeignCompany):
        await key.revoke(by=rival.viewer)

    assert (await ApiKey.authenticate(secret)).id == key.id


async def test_a_suspended_companys_keys_are_refused(acme: Cast, rival: Cast) -> None:
    _, secret = await make(acme.viewer)
    _, theirs = await make(rival.viewer)
    with every_company():
        await Company.filter(id=acme.id).update(status=CompanyStatus.SUSPENDED)

    with pytest.raises(CompanySuspended):
        await ApiKey.authenticate(secret)
    assert (await ApiKey.authenticate(theirs)).company_id == rival.id


async def test_the_last_use_is_noted_once_a_minute(acme: Cast) -> None:
    key, secret = await make(acme.viewer)
    assert (await again(key)).last_used_at is None

    await ApiKey.authenticate(secret)
    first = (await again(key)).last_used_at
    await ApiKey.authenticate(secret)
    assert (await again(key)).last_used_at == first
    assert first is not None

    before = first - timedelta(seconds=61)
    await change(key, last_used_at=before)
    await ApiKey.authenticate(secret)

    later = (await again(key)).last_used_at
    assert later is not None
    assert later > before
