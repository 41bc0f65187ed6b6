"""Members, as they come, change and go."""

import asyncio

import pytest

from models.identifiers import global_id
from models.identity import Member, Role
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.models.identity.arrivals import arrive, join, viewer_of
from tests.people import Cast, hire
from tests.schema.conversations.test_live import first, heard, position
from tests.schema.identity.documents import DISABLE, MEMBER_CHANGED, REMOVE, UPDATE_ME


async def row(viewer: Viewer) -> Member:
    with acting_for(viewer.company_id):
        return await Member.get(id=viewer.member_id)


async def test_members_are_heard_as_they_come_change_and_go(ask: Ask, rival: Cast) -> None:
    ana = await arrive()
    company = Cast(ana.seat.company.id, ana.seat.member)
    start = await position(ask, company)
    listening = asyncio.create_task(first(3, company.viewer, MEMBER_CHANGED, after=start))

    robin = await join(ana)
    id = global_id("Member", robin.seat.member.id)
    await ask(rival.viewer, UPDATE_ME, name="Not yours")
    await ask(viewer_of(ana), DISABLE, id=id)
    await ask(viewer_of(ana), REMOVE, id=id)

    heard_of = await listening
    assert [payload["event"] for payload in heard_of] == [
        "member.added",
        "member.disabled",
        "member.removed",
    ]
    assert {payload["member"]["id"] for payload in heard_of} == {id}
    assert heard_of[-1]["member"]["removedAt"] is not None
    assert len({payload["cursor"] for payload in heard_of}) == 3


async def test_who_was_away_goes_on_behind_the_last_cursor(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    viewer = await hire(acme, Role.READ_ONLY)
    start = await position(ask, acme)
    for name in ("1", "2", "3"):
        await ask(acme.viewer, UPDATE_ME, name=name)

    (one,) = await first(1, viewer, MEMBER_CHANGED, after=start)
    rest = await first(2, viewer, MEMBER_CHANGED, after=one["cursor"])

    assert [payload["event"] for payload in [one, *rest]] == ["member.updated"] * 3
    assert len({payload["cursor"] for payload in [one, *rest]}) == 3


async def test_one_member_can_be_followed_alone(ask: Ask, acme: Cast, rival: Cast) -> None:
    viewer = await hire(acme, Role.MEMBER)
    assert viewer.member_id is not None
    id = global_id("Member", viewer.member_id)
    start = await position(ask, acme)

    await ask(acme.viewer, UPDATE_ME, name="Somebody else")
    await ask(viewer, UPDATE_ME, name="Followed")
    (payload,) = await first(1, acme.viewer, MEMBER_CHANGED, after=start, id=id)

    assert payload["member"]["id"] == id


@pytest.mark.parametrize("permitted", [True, False])
async def test_a_rival_and_a_narrow_key_hear_nothing(
    permitted: bool, ask: Ask, acme: Cast, rival: Cast
) -> None:
    start = await position(ask, acme)
    id = global_id("Member", acme.owner.id)
    deaf = rival.viewer if permitted else Viewer(acme.id, acme.viewer.kind, frozenset())

    answers = [answer async for answer in heard(deaf, MEMBER_CHANGED, after=start, id=id)]

    assert [codes(answer) for answer in answers] == [["NOT_FOUND" if permitted else "FORBIDDEN"]]
    with_cursor = [answer async for answer in heard(rival.viewer, MEMBER_CHANGED, after=start)]
    assert [codes(answer) for answer in with_cursor] == [["CURSOR_INVALID"]]
    assert (await row(acme.viewer)).is_active
