"""Changing the password: everybody else is out, and nobody guesses the old one."""

import asyncio

import pytest

from models.errors import Invalid, RateLimited
from models.events import Event
from models.identity import (
    Entry,
    change_password,
    sign_in,
)
from models.identity.refusals import InvalidCredentials, NotAMember
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.models.identity.arrivals import (
    NEW_PASSWORD,
    PASSWORD,
    an_email,
    arrive,
    is_live,
    last_mail,
    sign_in_again,
    somewhere,
    viewer_of,
)
from tests.people import Cast


async def comes_in(entry: Entry, password: str) -> bool:
    try:
        return isinstance(
            await sign_in(entry.seat.member.email, password, origin=somewhere()), Entry
        )
    except InvalidCredentials:
        return False


async def test_changing_the_password_ends_every_other_session(house: None) -> None:
    email = an_email()
    ana = await arrive(email=email)
    elsewhere = await arrive("Second", email=email)
    phone, rival = await sign_in_again(ana), await arrive("Rival")

    ended = await change_password(PASSWORD, NEW_PASSWORD, by=viewer_of(ana))

    assert ended == 2
    assert await is_live(ana.tokens)
    assert not await is_live(phone)
    assert not await is_live(elsewhere.tokens)
    assert await is_live(rival.tokens)
    assert (await last_mail(ana.seat.company.id)).subject == "Your password was changed"
    for entry, times in ((ana, 1), (elsewhere, 1), (rival, 0)):
        with acting_for(entry.seat.company.id):
            assert await Event.filter(name="member.password_changed").count() == times
    with pytest.raises(InvalidCredentials):
        await sign_in(email, PASSWORD, origin=somewhere())


@pytest.mark.parametrize(
    ("current", "new", "wrong"),
    [
        ("not the password", NEW_PASSWORD, ("currentPassword", "WRONG")),
        (PASSWORD, "short", ("newPassword", "TOO_SHORT")),
        (PASSWORD, PASSWORD, ("newPassword", "SAME")),
    ],
)
async def test_a_wrong_change_of_password_changes_nothing(
    house: None, current: str, new: str, wrong: tuple[str, str]
) -> None:
    ana = await arrive()
    phone = await sign_in_again(ana)

    with pytest.raises(Invalid) as refused:
        await change_password(current, new, by=viewer_of(ana))

    assert [(field.path, field.code) for field in refused.value.fields] == [wrong]
    assert await is_live(phone)
    assert await comes_in(ana, PASSWORD)


async def test_a_stolen_session_cannot_guess_the_password(house: None) -> None:
    ana = await arrive()
    outcomes = [
        await asyncio.gather(
            change_password(f"guess {n}", NEW_PASSWORD, by=viewer_of(ana)), return_exceptions=True
        )
        for n in range(11)
    ]

    assert [type(one) for (one,) in outcomes] == [Invalid] * 10 + [RateLimited]


async def test_an_api_key_has_no_password(rival: Cast) -> None:
    machine = Viewer.system(rival.id)

    with pytest.raises(NotAMember):
        await change_password(PASSWORD, NEW_PASSWORD, by=machine)
