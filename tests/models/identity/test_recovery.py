"""Forgotten and changed passwords, and addresses confirmed."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from models.errors import Invalid, RateLimited
from models.identity import (
    Entry,
    Purpose,
    User,
    UserToken,
    confirm_sign_up,
    request_password_reset,
    reset_password,
    sign_in,
)
from models.identity.refusals import InvalidCredentials, LinkUsed
from models.identity.steady import STEADY
from models.job import Job
from models.tenancy import acting_for, every_company
from tests.models.identity.arrivals import (
    NEW_PASSWORD,
    PASSWORD,
    an_email,
    arrive,
    code_in,
    is_live,
    last_mail,
    mails,
    sign_in_again,
    somewhere,
)
from tests.models.identity.interleaving import while_uncommitted
from tests.models.identity.log import told
from tests.people import Cast


async def forgot(entry: Entry) -> str:
    """The code from the mail that came."""
    await request_password_reset(entry.seat.member.email.upper(), origin=somewhere())
    mail = await last_mail(entry.seat.company.id)
    assert (mail.to, mail.subject) == (entry.seat.member.email, "Reset your password")
    return code_in(mail)


async def user_of(entry: Entry) -> User:
    with every_company():
        return await User.get(id=entry.seat.member.user_id)


async def comes_in(entry: Entry, password: str) -> bool:
    try:
        return isinstance(
            await sign_in(entry.seat.member.email, password, origin=somewhere()), Entry
        )
    except InvalidCredentials:
        return False


async def _leave(entry: Entry) -> None:
    with acting_for(entry.seat.company.id):
        entry.seat.member.removed_at = datetime.now(UTC)
        await entry.seat.member.save()


async def test_a_mailed_code_sets_a_new_password_and_ends_every_session(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    phone = await sign_in_again(ana)

    await reset_password(await forgot(ana), NEW_PASSWORD, origin=somewhere())

    assert not await is_live(ana.tokens)
    assert not await is_live(phone)
    assert await comes_in(ana, NEW_PASSWORD)
    assert not await comes_in(ana, PASSWORD)
    assert (await user_of(ana)).email_verified_at is not None
    reasons = [each["reason"] for each in await told(ana.seat.company.id, "session.ended")]
    assert reasons == ["PASSWORD_RESET"] * 2
    assert (await last_mail(ana.seat.company.id)).subject == "Your password was changed"
    assert await is_live(rival.tokens)
    assert await comes_in(rival, PASSWORD)


async def test_a_code_is_good_once_and_takes_its_sisters_with_it(house: None) -> None:
    ana = await arrive()
    first, second = await forgot(ana), await forgot(ana)
    await reset_password(first, NEW_PASSWORD, origin=somewhere())

    for code in (first, second):
        with pytest.raises(LinkUsed):
            await reset_password(code, PASSWORD, origin=somewhere())

    assert await comes_in(ana, NEW_PASSWORD)


async def test_one_code_used_twice_at_once_works_once(house: None) -> None:
    ana = await arrive()
    code = await forgot(ana)

    outcomes = await asyncio.gather(
        *[reset_password(code, f"{NEW_PASSWORD} {n}", origin=somewhere()) for n in range(4)],
        return_exceptions=True,
    )

    assert sum(isinstance(outcome, User) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, LinkUsed) for outcome in outcomes) == 3


async def test_a_code_in_use_is_used(rival: Cast) -> None:
    ana = await arrive()
    code = await forgot(ana)

    outcome = await while_uncommitted(
        lambda: UserToken.use(code, Purpose.RESET_PASSWORD),
        lambda: reset_password(code, NEW_PASSWORD, origin=somewhere()),
        watcher=rival.id,
    )

    assert isinstance(outcome, LinkUsed)


async def test_a_code_an_hour_old_is_void(house: None) -> None:
    ana = await arrive()
    code = await forgot(ana)
    with every_company():
        await UserToken.filter(user_id=ana.seat.member.user_id).update(
            expires_at=datetime.now(UTC) - timedelta(seconds=1)
        )

    with pytest.raises(LinkUsed):
        await reset_password(code, NEW_PASSWORD, origin=somewhere())

    assert await comes_in(ana, PASSWORD)


async def test_a_code_for_one_thing_does_no_other(house: None) -> None:
    ana = await arrive()
    to_verify, to_reset = code_in(await last_mail(ana.seat.company.id)), await forgot(ana)

    with pytest.raises(LinkUsed):
        await reset_password(to_verify, NEW_PASSWORD, origin=somewhere())
    with pytest.raises(LinkUsed):
        await confirm_sign_up(to_reset, PASSWORD, origin=somewhere())


async def test_a_weak_new_password_leaves_the_code_good(house: None) -> None:
    ana = await arrive()
    code = await forgot(ana)

    for weak in ("short", ana.seat.member.email):
        with pytest.raises(Invalid):
            await reset_password(code, weak, origin=somewhere())

    await reset_password(code, NEW_PASSWORD, origin=somewhere())


async def test_asking_for_an_unknown_email_looks_the_same_and_sends_nothing(house: None) -> None:
    ana = await arrive()
    with every_company():
        before = await Job.filter(kind="mail.send").count()

    started = asyncio.get_running_loop().time()
    answers = [
        await request_password_reset(email, origin=somewhere())  # type: ignore[func-returns-value]
        for email in (an_email(), ana.seat.member.email)
    ]

    assert answers == [None, None]
    assert asyncio.get_running_loop().time() - started >= 2 * STEADY
    with every_company():
        assert await Job.filter(kind="mail.send").count() == before + 1


async def test_mailboxes_are_not_flooded(house: None) -> None:
    for email in ((await arrive()).seat.member.email, an_email()):
        for _ in range(5):
            await request_password_reset(email, origin=somewhere())

        with pytest.raises(RateLimited):
            await request_password_reset(email, origin=somewhere())


async def test_guessing_codes_is_stopped(house: None) -> None:
    origin = somewhere()
    outcomes = [
        await asyncio.gather(
            confirm_sign_up(f"guess {n}", PASSWORD, origin=origin), return_exceptions=True
        )
        for n in range(31)
    ]

    assert [type(one) for (one,) in outcomes] == [LinkUsed] * 30 + [RateLimited]


async def test_no_token_is_readable_in_the_tables(house: None) -> None:
    ana = await arrive()
    code = await forgot(ana)

    with every_company():
        jobs = [job.payload for job in await Job.filter(company_id=ana.seat.company.id)]
        tokens = [vars(token) for token in await UserToken.filter(user_id=ana.seat.member.user_id)]
    assert len(jobs) == len(tokens) == 2
    for readable in (str(jobs), str(tokens)):
        assert code not in readable
        assert ana.seat.member.email not in readable


async def test_mail_goes_by_a_company_that_the_user_is_in(house: None) -> None:
    email = an_email()
    gone, ana = await arrive("Gone", email=email), await arrive("Here", email=email)
    await _leave(gone)

    await request_password_reset(email, origin=somewhere())

    assert (await last_mail(ana.seat.company.id)).subject == "Reset your password"
    assert all(mail.subject != "Reset your password" for mail in await mails(gone.seat.company.id))
