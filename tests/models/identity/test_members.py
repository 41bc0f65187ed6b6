"""Members: what they may do, and that a company is never without an owner."""

from datetime import UTC, datetime
from typing import Any

import pytest

from models.errors import Forbidden, Invalid, NotFound
from models.identity import (
    ApiKey,
    Availability,
    Entry,
    Invitation,
    InvitationState,
    Member,
    Role,
    invite,
)
from models.identity.refusals import NotAMember
from models.tenancy import ForeignCompany, acting_for, find
from models.viewer import Viewer
from tests.models.identity.arrivals import (
    an_email,
    arrive,
    is_live,
    join,
    latest,
    sign_in_again,
    viewer_of,
)
from tests.models.identity.log import told
from tests.people import Cast, hire


async def row(viewer: Viewer) -> Member:
    with acting_for(viewer.company_id):
        return await Member.get(id=viewer.member_id)


async def do(verb: str, member: Member, *args: Any, by: Viewer) -> Member:
    with acting_for(by.company_id):
        changed: Member = await getattr(member, verb)(*args, by=by)
    return changed


async def key_of(entry: Entry, name: str, *scopes: str) -> ApiKey:
    with acting_for(entry.seat.company.id):
        key, _ = await ApiKey.make(name, scopes=scopes, expires_at=None, by=viewer_of(entry))
    return key


async def offer_of(entry: Entry, role: Role) -> Invitation:
    with acting_for(entry.seat.company.id):
        return await invite(an_email(), role, by=viewer_of(entry))


async def stand(*rows: ApiKey | Invitation) -> list[bool]:
    """Which of them were not revoked."""
    with acting_for(rows[0].company_id):
        return [(await type(row).get(id=row.id)).revoked_at is None for row in rows]


async def test_a_role_is_changed_and_told(acme: Cast, rival: Cast) -> None:
    robin = await row(await hire(acme, Role.MEMBER))

    await do("change_role", robin, Role.ADMIN, by=acme.viewer)
    await do("change_role", robin, Role.ADMIN, by=acme.viewer)

    assert (await latest(robin)).role is Role.ADMIN
    assert await told(acme.id, "member.role_changed") == [{"from": "MEMBER", "to": "ADMIN"}]
    assert await told(rival.id, "member.role_changed") == []


@pytest.mark.parametrize("verb", ["change_role", "disable", "enable", "remove"])
async def test_a_rivals_member_cannot_be_found_nor_touched(
    verb: str, acme: Cast, rival: Cast
) -> None:
    robin = await row(await hire(acme, Role.MEMBER))
    args = [Role.OWNER] if verb == "change_role" else []

    with acting_for(rival.id), pytest.raises(NotFound):
        await find(rival.viewer.members, robin.id)
    with pytest.raises(ForeignCompany):
        await do(verb, robin, *args, by=rival.viewer)

    after = await latest(robin)
    assert (after.role, after.disabled_at, after.removed_at) == (Role.MEMBER, None, None)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.MEMBER, Role.READ_ONLY])
async def test_below_admin_nobody_changes_members(role: Role, acme: Cast, rival: Cast) -> None:
    viewer = await hire(acme, role)
    robin = await row(await hire(acme, Role.READ_ONLY))

    for verb, args in (("change_role", [Role.MEMBER]), ("disable", []), ("remove", [])):
        with pytest.raises(Forbidden):
            await do(verb, robin, *args, by=viewer)

    assert (await latest(robin)).role is Role.READ_ONLY


@pytest.mark.parametrize(
    ("verb", "reason", "event"),
    [
        ("disable", "MEMBER_DISABLED", "member.disabled"),
        ("remove", "MEMBER_REMOVED", "member.removed"),
    ],
)
async def test_locking_out_ends_sessions_keys_and_invitations(
    verb: str, reason: str, event: str, house: None
) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    robin = await join(ana, Role.ADMIN)
    phone = await sign_in_again(robin)
    made = await key_of(robin, "robins", "messages:send"), await offer_of(robin, Role.MEMBER)
    kept = await key_of(ana, "anas", "messages:send"), await offer_of(ana, Role.MEMBER)

    await do(verb, robin.seat.member, by=viewer_of(ana))

    for tokens in (robin.tokens, phone):
        assert not await is_live(tokens)
    assert await is_live(ana.tokens)
    assert await is_live(rival.tokens)
    ended = await told(ana.seat.company.id, "session.ended")
    assert {each["session_id"] for each in ended} == {
        str(robin.tokens.session.id),
        str(phone.session.id),
    }
    assert {each["reason"] for each in ended} == {reason}
    assert await stand(*made) == [False, False]
    assert await stand(*kept) == [True, True]
    assert len(await told(ana.seat.company.id, event)) == 1


