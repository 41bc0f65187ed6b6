"""The Authorization header: who asks, until when, and what is wrong with it."""

from datetime import UTC, datetime, timedelta

import pytest

from api.auth import identity_from
from models.errors import Unauthenticated
from models.identity import ApiKey, Company, CompanyStatus, Member, Role, Session, access_token
from models.tenancy import acting_for, every_company
from models.viewer import ViewerKind
from tests.models.identity.arrivals import arrive, join, viewer_of
from tests.models.identity.test_access_token import issued
from tests.people import Cast


async def refusal(authorization: str) -> str:
    """The code with which it is refused."""
    with pytest.raises(Unauthenticated) as refused:
        await identity_from(authorization)
    return refused.value.code


async def test_no_header_is_nobody(house: None) -> None:
    assert await identity_from(None) is None


@pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", " BEARER   "])
async def test_an_access_token_is_its_member_until_it_expires(house: None, scheme: str) -> None:
    ana, rival = await arrive(), await arrive("Rival")

    identity = await identity_from(scheme + ana.tokens.access_token)

    assert identity is not None
    assert identity.viewer == viewer_of(ana) != viewer_of(rival)
    assert identity.viewer.session_id == ana.tokens.session.id
    assert identity.expires_at == ana.tokens.expires_at


async def test_the_role_is_the_one_of_now(house: None) -> None:
    ana = await arrive()
    robin = await join(ana, Role.ADMIN)
    with acting_for(ana.seat.company.id):
        await robin.seat.member.change_role(Role.READ_ONLY, by=viewer_of(ana))

    identity = await identity_from(f"Bearer {robin.tokens.access_token}")

    assert identity is not None
    assert identity.viewer.role is Role.READ_ONLY
    assert not identity.viewer.may("members:manage")


async def test_an_api_key_is_a_machine_with_its_scopes(acme: Cast, rival: Cast) -> None:
    soon = datetime.now(UTC) + timedelta(days=1)
    with acting_for(acme.id):
        key, secret = await ApiKey.make(
            "Website", scopes=["messages:read"], expires_at=soon, by=acme.viewer
        )

    identity = await identity_from(f"Bearer {secret}")

    assert identity is not None
    assert identity.viewer.kind is ViewerKind.API_KEY
    assert (identity.viewer.company_id, identity.viewer.api_key_id) == (acme.id, key.id)
    assert identity.viewer.permissions == {"messages:read"}
    assert identity.expires_at == soon


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer not-a-token",
        "Bearer a.b.c",
        "Bearer chf_abcdefgh_wrong",
        "Bearer chf_",
        "Bearer " + "x" * 20_000,
    ],
)
async def test_what_is_wrong_is_never_nobody(house: None, authorization: str) -> None:
    assert await refusal(authorization) == "TOKEN_INVALID"


async def test_a_token_without_the_scheme_is_refused(house: None) -> None:
    assert await refusal((await arrive()).tokens.access_token) == "TOKEN_INVALID"


async def test_an_expired_token_is_told_from_an_invalid_one(house: None) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=1)

    assert await refusal(f"Bearer {issued(at=long_ago)}") == "TOKEN_EXPIRED"


async def test_a_well_signed_token_of_nobody_is_refused(house: None) -> None:
    assert await refusal(f"Bearer {issued()}") == "SESSION_ENDED"


async def test_a_token_ends_with_its_session_whatever_its_expiry(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    with acting_for(ana.seat.company.id):
        await ana.tokens.session.end(reason="SIGNED_OUT", by=None)

    assert await refusal(f"Bearer {ana.tokens.access_token}") == "SESSION_ENDED"
    assert await identity_from(f"Bearer {rival.tokens.access_token}") is not None


@pytest.mark.parametrize("column", ["disabled_at", "removed_at"])
async def test_a_locked_out_member_is_refused_even_with_a_live_session(
    house: None, column: str
) -> None:
    ana = await arrive()
    robin = await join(ana)
    with every_company():
        await Member.filter(id=robin.seat.member.id).update(**{column: datetime.now(UTC)})
        assert (await Session.get(id=robin.tokens.session.id)).is_live

    assert await refusal(f"Bearer {robin.tokens.access_token}") == "SESSION_ENDED"


async def test_a_suspended_company_is_refused_as_such(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    with every_company():
        await Company.filter(id=ana.seat.company.id).update(status=CompanyStatus.SUSPENDED)

    assert await refusal(f"Bearer {ana.tokens.access_token}") == "COMPANY_SUSPENDED"
    assert await identity_from(f"Bearer {rival.tokens.access_token}") is not None


async def test_a_token_naming_another_member_than_its_session_is_refused(house: None) -> None:
    ana = await arrive()
    robin = await join(ana)
    crossed, _ = access_token.issue(
        user_id=ana.seat.member.user_id,
        company_id=ana.seat.company.id,
        member_id=ana.seat.member.id,
        session_id=robin.tokens.session.id,
        at=datetime.now(UTC),
    )

    assert await refusal(f"Bearer {crossed}") == "SESSION_ENDED"


async def test_a_token_naming_another_company_finds_no_session_there(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    member = rival.seat.member
    crossed, _ = access_token.issue(
        user_id=member.user_id,
        company_id=ana.seat.company.id,
        member_id=member.id,
        session_id=rival.tokens.session.id,
        at=datetime.now(UTC),
    )

    assert await refusal(f"Bearer {crossed}") == "SESSION_ENDED"
