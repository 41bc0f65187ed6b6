"""The npm clients graphql-sse, in both its modes, and eventsource at our door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from api.stopping import departures
from tests.api.protocol.conftest import Open
from tests.api.protocol.doings import COMPANY, EVENTS, RENAME, happen, position
from tests.api.protocol.reference import Reference
from tests.clients import SignedIn, sign_in
from tests.people import Cast

MODES = pytest.mark.parametrize("single", [False, True], ids=["distinct", "single"])


@asynccontextmanager
async def following(
    sse: Open, who: SignedIn, company: Cast, **options: object
) -> AsyncIterator[Reference]:
    async with sse(who, **options) as client:
        await client.subscribe("live", EVENTS, after=await position(company))
        yield client


async def numbers(client: Reference, number: int, *, id: str = "live") -> list[int]:
    return [event["changes"]["n"] for event in await client.events(id, number)]


@MODES
async def test_queries_and_mutations_are_answered(
    sse: Open, acme: Cast, rival: Cast, single: bool
) -> None:
    async with (
        sse(await sign_in(acme.owner), singleConnection=single) as ours,
        sse(await sign_in(rival.owner), singleConnection=single) as theirs,
    ):
        assert (await ours.run(RENAME, name="Acme & Co"))["data"] == {
            "updateCompany": {"company": {"name": "Acme & Co"}}
        }
        assert (await ours.run(COMPANY))["data"] == {"company": {"name": "Acme & Co"}}
        assert (await theirs.run(COMPANY))["data"] == {"company": {"name": "Rival"}}


@MODES
async def test_events_stay_in_their_company(
    sse: Open, acme: Cast, rival: Cast, single: bool
) -> None:
    who, stranger = await sign_in(acme.owner), await sign_in(rival.owner)
    async with (
        following(sse, who, acme, singleConnection=single) as ours,
        following(sse, stranger, rival, singleConnection=single) as theirs,
    ):
        await happen(rival, 1)
        await happen(acme, 2, 3)

        assert await numbers(ours, 2) == [2, 3]
        assert await numbers(theirs, 1) == [1]


@MODES
async def test_one_operation_ends_and_the_other_goes_on(
    sse: Open, acme: Cast, rival: Cast, single: bool
) -> None:
    async with following(sse, await sign_in(acme.owner), acme, singleConnection=single) as ours:
        await ours.subscribe("other", EVENTS, after=await position(acme))
        await happen(acme, 1)
        assert await numbers(ours, 1, id="other") == [1]
        await ours.do("stop", id="live")
        await ours.until("complete", id="live")
        await happen(rival, 2)
        await happen(acme, 3)

        assert await numbers(ours, 1, id="other") == [3]


FAULTY = pytest.mark.parametrize(
    ("document", "code"),
    [("{", "GRAPHQL_PARSE_FAILED"), ("{ nothing }", "GRAPHQL_VALIDATION_FAILED")],
)


@FAULTY
async def test_a_faulty_document_is_answered_on_a_stream_of_its_own(
    sse: Open, acme: Cast, rival: Cast, document: str, code: str
) -> None:
    async with following(sse, await sign_in(acme.owner), acme) as ours:
        answer = await ours.run(document)
        await happen(rival, 1)
        await happen(acme, 2)

        assert [error["extensions"]["code"] for error in answer["errors"]] == [code]
        assert await numbers(ours, 1) == [2]


@FAULTY
async def test_a_faulty_document_is_refused_beside_a_single_stream(
    sse: Open, acme: Cast, rival: Cast, document: str, code: str
) -> None:
    """By the protocol it is 400, as over plain HTTP; the client takes that for a broken network."""
    options = {"singleConnection": True, "retryAttempts": 0}
    async with following(sse, await sign_in(acme.owner), acme, **options) as ours:
        await ours.subscribe("faulty", document)
        assert (await ours.until("error", id="faulty"))["status"] == 400
        await happen(rival, 1)
        await happen(acme, 2)

        assert await numbers(ours, 1) == [2]


@MODES
async def test_nobody_is_refused(sse: Open, acme: Cast, rival: Cast, single: bool) -> None:
    async with sse("nonsense", singleConnection=single, retryAttempts=0) as nobody:
        await nobody.subscribe("live", EVENTS)
        assert (await nobody.until("error"))["status"] == 401


@MODES
async def test_it_comes_back_by_itself_and_misses_nothing(
    sse: Open, acme: Cast, rival: Cast, single: bool
) -> None:
    async with following(sse, await sign_in(acme.owner), acme, singleConnection=single) as ours:
        await happen(acme, 1)
        assert await numbers(ours, 1) == [1]
        await drain()
        await happen(acme, 2)
        await happen(rival, 0)
        assert await numbers(ours, 1) == [2]
        await happen(acme, 3)
        assert await numbers(ours, 1) == [3]


async def test_a_single_stream_is_opened_at_once_if_it_shall(
    sse: Open, acme: Cast, rival: Cast
) -> None:
    async with sse(await sign_in(acme.owner), singleConnection=True, lazy=False) as ours:
        await ours.until("connected")
        for _ in range(2):
            assert (await ours.run(COMPANY))["data"] == {"company": {"name": "Acme"}}

    assert len(ours.told("connected")) == 1


async def test_a_browser_goes_on_behind_the_last_id_it_had(
    eventsource: Open, acme: Cast, rival: Cast
) -> None:
    async with following(eventsource, await sign_in(acme.owner), acme) as ours:
        await happen(acme, 1, 2)
        assert await numbers(ours, 2) == [1, 2]
        await drain()
        await ours.until("closed")
        await happen(acme, 3)
        await happen(rival, 0)
        assert await numbers(ours, 1) == [3]  # its address still says `after` the beginning
        await happen(acme, 4)
        assert await numbers(ours, 1) == [4]


async def drain() -> None:
    """Every stream breaks off, as when the process stops; the next may come."""
    try:
        await departures.sweep(within=0)
    finally:
        departures.begun = False
