"""Coming in with e-mail and password: the same refusal, for the same work, whoever is meant."""

import asyncio

import pytest
from argon2 import PasswordHasher

from models.database import transaction
from models.errors import Conflict, NotFound
from models.identifiers import uuid7
from models.identity import (
    Challenge,
    Choice,
    CompanyStatus,
    Entry,
    Member,
    Seat,
    User,
    change_password,
    prove,
    sign_in,
)
from models.identity.refusals import CompanySuspended, InvalidCredentials, NoMembership
from models.identity.sign_in import enter as enter_seat
from models.tenancy import acting_for, every_company
from tests.models.identity.arrivals import (
    NEW_PASSWORD,
    PASSWORD,
    an_email,
    arrive,
    is_live,
    join,
    latest,
    somewhere,
    viewer_of,
)


async def enter(
    email: str, password: str = PASSWORD, **options: object
) -> Entry | Choice | Challenge:
    origin = options.pop("origin", None) or somewhere()
    return await sign_in(email, password, origin=origin, **options)  # type: ignore[arg-type]


async def test_the_right_password_gives_a_session(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")

    entry = await enter(f"  {ana.seat.member.email.upper()} ")

    assert isinstance(entry, Entry)
    assert entry.seat.company.id == ana.seat.company.id != rival.seat.company.id
    assert (await prove(entry.tokens.access_token)).member.id == ana.seat.member.id
    with every_company():
        assert (await User.get(id=ana.seat.member.user_id)).last_sign_in_at is not None


async def test_who_is_in_several_companies_chooses(house: None) -> None:
    email = an_email()
    first, second = await arrive("Bee", email=email), await arrive("Acorn", email=email)
    rival = await arrive("Rival")

    choice = await enter(email)
    chosen = await enter(email, company_id=first.seat.company.id)

    assert isinstance(choice, Choice)
    assert [seat.company.id for seat in choice.seats] == [
        second.seat.company.id,
        first.seat.company.id,
    ]
    assert isinstance(chosen, Entry)
    assert chosen.seat.company.id == first.seat.company.id
    assert len(chosen.seats) == 2
    for elsewhere in (rival.seat.company.id, uuid7()):
        with pytest.raises(NotFound):
            await enter(email, company_id=elsewhere)


async def test_a_wrong_password_never_learns_of_companies(house: None) -> None:
    email = an_email()
    ana = await arrive(email=email)
    await arrive("Second", email=email)

    for company in (None, ana.seat.company.id, uuid7()):
        with pytest.raises(InvalidCredentials):
            await enter(email, "not the password", company_id=company)


async def test_a_suspended_company_lets_nobody_in(house: None) -> None:
    ana, rival = await arrive(), await arrive("Rival")
    with every_company():
        ana.seat.company.status = CompanyStatus.SUSPENDED
        await ana.seat.company.save()

    with pytest.raises(CompanySuspended) as refused:
        await enter(ana.seat.member.email)

    assert refused.value.code == "COMPANY_SUSPENDED"
    with pytest.raises(InvalidCredentials):
        await enter(ana.seat.member.email, "not the password")
    assert isinstance(await enter(rival.seat.member.email), Entry)


@pytest.mark.parametrize("verb", ["disable", "remove"])
async def test_who_was_locked_out_comes_in_no_more(house: None, verb: str) -> None:
    ana = await arrive()
    robin = await join(ana)
    with acting_for(ana.seat.company.id):
        member = await Member.get(id=robin.seat.member.id)
        await getattr(member, verb)(by=viewer_of(ana))

    with pytest.raises(NoMembership):
        await enter(member.email)
    assert isinstance(await enter(ana.seat.member.email), Entry)


async def test_a_hash_of_old_parameters_is_renewed_at_the_next_sign_in(house: None) -> None:
    ana = await arrive()
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with every_company():
        await User.filter(id=ana.seat.member.user_id).update(password_hash=weak)

    await enter(ana.seat.member.email)

    with every_company():
        kept = (await User.get(id=ana.seat.member.user_id)).password_hash
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert isinstance(await enter(ana.seat.member.email), Entry)


async def test_an_old_password_in_flight_does_not_outlive_its_change(house: None) -> None:
    ana = await arrive()

    outcomes = await asyncio.gather(
        change_password(PASSWORD, NEW_PASSWORD, by=viewer_of(ana)),
        *[enter(ana.seat.member.email) for _ in range(5)],
        return_exceptions=True,
    )

    assert isinstance(outcomes[0], int)
    for outcome in outcomes[1:]:
        if isinstance(outcome, Entry):
            assert not await is_live(outcome.tokens)
        else:
            assert isinstance(outcome, Conflict | InvalidCredentials)
    assert isinstance(await enter(ana.seat.member.email, NEW_PASSWORD), Entry)


async def test_a_sign_in_in_flight_does_not_outlive_a_lock_out(house: None) -> None:
    ana = await arrive()
    robin = await join(ana)

    async def lock_out() -> None:
        with acting_for(ana.seat.company.id):
            await robin.seat.member.disable(by=viewer_of(ana))

    outcomes = await asyncio.gather(
        *[enter(robin.seat.member.email) for _ in range(3)],
        lock_out(),
        *[enter(robin.seat.member.email) for _ in range(3)],
        return_exceptions=True,
    )

    assert (await latest(robin.seat.member)).disabled_at is not None
    entered = [outcome for outcome in outcomes if isinstance(outcome, Entry)]
    assert [await is_live(entry.tokens) for entry in entered] == [False] * len(entered)


async def test_a_password_seen_before_its_change_holds_nobody(house: None) -> None:
    ana = await arrive()
    with every_company():
        seen = await User.get(id=ana.seat.member.user_id)

    await change_password(PASSWORD, NEW_PASSWORD, by=viewer_of(ana))

    with every_company():
        async with transaction():
            with pytest.raises(Conflict):
                await seen.hold()


async def test_a_seat_seen_before_a_lock_out_is_not_entered(house: None) -> None:
    ana = await arrive()
    robin = await join(ana)
    stale = await latest(robin.seat.member)
    with acting_for(ana.seat.company.id):
        await robin.seat.member.disable(by=viewer_of(ana))

    with every_company():
        async with transaction():
            with pytest.raises(NotFound):
                await enter_seat(Seat(ana.seat.company, stale), seats=[], origin=somewhere())


async def test_secrets_do_not_show_in_a_repr(house: None) -> None:
    entry = await enter((await arrive()).seat.member.email)

    assert isinstance(entry, Entry)
    assert entry.tokens.access_token not in repr(entry)
    assert entry.tokens.refresh_token not in repr(entry)
