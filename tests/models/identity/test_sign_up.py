"""A company and its owner, entered by who has mail and password; strangers learn nothing."""

import asyncio
from collections.abc import Callable
from time import monotonic

import pytest

from models.errors import Invalid, RateLimited
from models.identity import (
    Company,
    Member,
    Role,
    User,
    confirm_sign_up,
    found_company,
    prove,
    request_password_reset,
    reset_password,
    sign_in,
    sign_up,
)
from models.identity.refusals import InvalidCredentials, LinkUsed
from models.identity.steady import STEADY
from models.tenancy import every_company
from tests.models.identity.arrivals import (
    NEW_PASSWORD,
    PASSWORD,
    an_email,
    arrive,
    code_in,
    home_of,
    last_mail,
    mails,
    somewhere,
    viewer_of,
)
from tests.models.identity.log import names, told
from tests.people import Cast
from tests.stalls import stalls


async def attempt(email: str, password: str = PASSWORD, company: str = "Acme") -> str:
    return await sign_up(
        company_name=company, name="Ana Souza", email=email, password=password, origin=somewhere()
    )


async def code_for(email: str) -> str:
    return code_in(await last_mail(await home_of(email), to=email))


async def test_signing_up_makes_a_company_for_who_has_mail_and_password(rival: Cast) -> None:
    email = an_email()

    answered = await sign_up(
        company_name="  Acme   Ltd ",
        name=" Ana  Souza ",
        email=f" {email.upper()} ",
        password=PASSWORD,
        origin=somewhere(),
    )
    entry = await confirm_sign_up(await code_for(email), PASSWORD, origin=somewhere())

    assert answered == email
    assert entry.seat.company.name == "Acme Ltd"
    member = (await prove(entry.tokens.access_token)).member
    assert (member.name, member.email, member.role) == ("Ana Souza", email, Role.OWNER)
    assert await names(entry.seat.company.id) == [
        "company.created",
        "member.added",
        "session.started",
    ]
    with every_company():
        user = await User.get(id=member.user_id)
    assert user.email_verified_at is not None
    assert PASSWORD not in str(vars(user))
    assert await told(rival.id, "session.started") == []


async def test_everything_wrong_is_said_at_once_and_nothing_is_made(house: None) -> None:
    with every_company():
        before = await Company.all().count(), await User.all().count()

    with pytest.raises(Invalid) as refused:
        await sign_up(company_name=" ", name="", email="nope", password="x", origin=somewhere())

    wrong = {(field.path, field.code) for field in refused.value.fields}
    assert wrong == {
        ("companyName", "BLANK"),
        ("name", "BLANK"),
        ("email", "EMAIL_INVALID"),
        ("password", "TOO_SHORT"),
    }
    with every_company():
        assert (await Company.all().count(), await User.all().count()) == before


@pytest.mark.parametrize("email", ["ana@localhost", "a b@x.example", "ünï@x.example", "a@b"])
async def test_an_address_that_cannot_take_mail_is_refused(house: None, email: str) -> None:
    with pytest.raises(Invalid):
        await attempt(email)


async def test_the_email_is_no_password(house: None) -> None:
    email = an_email()

    with pytest.raises(Invalid) as refused:
        await attempt(email, email.upper())

    assert [field.code for field in refused.value.fields] == ["IS_EMAIL"]


async def test_nobody_comes_in_before_the_address_is_confirmed(house: None) -> None:
    email = an_email()
    await attempt(email)

    with pytest.raises(InvalidCredentials):
        await sign_in(email, PASSWORD, origin=somewhere())

    await confirm_sign_up(await code_for(email), PASSWORD, origin=somewhere())
    await sign_in(email, PASSWORD, origin=somewhere())


