"""Owners: made and unmade by owners only, and never none."""

import asyncio
from typing import Any

import pytest

from models.errors import Forbidden, NotFound, Unauthenticated
from models.identity import (
    Member,
    Role,
)
from models.identity.refusals import LastOwner
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.models.identity.arrivals import (
    latest,
)
from tests.people import Cast, hire


async def row(viewer: Viewer) -> Member:
    with acting_for(viewer.company_id):
        return await Member.get(id=viewer.member_id)


async def do(verb: str, member: Member, *args: Any, by: Viewer) -> Member:
    with acting_for(by.company_id):
        changed: Member = await getattr(member, verb)(*args, by=by)
    return changed


async def owners(company: Cast) -> list[Member]:
    with acting_for(company.id):
        return await Member.active().filter(role=Role.OWNER)


@pytest.mark.parametrize(
    ("verb", "args"),
    [("change_role", [Role.ADMIN]), ("disable", []), ("remove", []), ("enable", [])],
)
async def test_only_owners_touch_owners(
    verb: str, args: list[Role], acme: Cast, rival: Cast
) -> None:
    admin = await hire(acme, Role.ADMIN)
    second = await row(await hire(acme, Role.OWNER))

    with pytest.raises(Forbidden) as refused:
        await do(verb, second, *args, by=admin)

    assert refused.value.details == {"permission": "owners:manage"}
    assert (await latest(second)).is_active
    assert (await latest(second)).role is Role.OWNER


async def test_only_owners_make_owners(acme: Cast, rival: Cast) -> None:
    admin = await hire(acme, Role.ADMIN)
    robin = await row(await hire(acme, Role.MEMBER))

    for promoted in (robin, await row(admin)):
        with pytest.raises(Forbidden):
            await do("change_role", promoted, Role.OWNER, by=admin)

    await do("change_role", robin, Role.OWNER, by=acme.viewer)
    assert (await latest(robin)).role is Role.OWNER
    assert len(await owners(rival)) == 1


@pytest.mark.parametrize(
    ("verb", "args"), [("change_role", [Role.ADMIN]), ("disable", []), ("remove", [])]
)
async def test_the_last_owner_stays(verb: str, args: list[Role], acme: Cast, rival: Cast) -> None:
    disabled = await row(await hire(acme, Role.OWNER))
    await do("disable", disabled, by=acme.viewer)

    with pytest.raises(LastOwner):
        await do(verb, acme.owner, *args, by=acme.viewer)

    assert [owner.id for owner in await owners(acme)] == [acme.owner.id]
    await do("enable", disabled, by=acme.viewer)
    await do(verb, await latest(acme.owner), *args, by=acme.viewer)
    assert [owner.id for owner in await owners(acme)] == [disabled.id]


@pytest.mark.parametrize(
    ("verb", "args"), [("change_role", [Role.MEMBER]), ("disable", []), ("remove", [])]
)
async def test_two_owners_who_depose_each_other_at_once_leave_one(
    verb: str, args: list[Role], acme: Cast, rival: Cast
) -> None:
    second = await hire(acme, Role.OWNER)
    first_row, second_row = acme.owner, await row(second)

    outcomes = await asyncio.gather(
        do(verb, second_row, *args, by=acme.viewer),
        do(verb, first_row, *args, by=second),
        do(verb, await row(second), *args, by=second),
        return_exceptions=True,
    )

    assert len(await owners(acme)) == 1
    refused = [outcome for outcome in outcomes if not isinstance(outcome, Member)]
    assert refused
    assert all(
        isinstance(each, LastOwner | NotFound | Forbidden | Unauthenticated) for each in refused
    )
    assert len(await owners(rival)) == 1


async def test_many_owners_who_leave_at_once_leave_one(acme: Cast, rival: Cast) -> None:
    everybody = [acme.viewer, *[await hire(acme, Role.OWNER) for _ in range(4)]]

    outcomes = await asyncio.gather(
        *[do("remove", await row(owner), by=owner) for owner in everybody],
        return_exceptions=True,
    )

    assert [isinstance(outcome, LastOwner) for outcome in outcomes].count(True) == 1
    assert len(await owners(acme)) == 1
