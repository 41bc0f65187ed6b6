"""Every mutation of the schema, sent twice at once and once more: it is done once.

A new one is tried without anyone writing a test, by the scenario that it must have in tests/state.
"""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from models.viewer import Viewer
from schema.roots import Changes
from tests.isolation.documents import document, roots, variables
from tests.people import Cast
from tests.schema.repetition.conftest import Failing
from tests.schema.repetition.places import Answer, Books, send
from tests.state.test_state import EVERY
from tests.state.world import SCENARIOS, Deed, World


def takes_keys(mutation: str) -> bool:
    declared = roots("mutation")[mutation].extensions["strawberry-definition"]
    [changes] = [each for each in declared.extensions if isinstance(each, Changes)]
    return changes.unrepeatable is None


REPEATABLE = [(name, variant) for _, name, variant in EVERY if takes_keys(name)]
UNREPEATABLE = [name for name in roots("mutation") if not takes_keys(name)]


@pytest.mark.parametrize(("mutation", "variant"), REPEATABLE)
async def test_it_is_done_once(
    twins: tuple[World, World],
    books: Books,
    failing: Failing,
    rival: Cast,
    mutation: str,
    variant: str,
) -> None:
    acme, twin = twins
    deed, likewise = [await SCENARIOS[mutation, variant](each) for each in twins]
    asked, key = document("mutation", mutation, depth=1), uuid4().hex
    company, before = acme.company.id, await books.read(acme.company.id)

    with capture_logs():  # painting the traceback takes longer than all the rest
        async with failing():
            failed = await send(viewer_of(deed), asked, given(deed), key=key)
    assert failed.codes == ["INTERNAL"]
    assert await books.read(company) == before  # neither the effect nor the key is there

    twin_before = await books.read(twin.company.id)
    answers = await twice(deed, asked, key)
    done = await books.read(company)
    alone = await send(viewer_of(likewise), asked, given(likewise), key=None)
    assert done.since(before) == (await books.read(twin.company.id)).since(twin_before)
    assert [answer.codes for answer in (*answers, alone)] == [[], [], []]
    assert answers[0].data == answers[1].data
    assert sorted(answer.replayed for answer in answers) == [False, True]

    again = await send(viewer_of(deed), asked, given(deed), key=key)
    assert (again.data, again.replayed) == (answers[0].data, True)

    narrower = asked.replace("{ __typename ", "{ kind: __typename ", 1)
    reused = await send(viewer_of(deed), narrower, given(deed), key=key)
    assert reused.codes == ["IDEMPOTENCY_KEY_REUSED"]

    stranger = await send(rival.viewer, asked, given(deed), key=key)
    assert not stranger.replayed
    assert await books.read(company) == done


@pytest.mark.parametrize("mutation", UNREPEATABLE)
async def test_what_takes_no_key_says_so_and_does_nothing(
    books: Books, acme: Cast, mutation: str
) -> None:
    before = await books.read(acme.id)
    given = variables("mutation", mutation, values={})
    asked = document("mutation", mutation, depth=1)
    for viewer in (acme.viewer, None):
        answer = await send(viewer, asked, given, key="k")
        assert answer.codes == ["IDEMPOTENCY_KEY_UNSUPPORTED"]
    assert await books.read(acme.id) == before


def viewer_of(deed: Deed) -> Viewer:
    assert deed.by is not None
    return Viewer.member(deed.by.member, session_id=deed.by.session.id)


def given(deed: Deed) -> dict[str, Any]:
    return {} if deed.given is None else {"input": deed.given}


async def twice(deed: Deed, asked: str, key: str) -> list[Answer]:
    viewer = viewer_of(deed)
    return await asyncio.gather(*(send(viewer, asked, given(deed), key=key) for _ in range(2)))