async def test_the_mail_alone_is_not_enough(house: None) -> None:
    """Somebody signed up with another's address: its owner is not led into their account."""
    email = an_email()
    await attempt(email, NEW_PASSWORD)
    code = await code_for(email)

    with pytest.raises(InvalidCredentials):
        await confirm_sign_up(code, PASSWORD, origin=somewhere())

    await request_password_reset(email, origin=somewhere())
    await reset_password(await code_for(email), PASSWORD, origin=somewhere())
    await sign_in(email, PASSWORD, origin=somewhere())
    with pytest.raises(LinkUsed):
        await confirm_sign_up(code, PASSWORD, origin=somewhere())


async def test_signing_up_again_mails_another_code_and_the_last_password_counts(
    house: None,
) -> None:
    email = an_email()
    await attempt(email, NEW_PASSWORD)
    first = await code_for(email)
    await attempt(email, company="Another")

    entry = await confirm_sign_up(await code_for(email), PASSWORD, origin=somewhere())

    assert [seat.company.name for seat in entry.seats] == ["Acme"]
    with pytest.raises(LinkUsed):
        await confirm_sign_up(first, PASSWORD, origin=somewhere())


async def test_a_known_email_is_answered_like_a_new_one_and_its_owner_is_told_once(
    house: None,
) -> None:
    ana = await arrive()
    known, company = ana.seat.member.email, ana.seat.company.id
    before = await mails(company)

    assert [await attempt(known, company="Evil") for _ in range(2)] == [known] * 2

    new = (await mails(company))[len(before) :]
    assert [(mail.to, mail.subject) for mail in new] == [
        (known, "Somebody tried to sign up with your address")
    ]
    with every_company():
        assert not await Company.exists(name="Evil", id__gt=company)
        assert (await User.get(id=ana.seat.member.user_id)).name == "Ana Souza"
    await sign_in(known, PASSWORD, origin=somewhere())


async def test_a_known_email_is_answered_in_the_time_of_a_new_one(house: None) -> None:
    known = (await arrive()).seat.member.email
    steps = [await steps_of(known), await steps_of(an_email)]

    assert all(step >= 1 for step in steps)
    assert all(abs(step - round(step)) <= 0.3 for step in steps), steps


async def steps_of(email: str | Callable[[], str]) -> float:
    """How many it takes; measured again where the machine stood still."""
    for _ in range(5):
        started = monotonic()
        async with stalls() as lags:
            await attempt(email if isinstance(email, str) else email())
            took = monotonic() - started
        if max(lags) < 0.1 * STEADY:
            break
    return round(took / STEADY, 1)


async def test_the_same_sign_up_twice_at_once_makes_one_company(house: None) -> None:
    email = an_email()

    await asyncio.gather(*[attempt(email) for _ in range(4)])

    with every_company():
        assert await User.filter(email=email).count() == 1
        assert await Member.filter(email=email).count() == 1
    await confirm_sign_up(await code_for(email), PASSWORD, origin=somewhere())


async def test_one_code_at_once_lets_in_once(house: None) -> None:
    email = an_email()
    await attempt(email)
    code = await code_for(email)

    outcomes = await asyncio.gather(
        *[confirm_sign_up(code, PASSWORD, origin=somewhere()) for _ in range(3)],
        return_exceptions=True,
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Entry"] + ["LinkUsed"] * 2


async def test_who_is_in_founds_one_more_company(house: None) -> None:
    first = await arrive("First")

    second, again = [
        await found_company("Second", by=viewer_of(first), origin=somewhere()) for _ in range(2)
    ]

    assert second.seat.member.user_id == first.seat.member.user_id
    assert second.seat.company.id == again.seat.company.id != first.seat.company.id
    assert {seat.company.name for seat in second.seats} == {"First", "Second"}
    assert second.tokens.session.id != again.tokens.session.id


async def test_a_rivals_company_of_the_same_name_is_another(house: None) -> None:
    ours, theirs = await arrive("Same"), await arrive("Same")

    assert ours.seat.company.id != theirs.seat.company.id


async def test_mailboxes_are_not_flooded_by_signing_up(house: None) -> None:
    email = an_email()
    for _ in range(5):
        await attempt(email)

    with pytest.raises(RateLimited):
        await attempt(email)
