"""A process that remembers who asks, and what may end that."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from api.identities import Identities
from api.standings import EVERY, FRESH
from models.errors import Unauthenticated
from models.events import endings
from models.identity import ApiKey, CompanyStatus, Member, Role, sign_out_everywhere
from models.identity.company import set_status
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.clients import SignedIn, sign_in
from tests.people import Cast, hire


@asynccontextmanager
async def remembering() -> AsyncIterator[Identities]:
    """As in a process that has just begun."""
    fresh = Identities()
    endings.listeners.append(fresh.standings.doubt)
    yield fresh
    endings.listeners.remove(fresh.standings.doubt)
    await fresh.standings.stop()


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
