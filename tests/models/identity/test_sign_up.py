"""A company, its owner and a session, all or nothing; strangers learn little."""

import asyncio

import pytest

from models.errors import Invalid, RateLimited
from models.identity import Company, Entry, Member, Role, User, prove, sign_up
from models.identity.refusals import SignUpRefused
from models.tenancy import every_company
from tests.models.identity.arrivals import (
    PASSWORD,
    an_email,
    arrive,
    last_mail,
    mails,
    somewhere,
)
from tests.models.identity.log import names, told
from tests.people import Cast


async def attempt(email: str, password: str, company: str = "Evil") -> Entry:
    return await sign_up(
        company_name=company, name="Eve", email=email, password=password, origin=somewhere()
    )


async def test_signing_up_makes_a_company_its_owner_and_a_session(rival: Cast) -> None:
    email = an_email()

    entry = await sign_up(
        company_name="  Acme   Ltd ",
        name=" Ana  Souza ",
        email=f" {email.upper()} ",
        password=PASSWORD,
        origin=somewhere(),
    )

    assert entry.seat.company.name == "Acme Ltd"
    member = (await prove(entry.tokens.access_token)).member
    assert (member.name, member.email, member.role) == ("Ana Souza", email, Role.OWNER)
    assert await names(entry.seat.company.id) == [
        "company.created",
        "member.added",
        "session.started",
    ]
    assert (await last_mail(entry.seat.company.id)).to == email
    with every_company():
        user = await User.get(id=member.user_id)
    assert user.email_verified_at is None
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
        await attempt(email, PASSWORD)


async def test_the_email_is_no_password(house: None) -> None:
    email = an_email()

    with pytest.raises(Invalid) as refused:
        await attempt(email, email.upper())

    assert [field.code for field in refused.value.fields] == ["IS_EMAIL"]


async def test_with_the_accounts_password_one_more_company_is_founded(house: None) -> None:
    email = an_email()
    first = await arrive("First", email=email)

    second = await arrive("Second", email=email)

    assert second.seat.member.user_id == first.seat.member.user_id
    assert second.seat.company.id != first.seat.company.id
    assert {seat.company.name for seat in second.seats} == {"First", "Second"}
    assert await mails(second.seat.company.id) == []


async def test_without_it_a_stranger_is_refused_and_the_owner_is_told_once(house: None) -> None:
    ana = await arrive()
    company = ana.seat.company.id
    before = await mails(company)

    for _ in range(2):
        with pytest.raises(SignUpRefused):
            await attempt(ana.seat.member.email, "not the right one")

    new = (await mails(company))[len(before) :]
    assert [(mail.to, mail.subject) for mail in new] == [
        (ana.seat.member.email, "Somebody tried to sign up with your address")
    ]
    with every_company():
        assert not await Company.exists(name="Evil", id__gt=company)
        assert (await User.get(id=ana.seat.member.user_id)).name == "Ana Souza"


async def test_the_same_sign_up_again_finds_the_same_company(house: None) -> None:
    first = await arrive(email=(email := an_email()))

    again = await arrive(email=email)

    assert again.seat.company.id == first.seat.company.id
    assert again.seat.member.id == first.seat.member.id
    assert again.tokens.session.id != first.tokens.session.id


async def test_the_same_sign_up_twice_at_once_makes_one_company(house: None) -> None:
    email = an_email()

    entries = await asyncio.gather(*[arrive(email=email) for _ in range(4)])

    assert len({entry.seat.company.id for entry in entries}) == 1
    with every_company():
        assert await User.filter(email=email).count() == 1
        assert await Member.filter(email=email).count() == 1


async def test_a_rivals_company_of_the_same_name_is_another(house: None) -> None:
    ours, theirs = await arrive("Same"), await arrive("Same")

    assert ours.seat.company.id != theirs.seat.company.id


async def test_guessing_a_password_by_signing_up_is_stopped(house: None) -> None:
    ana = await arrive()
    outcomes = [
        await asyncio.gather(attempt(ana.seat.member.email, f"guess {n:9}"), return_exceptions=True)
        for n in range(6)
    ]

    kinds = [type(outcome) for (outcome,) in outcomes]
    assert kinds == [SignUpRefused] * 4 + [RateLimited] * 2
