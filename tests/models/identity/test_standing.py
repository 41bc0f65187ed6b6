"""A right that is being taken away makes nothing that lasts."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from models.errors import Forbidden
from models.identity import ApiKey, Invitation, Member, Role, invite
from models.identity.refusals import SessionEnded, TokenInvalid
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.models.identity.arrivals import an_email, latest
from tests.models.identity.interleaving import while_uncommitted
from tests.people import Cast, hire

Deed = Callable[[Viewer, Member], Awaitable[Any]]


async def make_key(by: Viewer, _: Member) -> object:
    return await ApiKey.make("Back door", scopes=["messages:read"], expires_at=None, by=by)


async def make_offer(by: Viewer, _: Member) -> object:
    return await invite(an_email(), Role.ADMIN, by=by)


async def promote(by: Viewer, friend: Member) -> object:
    return await friend.change_role(Role.ADMIN, by=by)


async def remove(by: Viewer, friend: Member) -> object:
    return await friend.remove(by=by)


async def lasting(company: Cast, friend: Member) -> tuple[int, int, Role, bool]:
    with acting_for(company.id):
        after = await latest(friend)
        return (
            await ApiKey.filter(revoked_at=None).count(),
            await Invitation.filter(revoked_at=None).count(),
            after.role,
            after.is_active,
        )


@pytest.mark.parametrize("deed", [make_key, make_offer, promote, remove])
@pytest.mark.parametrize(
    ("verb", "args", "refusal"),
    [("disable", [], SessionEnded), ("change_role", [Role.MEMBER], Forbidden)],
)
async def test_who_is_losing_the_right_at_this_moment_makes_nothing(
    deed: Deed, verb: str, args: list[Role], refusal: type[Exception], acme: Cast, rival: Cast
) -> None:
    admin = await hire(acme, Role.ADMIN)
    friend = await _row(await hire(acme, Role.MEMBER))
    losing = await _row(admin)
    before = await lasting(acme, friend)

    async def do() -> object:
        with acting_for(acme.id):
            return await deed(admin, friend)

    outcome = await while_uncommitted(
        lambda: getattr(losing, verb)(*args, by=acme.viewer),
        do,
        inside=lambda: acting_for(acme.id),
        watcher=rival.id,
    )

    assert isinstance(outcome, refusal)
    assert await lasting(acme, friend) == before


async def test_a_key_that_is_being_revoked_makes_no_other(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        key, _ = await ApiKey.make(
            "First", scopes=["api_keys:manage", "messages:read"], expires_at=None, by=acme.viewer
        )

    async def second() -> object:
        with acting_for(acme.id):
            return await make_key(Viewer.machine(key), acme.owner)

    outcome = await while_uncommitted(
        lambda: key.revoke(by=acme.viewer),
        second,
        inside=lambda: acting_for(acme.id),
        watcher=rival.id,
    )

    assert isinstance(outcome, TokenInvalid)
    with acting_for(acme.id):
        assert await ApiKey.filter(revoked_at=None).count() == 0


async def _row(viewer: Viewer) -> Member:
    with acting_for(viewer.company_id):
        return await Member.get(id=viewer.member_id)
