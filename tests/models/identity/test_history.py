"""Who came in, or tried to: seen by the one that it was about, and told to their company."""

from datetime import UTC, datetime, timedelta

import pytest

from models.identity import Entry, Origin, Outcome, SignIn, device, revoke_other_sessions, sign_in
from models.identity.refusals import InvalidCredentials, NotAMember
from models.tenancy import acting_for, every_company
from models.viewer import Viewer
from tests.models.identity.arrivals import (
    PASSWORD,
    an_email,
    arrive,
    is_live,
    join,
    sign_in_again,
    somewhere,
    viewer_of,
)
from tests.models.identity.log import told

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0"


async def history(entry: Entry) -> list[SignIn]:
    with acting_for(entry.seat.company.id):
        return await viewer_of(entry).sign_ins.order_by("id")


async def test_what_succeeds_and_what_fails_is_noted_with_where_it_came_from(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    thief = Origin("203.0.113.9", FIREFOX)

    with pytest.raises(InvalidCredentials):
        await sign_in(ana.seat.member.email, "a wrong password", origin=thief)
    await sign_in(ana.seat.member.email, PASSWORD, origin=somewhere())

    seen = await history(ana)
    assert [row.outcome for row in seen] == [
        Outcome.ENTERED,
        Outcome.WRONG_PASSWORD,
        Outcome.ENTERED,
    ]
    assert (seen[1].address, seen[1].user_agent) == (thief.address, FIREFOX)
    failed = await told(ana.seat.company.id, "member.sign_in_failed")
    assert failed == [{"reason": "WRONG_PASSWORD"}]
    assert [row.outcome for row in await history(rival)] == [Outcome.ENTERED]
    assert await told(rival.seat.company.id, "member.sign_in_failed") == []


async def test_colleagues_do_not_see_each_others(house: None) -> None:
    ana = await arrive()
    robin = await join(ana)

    assert {row.member_id for row in await history(ana)} == {ana.seat.member.id}
    assert {row.member_id for row in await history(robin)} == {robin.seat.member.id}


async def test_a_failure_is_noted_in_every_company_of_the_user_and_names_no_other(
    house: None,
) -> None:
    email = an_email()
    first, second = await arrive("First", email=email), await arrive("Second", email=email)

    with pytest.raises(InvalidCredentials):
        await sign_in(email, "a wrong password", origin=somewhere())

    for entry in (first, second):
        assert [row.outcome for row in await history(entry)].count(Outcome.WRONG_PASSWORD) == 1


async def test_an_unknown_email_leaves_no_trace(house: None) -> None:
    with every_company():
        before = await SignIn.all().count()

    with pytest.raises(InvalidCredentials):
        await sign_in(an_email(), "a wrong password", origin=somewhere())

    with every_company():
        assert await SignIn.all().count() == before


async def test_after_90_days_it_is_forgotten(house: None) -> None:
    ana = await arrive()
    with acting_for(ana.seat.company.id):
        await SignIn.all().update(created_at=datetime.now(UTC) - timedelta(days=91))

    await sign_in(ana.seat.member.email, PASSWORD, origin=somewhere())

    assert len(await history(ana)) == 1


async def test_all_other_devices_are_signed_out_and_nobody_elses(house: None) -> None:
    email = an_email()
    ana, elsewhere = await arrive(email=email), await arrive("Elsewhere", email=email)
    robin, phone = await join(ana), await sign_in_again(ana)

    with acting_for(ana.seat.company.id):
        assert await revoke_other_sessions(by=viewer_of(ana)) == 1

    assert not await is_live(phone)
    assert [await is_live(each.tokens) for each in (ana, robin, elsewhere)] == [True] * 3
    with pytest.raises(NotAMember):
        await revoke_other_sessions(by=Viewer.system(ana.seat.company.id))


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Safari/605.1.15",
            "Safari on macOS",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
            "Chrome on iPhone",
        ),
        ("curl/8.5.0", "curl"),
        ("/", "unknown"),
        (None, None),
    ],
)
def test_a_device_has_a_name_that_people_know(user_agent: str | None, name: str | None) -> None:
    assert device(user_agent) == name
