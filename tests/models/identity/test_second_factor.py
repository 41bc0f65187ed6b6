"""A code after the password: of an app or of the paper, each good once, and nothing told before."""

import asyncio
from time import time

import pytest
from pyotp import TOTP, parse_uri

from models.errors import Invalid, RateLimited
from models.identity import (
    Challenge,
    Choice,
    Entry,
    SecondFactor,
    complete_sign_in,
    confirm_second_factor,
    disable_second_factor,
    enable_second_factor,
    protection,
    prove,
    renew_recovery_codes,
    request_password_reset,
    reset_password,
    reset_second_factor,
    sign_in,
)
from models.identity import accept_invitation as accept
from models.identity.inviting import invite
from models.identity.permissions import Role
from models.identity.refusals import (
    LinkUsed,
    NotAMember,
    SecondFactorNeeded,
    SecondFactorOff,
    SecondFactorOn,
    SecondFactorWrong,
)
from models.tenancy import acting_for, every_company
from models.viewer import Viewer
from tests.models.identity.arrivals import (
    NEW_PASSWORD,
    PASSWORD,
    an_email,
    arrive,
    code_in,
    is_live,
    last_mail,
    somewhere,
    viewer_of,
)
from tests.models.identity.authenticator import next_code, protected, with_paper
from tests.models.identity.log import names, told
from tests.people import Cast

WRONG = "000000"


async def first_step(entry: Entry, password: str = PASSWORD) -> Challenge:
    step = await sign_in(entry.seat.member.email, password, origin=somewhere())
    assert isinstance(step, Challenge)
    return step


async def second_step(step: Challenge, code: str, **options: object) -> Entry | Choice:
    origin = options.pop("origin", None) or somewhere()
    return await complete_sign_in(step.token, code, origin=origin, **options)  # type: ignore[arg-type]


def wrong_for(app: TOTP) -> str:
    """Six digits that are no code of these minutes."""
    near = {app.at(int(time()), counter_offset=step) for step in range(-2, 4)}
    return next(code for code in (f"{n:06}" for n in range(10)) if code not in near)


