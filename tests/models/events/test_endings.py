"""The mark of a company moves with whatever ends authority in it, and with nothing else."""

from collections.abc import Awaitable, Callable

import pytest

from models.database import transaction
from models.events import EventHead, endings
from models.identity import Availability
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.clients import SignedIn, sign_in
from tests.people import Cast
from tests.remembering import a_key, disable, employee, remove, sign_out, sign_out_all, suspend


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