async def test_demotion_takes_what_goes_beyond_the_new_role(house: None) -> None:
    ana = await arrive()
    robin = await join(ana, Role.OWNER)
    reading, managing = (
        await key_of(robin, "reading", "messages:read"),
        await key_of(robin, "managing", "messages:read", "members:manage"),
    )
    as_owner, as_member = await offer_of(robin, Role.OWNER), await offer_of(robin, Role.MEMBER)

    await do("change_role", robin.seat.member, Role.ADMIN, by=viewer_of(ana))
    assert await stand(reading, managing, as_owner, as_member) == [True, True, False, True]
    await do("change_role", robin.seat.member, Role.MEMBER, by=viewer_of(ana))

    assert await stand(reading, managing, as_owner, as_member) == [True, False, False, False]
    assert await is_live(robin.tokens)


async def test_a_disabled_member_is_enabled_again(acme: Cast, rival: Cast) -> None:
    robin = await row(await hire(acme, Role.MEMBER))
    await do("disable", robin, by=acme.viewer)
    await do("disable", robin, by=acme.viewer)
    assert (await latest(robin)).disabled_at is not None

    await do("enable", robin, by=acme.viewer)
    await do("enable", robin, by=acme.viewer)

    assert (await latest(robin)).is_active
    assert len(await told(acme.id, "member.disabled")) == 1
    assert len(await told(acme.id, "member.enabled")) == 1


async def test_a_removed_member_is_no_longer_there(acme: Cast, rival: Cast) -> None:
    robin = await row(await hire(acme, Role.MEMBER))
    stale = await latest(robin)

    await do("remove", robin, by=acme.viewer)

    with acting_for(acme.id), pytest.raises(NotFound):
        await find(acme.viewer.members, robin.id)
    for verb in ("remove", "disable", "enable"):
        with pytest.raises(NotFound):
            await do(verb, stale, by=acme.viewer)
    assert (await latest(robin)).removed_at is not None
    assert len(await told(acme.id, "member.removed")) == 1


async def test_members_say_whether_they_take_work(acme: Cast, rival: Cast) -> None:
    viewer = await hire(acme, Role.READ_ONLY)
    with acting_for(acme.id):
        robin = await Member.of(viewer)
        await robin.update(availability=Availability.AWAY, by=viewer)
        await robin.update(availability=Availability.AWAY, name=" Robin  B ", by=viewer)
        await robin.update(by=viewer)

    after = await latest(robin)
    assert (after.availability, after.name) == (Availability.AWAY, "Robin B")
    assert await told(acme.id, "member.updated") == [
        {"fields": ["availability"]},
        {"fields": ["name"]},
    ]
    assert await told(rival.id, "member.updated") == []


async def test_a_blank_name_changes_nothing(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id), pytest.raises(Invalid):
        await acme.owner.update(name=" ", availability=Availability.BUSY, by=acme.viewer)

    assert (await latest(acme.owner)).availability is Availability.ONLINE


async def test_an_api_key_is_no_member(acme: Cast) -> None:
    with acting_for(acme.id), pytest.raises(NotAMember):
        await Member.of(Viewer.system(acme.id))


async def test_what_is_accepted_or_revoked_is_left_alone_by_a_lock_out(house: None) -> None:
    ana = await arrive()
    robin = await join(ana, Role.ADMIN)
    accepted = await join(robin)
    revoked = await offer_of(robin, Role.MEMBER)
    with acting_for(ana.seat.company.id):
        await revoked.revoke(by=viewer_of(robin))
        at = (await Invitation.get(id=revoked.id)).revoked_at

    await do("disable", robin.seat.member, by=viewer_of(ana))

    with acting_for(ana.seat.company.id):
        assert (await Invitation.get(id=revoked.id)).revoked_at == at
        offers = await Invitation.filter(email=accepted.seat.member.email)
    assert {offer.state for offer in offers} == {InvitationState.ACCEPTED}
    assert at is not None
    assert at <= datetime.now(UTC)
    assert await is_live(accepted.tokens)