async def test_the_password_alone_no_longer_lets_in_and_tells_nothing(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    app = await protected(viewer_of(ana))

    step = await first_step(ana)
    entry = await second_step(step, next_code(app))

    assert set(Challenge.__slots__) == {"token", "expires_at"}
    assert step.token not in repr(step)
    assert isinstance(entry, Entry)
    assert (await prove(entry.tokens.access_token)).member.id == ana.seat.member.id
    assert isinstance(await sign_in(rival.seat.member.email, PASSWORD, origin=somewhere()), Entry)
    assert await told(rival.seat.company.id, "member.second_factor_enabled") == []
    assert await told(ana.seat.company.id, "member.second_factor_enabled") == [{}]


async def test_an_offered_secret_guards_nothing_until_a_code_was_seen(house: None) -> None:
    ana = await arrive()
    offer = await enable_second_factor(PASSWORD, by=viewer_of(ana))

    assert isinstance(await sign_in(ana.seat.member.email, PASSWORD, origin=somewhere()), Entry)
    app = parse_uri(offer.uri)
    assert (app.secret, app.issuer) == (offer.secret, "ChatIA Flow")
    with pytest.raises(SecondFactorWrong):
        await confirm_second_factor(wrong_for(TOTP(offer.secret)), by=viewer_of(ana))
    assert not (await protection(of=viewer_of(ana))).enabled


async def test_a_code_is_good_once_and_none_before_it_is(house: None) -> None:
    ana = await arrive()
    app = await protected(viewer_of(ana))
    code, before = next_code(app), app.now()

    await second_step(await first_step(ana), code)

    step = await first_step(ana)
    for stale in (code, before):
        with pytest.raises(SecondFactorWrong):
            await second_step(step, stale)


async def test_one_code_at_once_lets_in_once(house: None) -> None:
    ana = await arrive()
    app = await protected(viewer_of(ana))
    steps, code = [await first_step(ana) for _ in range(4)], next_code(app)

    outcomes = await asyncio.gather(
        *[second_step(step, code) for step in steps], return_exceptions=True
    )

    assert sum(isinstance(outcome, Entry) for outcome in outcomes) == 1
    others = [outcome for outcome in outcomes if not isinstance(outcome, Entry)]
    assert all(isinstance(outcome, SecondFactorWrong | LinkUsed) for outcome in others), others


async def test_a_challenge_is_met_once_and_is_nobody_elses(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    app, theirs = await protected(viewer_of(ana)), await protected(viewer_of(rival))
    step = await first_step(ana)

    with pytest.raises(SecondFactorWrong):
        await second_step(step, next_code(theirs))
    await second_step(step, next_code(app))

    for token in (step.token, "never was"):
        with pytest.raises(LinkUsed):
            await complete_sign_in(token, WRONG, origin=somewhere())


async def test_a_code_from_the_paper_is_good_once_and_the_owner_is_told(house: None) -> None:
    ana = await arrive()
    _, paper = await with_paper(viewer_of(ana))

    assert len(paper) == len(set(paper)) == 10
    await second_step(await first_step(ana), paper[0].upper().replace("-", " "))

    assert (await last_mail(ana.seat.company.id)).subject == "A recovery code was used"
    assert (await protection(of=viewer_of(ana))).recovery_codes_left == 9
    with pytest.raises(SecondFactorWrong):
        await second_step(await first_step(ana), paper[0])


async def test_new_recovery_codes_void_the_old(house: None) -> None:
    ana = await arrive()
    app, paper = await with_paper(viewer_of(ana))

    new = await renew_recovery_codes(next_code(app), by=viewer_of(ana))

    with pytest.raises(SecondFactorWrong):
        await second_step(await first_step(ana), paper[0])
    assert isinstance(await second_step(await first_step(ana), new[0]), Entry)
    assert "member.recovery_codes_renewed" in await names(ana.seat.company.id)


async def test_choosing_a_company_uses_up_neither_code_nor_challenge(house: None) -> None:
    email = an_email()
    first = await arrive("Bee", email=email)
    await arrive("Acorn", email=email)
    app = await protected(viewer_of(first))
    step, code = await first_step(first), next_code(app)

    choice = await second_step(step, code)
    entry = await second_step(step, code, company_id=first.seat.company.id)

    assert isinstance(choice, Choice)
    assert [seat.company.name for seat in choice.seats] == ["Acorn", "Bee"]
    assert isinstance(entry, Entry)
    with pytest.raises(LinkUsed):
        await second_step(step, code)


async def test_each_company_is_told_of_its_own_member(house: None) -> None:
    email = an_email()
    first, second = await arrive("First", email=email), await arrive("Second", email=email)

    await protected(viewer_of(first))

    for entry in (first, second):
        log = await told(entry.seat.company.id, "member.second_factor_enabled")
        assert log == [{}]


async def test_turning_it_off_takes_password_and_code(house: None) -> None:
    ana = await arrive()
    viewer = viewer_of(ana)
    app = await protected(viewer)

    with pytest.raises(Invalid):
        await disable_second_factor("not the password", next_code(app), by=viewer)
    with pytest.raises(SecondFactorWrong):
        await disable_second_factor(PASSWORD, wrong_for(app), by=viewer)
    with pytest.raises(SecondFactorOn):
        await enable_second_factor(PASSWORD, by=viewer)
    await disable_second_factor(PASSWORD, next_code(app), by=viewer)

    assert isinstance(await sign_in(ana.seat.member.email, PASSWORD, origin=somewhere()), Entry)
    assert "member.second_factor_disabled" in await names(ana.seat.company.id)
    for verb in (
        disable_second_factor(PASSWORD, WRONG, by=viewer),
        renew_recovery_codes(WRONG, by=viewer),
        confirm_second_factor(WRONG, by=viewer),
    ):
        with pytest.raises(SecondFactorOff):
            await verb


async def test_guessing_is_stopped_and_noted(house: None) -> None:
    ana = await arrive()
    app = await protected(viewer_of(ana))
    step, origin = await first_step(ana), somewhere()
    wrong = wrong_for(app)

    outcomes = [
        await asyncio.gather(second_step(step, wrong, origin=origin), return_exceptions=True)
        for _ in range(11)
    ]

    kinds = [type(outcome) for (outcome,) in outcomes]
    assert kinds == [SecondFactorWrong] * 10 + [RateLimited]
    failed = await told(ana.seat.company.id, "member.sign_in_failed")
    assert failed == [{"reason": "WRONG_CODE"}] * 10


async def test_a_new_password_by_mail_does_not_get_round_it(house: None) -> None:
    ana = await arrive()
    app = await protected(viewer_of(ana))
    await request_password_reset(ana.seat.member.email, origin=somewhere())
    code = code_in(await last_mail(ana.seat.company.id))
    await reset_password(code, NEW_PASSWORD, origin=somewhere())

    step = await first_step(ana, NEW_PASSWORD)

    assert isinstance(await second_step(step, next_code(app)), Entry)


async def test_an_invitation_does_not_get_round_it(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    app = await protected(viewer_of(ana))
    email = ana.seat.member.email
    with acting_for(rival.seat.company.id):
        await invite(email, Role.MEMBER, by=viewer_of(rival))
    token = code_in(await last_mail(rival.seat.company.id, to=email))

    with pytest.raises(SecondFactorNeeded):
        await accept(token, password=PASSWORD, origin=somewhere())
    with pytest.raises(SecondFactorWrong):
        await accept(token, password=PASSWORD, code=wrong_for(app), origin=somewhere())
    entry = await accept(token, password=PASSWORD, code=next_code(app), origin=somewhere())

    assert entry.seat.company.id == rival.seat.company.id


async def test_the_operator_helps_who_has_lost_phone_and_paper(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    await protected(viewer_of(ana))

    assert await reset_second_factor(ana.seat.member.email)
    assert not await reset_second_factor(rival.seat.member.email)

    assert not await is_live(ana.tokens)
    assert await is_live(rival.tokens)
    assert isinstance(await sign_in(ana.seat.member.email, PASSWORD, origin=somewhere()), Entry)


async def test_neither_secret_nor_codes_are_readable_in_the_tables(house: None) -> None:
    ana = await arrive()
    app, paper = await with_paper(viewer_of(ana))

    with every_company():
        kept = str(
            [vars(row) for row in await SecondFactor.filter(user_id=ana.seat.member.user_id)]
        )
    assert app.secret not in kept
    assert all(code not in kept for code in paper)


async def test_a_machine_has_no_phone(rival: Cast) -> None:
    with pytest.raises(NotAMember):
        await enable_second_factor(PASSWORD, by=Viewer.system(rival.id))
