"""What ends while it is read, looked at or remembered is not lost."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from typing import Any
from uuid import UUID

import pytest

from api import identities as module
from api.identities import Identities
from api.standings import EVERY, FRESH
from models.errors import Unauthenticated
from models.events import endings
from models.identity import (
    prove_each,
)
from models.tenancy import acting_for
from tests.clients import sign_in
from tests.people import Cast
from tests.remembering import (
    elsewhere,
    employee,
    refusal,
    remembering,
    sign_out,
    until_unknown,
)

Prove = Callable[..., Awaitable[Any]]


@pytest.fixture
async def remembered(house: None) -> AsyncIterator[Identities]:
    async with remembering() as fresh:
        yield fresh


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
