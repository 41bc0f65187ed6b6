"""What a token proved is remembered while it is certain: no longer, and in no race."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api import identities as module
from api.identities import Identities
from api.standings import EVERY
from models.errors import Unauthenticated
from models.identity import (
    Role,
    Session,
)
from models.tenancy import acting_for, every_company
from models.viewer import Viewer
from tests.clients import Door, SignedIn, sign_in, socket_of
from tests.people import Cast
from tests.remembering import (
    a_key,
    disable,
    employee,
    refusal,
    remembering,
    remove,
    sign_out,
    sign_out_all,
    suspend,
)

Prove = Callable[..., Awaitable[Any]]


@pytest.fixture
async def remembered(house: None) -> AsyncIterator[Identities]:
    async with remembering() as fresh:
        yield fresh


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
