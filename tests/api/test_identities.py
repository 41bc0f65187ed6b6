"""What a token proved is remembered while it is certain: no longer, and in no race."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from api import identities as module
from api.identities import Identities
from api.standings import EVERY, FRESH
from models.database import transaction
from models.errors import Unauthenticated
from models.events import EventHead, endings
from models.identity import (
    ApiKey,
    Availability,
    CompanyStatus,
    Member,
    Role,
    Session,
    prove_each,
    sign_out_everywhere,
)
from models.identity.company import set_status
from models.tenancy import acting_for, every_company
from models.viewer import Viewer
from tests.clients import Door, SignedIn, sign_in, socket_of
from tests.people import Cast, hire

Prove = Callable[..., Awaitable[Any]]


@pytest.fixture
async def remembered(house: None) -> AsyncIterator[Identities]:
    """As in a process that has just begun."""
    fresh = Identities()
    endings.listeners.append(fresh.standings.doubt)
    yield fresh
    endings.listeners.remove(fresh.standings.doubt)
    await fresh.standings.stop()


async def sign_out(who: SignedIn, by: Viewer) -> None:
    await who.session.end(reason="SIGNED_OUT", by=by)


async def sign_out_all(who: SignedIn, by: Viewer) -> None:
    viewer = Viewer.member(who.member, session_id=who.session.id)
    await sign_out_everywhere(by=viewer)


async def disable(who: SignedIn, by: Viewer) -> None:
    await who.member.disable(by=by)


async def remove(who: SignedIn, by: Viewer) -> None:
    await who.member.remove(by=by)


async def suspend(who: SignedIn, by: Viewer) -> None:
    await set_status(by.company_id, CompanyStatus.SUSPENDED)


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (sign_out, "SESSION_ENDED"),
        (sign_out_all, "SESSION_ENDED"),
        (disable, "SESSION_ENDED"),
        (remove, "SESSION_ENDED"),
        (suspend, "COMPANY_SUSPENDED"),
    ],
)
async def test_what_this_process_ended_is_refused_from_then_on(
    remembered: Identities,
    acme: Cast,
    rival: Cast,
    deed: Callable[[SignedIn, Viewer], Awaitable[None]],
    code: str,
) -> None:
    who, stranger = await employee(acme), await sign_in(rival.owner)
    await remembered.of(who.token)
    theirs = await remembered.of(stranger.token)
    with acting_for(acme.id):
        await deed(who, acme.viewer)

    assert remembered.known(who.token) is None
    assert await refusal(remembered, who.token) == code
    assert remembered.known(stranger.token) is theirs


async def test_a_new_role_is_the_one_that_is_seen(
    remembered: Identities, acme: Cast, rival: Cast
) -> None:
    who, stranger = await employee(acme), await sign_in(rival.owner)
    await remembered.of(who.token)
    theirs = await remembered.of(stranger.token)
    with acting_for(acme.id):
        await who.member.change_role(Role.READ_ONLY, by=acme.viewer)

    assert (await remembered.of(who.token)).viewer.role is Role.READ_ONLY
    assert remembered.known(stranger.token) is theirs


async def test_a_new_name_is_the_one_that_is_seen(
    remembered: Identities, acme: Cast, rival: Cast
) -> None:
    who = await employee(acme)
    await remembered.of(who.token)
    with acting_for(acme.id):
        await who.member.update(name="Robin II", by=acme.viewer)

    assert (await remembered.of(who.token)).viewer.name == "Robin II"


async def test_a_revoked_key_is_refused_and_no_other(
    remembered: Identities, acme: Cast, rival: Cast
) -> None:
    key, secret = await a_key(acme)
    _, other = await a_key(acme)
    _, theirs = await a_key(rival)
    for each in (secret, other, theirs):
        await remembered.of(each)
    with acting_for(acme.id):
        await key.revoke(by=acme.viewer)

    assert await refusal(remembered, secret) == "TOKEN_INVALID"
    assert (await remembered.of(other)).viewer.company_id == acme.id
    assert remembered.known(theirs) is not None


async def test_who_asks_again_costs_no_look_at_any_table(
    remembered: Identities, acme: Cast, rival: Cast
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    ours, theirs = await remembered.of(who.token), await remembered.of(stranger.token)
    before = remembered.proofs

    for _ in range(100):
        assert await remembered.of(who.token) is ours
        assert await remembered.of(stranger.token) is theirs

    assert remembered.proofs == before
    assert ours.viewer.company_id != theirs.viewer.company_id


async def test_what_has_stood_too_long_unseen_is_seen_once_for_all_who_ask(
    remembered: Identities, acme: Cast, rival: Cast
) -> None:
    tokens = [(await sign_in(acme.owner)).token for _ in range(5)]
    tokens += [(await sign_in(rival.owner)).token for _ in range(5)]
    known = [await remembered.of(token) for token in tokens]
    proofs, looks = remembered.proofs, remembered.standings.taken
    remembered.standings.doubt(acme.id)
    remembered.standings.doubt(rival.id)

    assert await asyncio.gather(*map(remembered.of, tokens)) == known
    assert remembered.proofs == proofs
    assert remembered.standings.taken <= looks + 2


async def test_many_who_come_at_once_are_proven_together(
    remembered: Identities, acme: Cast, rival: Cast
) -> None:
    tokens = [(await employee(acme)).token for _ in range(30)]
    theirs = (await sign_in(rival.owner)).token

    found = await asyncio.gather(*map(remembered.of, [*tokens, *tokens, theirs]))

    assert [one.viewer.company_id for one in found] == [acme.id] * 60 + [rival.id]
    assert len({one.viewer.member_id for one in found}) == 31
    assert remembered.proofs <= 3


async def test_a_storm_of_sockets_reads_no_table_for_each(
    door: Door, acme: Cast, rival: Cast
) -> None:
    people = [await employee(acme) for _ in range(40)]
    people.append(await sign_in(rival.owner))

    async def storm() -> tuple[int, int]:
        before = module.identities.proofs, module.identities.standings.taken
        async with AsyncExitStack() as stack:
            opening = [stack.enter_async_context(socket_of(door, who)) for who in people]
            await asyncio.gather(*opening)
            module.identities.standings.doubt(acme.id)
        return (
            module.identities.proofs - before[0],
            module.identities.standings.taken - before[1],
        )

    first, looks = await storm()
    again, more_looks = await storm()

    assert first < 20
    assert again == 0
    assert looks + more_looks < 20


async def test_a_bad_token_among_many_is_nobody_elses_trouble(
    remembered: Identities, acme: Cast, rival: Cast
) -> None:
    good, ended = await employee(acme), await employee(acme)
    with acting_for(acme.id):
        await sign_out(ended, acme.viewer)

    answers = await asyncio.gather(
        remembered.of(good.token), remembered.of(ended.token), return_exceptions=True
    )

    assert not isinstance(answers[0], BaseException)
    assert isinstance(answers[1], Unauthenticated)


@pytest.mark.parametrize("in_this_process", [True, False])
async def test_what_ends_between_the_read_and_the_remembering_is_not_lost(
    remembered: Identities,
    acme: Cast,
    rival: Cast,
    monkeypatch: pytest.MonkeyPatch,
    in_this_process: bool,
) -> None:
    who, stranger = await employee(acme), await sign_in(rival.owner)
    theirs = await remembered.of(stranger.token)
    if not in_this_process:
        endings.listeners.remove(remembered.standings.doubt)
    read, go_on = asyncio.Event(), asyncio.Event()

    async def fenced(company_id: UUID, claims: Collection[Any]) -> Any:
        outcome = await prove_each(company_id, claims)
        read.set()
        await go_on.wait()
        return outcome

    monkeypatch.setattr(module, "prove_each", fenced)
    asking = asyncio.create_task(remembered.of(who.token))
    await read.wait()
    with acting_for(acme.id):
        await sign_out(who, acme.viewer)
    go_on.set()
    await asking  # it asked before the end

    if in_this_process:
        assert remembered.known(who.token) is None
    else:
        endings.listeners.append(remembered.standings.doubt)
        await until_unknown(remembered, who.token)
    assert await refusal(remembered, who.token) == "SESSION_ENDED"
    assert await remembered.of(stranger.token) is theirs


async def test_a_look_from_before_the_end_does_not_count(
    remembered: Identities, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await employee(acme)
    await remembered.of(who.token)
    remembered.standings.doubt(acme.id)
    seen, go_on = asyncio.Event(), asyncio.Event()
    marks = endings.marks

    async def fenced(companies: Collection[UUID]) -> dict[UUID, int]:
        before = await marks(companies)
        seen.set()
        await go_on.wait()
        return before

    monkeypatch.setattr(endings, "marks", fenced)
    asking = asyncio.create_task(remembered.of(who.token))
    await seen.wait()
    with acting_for(acme.id):
        await sign_out(who, acme.viewer)
    go_on.set()

    with pytest.raises(Unauthenticated):
        await asking


async def test_without_looks_everybody_is_proven_by_themselves(
    remembered: Identities, acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, stranger = await employee(acme), await sign_in(rival.owner)
    for each in (who, stranger):
        await remembered.of(each.token)

    async def away(_: Collection[UUID]) -> dict[UUID, int]:
        raise OSError

    monkeypatch.setattr(endings, "marks", away)
    endings.listeners.remove(
        remembered.standings.doubt
    )  # as in another process than the one that acts
    with acting_for(acme.id):
        await sign_out(who, acme.viewer)
    await until_unknown(remembered, who.token)
    endings.listeners.append(remembered.standings.doubt)

    assert await refusal(remembered, who.token) == "SESSION_ENDED"
    assert (await remembered.of(stranger.token)).viewer.company_id == rival.id


async def test_an_end_elsewhere_is_noticed_by_looking(
    remembered: Identities, acme: Cast, rival: Cast
) -> None:
    who, stranger = await employee(acme), await sign_in(rival.owner)
    await remembered.of(who.token)
    theirs = await remembered.of(stranger.token)
    async with elsewhere(remembered), asyncio.timeout(FRESH):
        with acting_for(acme.id):
            await sign_out(who, acme.viewer)
        while remembered.known(who.token) is not None:
            assert remembered.known(stranger.token) is theirs
            await asyncio.sleep(EVERY / 10)

    assert await refusal(remembered, who.token) == "SESSION_ENDED"


async def test_a_token_is_forgotten_with_its_expiry(
    remembered: Identities, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    with every_company():
        soon = datetime.now(UTC) + timedelta(seconds=0.3)
        await Session.filter(id=who.session.id).update(expires_at=soon)
    await remembered.of(who.token)

    async with asyncio.timeout(5):
        while remembered.known(who.token) is not None:
            await asyncio.sleep(0.02)
    assert await refusal(remembered, who.token) == "SESSION_ENDED"


async def test_the_least_recently_used_are_forgotten_first(acme: Cast, rival: Cast) -> None:
    small = Identities(most=3)
    tokens = [(await sign_in(acme.owner)).token for _ in range(3)]
    for token in tokens:
        await small.of(token)
    small.known(tokens[0])
    await small.of((await sign_in(rival.owner)).token)

    assert len(small) == 3
    assert [small.known(token) is not None for token in tokens] == [True, False, True]
    await small.standings.stop()


async def test_a_company_that_nobody_asks_about_is_not_looked_at(
    remembered: Identities, acme: Cast, rival: Cast
) -> None:
    await remembered.of((await sign_in(acme.owner)).token)
    await remembered.of((await sign_in(rival.owner)).token)

    async with asyncio.timeout(10):
        while remembered.standings.looking:
            await asyncio.sleep(EVERY)
    looks = remembered.standings.taken
    await asyncio.sleep(2 * EVERY)
    assert remembered.standings.taken == looks


@pytest.mark.parametrize("deed", [sign_out, sign_out_all, disable, remove, suspend])
async def test_whatever_ends_authority_moves_the_companys_mark_and_no_others(
    acme: Cast, rival: Cast, deed: Callable[[SignedIn, Viewer], Awaitable[None]]
) -> None:
    who = await employee(acme)
    with acting_for(acme.id):
        before = await endings.marks([acme.id, rival.id])
        await deed(who, acme.viewer)
    after = await endings.marks([acme.id, rival.id])

    with acting_for(acme.id):
        assert after[acme.id] == (await EventHead.get()).seq
    assert after[acme.id] > before[acme.id]
    assert after[rival.id] == before[rival.id]


async def test_what_ends_nothing_leaves_the_mark(acme: Cast) -> None:
    who = await employee(acme)
    before = await endings.marks([acme.id])
    with acting_for(acme.id):
        await who.member.update(availability=Availability.AWAY, by=acme.viewer)
        await a_key(acme)
        await sign_in(who.member)

    assert await endings.marks([acme.id]) == before


async def test_a_deed_undone_leaves_the_mark(acme: Cast) -> None:
    who = await employee(acme)
    before = await endings.marks([acme.id])
    with acting_for(acme.id), pytest.raises(ZeroDivisionError):
        async with transaction():
            await sign_out(who, acme.viewer)
            raise ZeroDivisionError

    assert await endings.marks([acme.id]) == before


@asynccontextmanager
async def elsewhere(remembered: Identities) -> AsyncIterator[None]:
    """What happens here is told to these as it would be to another process: not at all."""
    endings.listeners.remove(remembered.standings.doubt)
    yield
    endings.listeners.append(remembered.standings.doubt)


async def until_unknown(remembered: Identities, token: str) -> None:
    async with asyncio.timeout(2 * FRESH):
        while remembered.known(token) is not None:
            await asyncio.sleep(EVERY / 10)


async def employee(company: Cast) -> SignedIn:
    viewer = await hire(company, Role.MEMBER)
    with acting_for(company.id):
        return await sign_in(await Member.get(id=viewer.member_id))


async def a_key(company: Cast) -> tuple[ApiKey, str]:
    with acting_for(company.id):
        count = await ApiKey.all().count()
        return await ApiKey.make(
            f"k{count}", scopes=["company:read"], expires_at=None, by=company.viewer
        )


async def refusal(remembered: Identities, token: str) -> str:
    with pytest.raises(Unauthenticated) as refused:
        await remembered.of(token)
    return refused.value.code
