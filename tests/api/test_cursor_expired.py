"""What a client is told whose cursor is older than what is kept, over a socket and a stream."""

import asyncio
from typing import Any

import httpx
import orjson
import pytest

from api.fanout.limits import LIMITS
from models.database import transaction
from models.events import Event, cursor, seq_of
from models.tenancy import acting_for
from tests.clients import Door, SignedIn, SocketClient, sign_in, socket_of
from tests.following import SOON, write
from tests.models.events.past import RETENTION, age, day_ago, keep, make
from tests.people import Cast

EVENTS = "subscription ($after: Cursor) { events(after: $after) { cursor event { name changes } } }"
EXPIRED = "CURSOR_EXPIRED"


async def old_log(company: Cast, *, big: int = 0, upto: int, head: int) -> SignedIn:
    """Its owner signed in; a log whose events up to a seq are of a day that is over."""
    owner = await sign_in(company.owner)
    with acting_for(company.id):
        while (missing := head - await Event.head()) > 0:
            async with transaction():
                for _ in range(min(missing, 50)):
                    changes = {"big": "x" * big}
                    await Event.record("member.updated", company.owner, changes=changes)
    over = await day_ago(RETENTION + 1)
    await make(over)
    await age(company, upto, to=over)
    return owner


async def history(client: SocketClient, company: Cast, *, upto: int) -> tuple[list[int], Any]:
    """The seqs that arrived for the one subscription, and the codes that ended it, if any."""
    seqs: list[int] = []
    while not seqs or seqs[-1] < upto:
        message = await client.receive()
        payload = message.get("payload")
        errors = payload if message["type"] == "error" else (payload or {}).get("errors")
        if errors:
            return seqs, [error["extensions"]["code"] for error in errors]
        assert message["type"] == "next", message
        seqs.append(seq_of(payload["data"]["events"]["cursor"], company_id=company.id))
    return seqs, None


@pytest.mark.parametrize("after", [0, 1, 29])
async def test_a_cursor_older_than_retention_is_refused(
    door: Door, acme: Cast, rival: Cast, after: int
) -> None:
    owner = await old_log(acme, upto=30, head=60)
    await keep()
    async with socket_of(door, owner) as client:
        await client.subscribe("1", EVENTS, after=cursor(acme.id, after))

        assert await history(client, acme, upto=60) == ([], [EXPIRED])


async def test_a_cursor_at_the_floor_gets_all_that_is_kept_and_what_comes(
    door: Door, acme: Cast, rival: Cast
) -> None:
    owner, other = await old_log(acme, upto=30, head=60), await sign_in(rival.owner)
    await keep()
    async with socket_of(door, owner) as ours, socket_of(door, other) as theirs:
        await ours.subscribe("1", EVENTS, after=cursor(acme.id, 30))
        await theirs.subscribe("1", EVENTS, after=cursor(rival.id, 0))
        assert await history(ours, acme, upto=60) == (list(range(31, 61)), None)
        assert await history(theirs, rival, upto=3) == ([1, 2, 3], None)

        await write(acme, 2)

        assert await history(ours, acme, upto=62) == ([61, 62], None)


async def test_a_replay_whose_day_is_dropped_ends_refused_and_without_a_hole(
    door: Door, acme: Cast, rival: Cast
) -> None:
    head, upto = LIMITS.backfill + 600, LIMITS.backfill + 500  # no group reads so far for all
    owner = await old_log(acme, big=10_000, upto=upto, head=head)
    async with socket_of(door, owner) as client:
        await client.subscribe("1", EVENTS, after=cursor(acme.id, 0))
        assert await history(client, acme, upto=1) == ([1], None)
        # It reads no further: what is on the way is less than the day that goes now.
        assert (await keep()).dropped

        seqs, codes = await history(client, acme, upto=head)

    assert codes == [EXPIRED]
    assert seqs == list(range(2, len(seqs) + 2))
    assert len(seqs) < upto


async def test_a_stream_that_comes_back_too_late_is_told_so(
    http: httpx.AsyncClient, acme: Cast, rival: Cast
) -> None:
    owner = await old_log(acme, upto=30, head=60)
    await keep()
    answers = []
    for last in (29, 30):
        headers = owner.headers | {
            "accept": "text/event-stream",
            "last-event-id": cursor(acme.id, last),
        }
        async with http.stream("POST", "/graphql", json={"query": EVENTS}, headers=headers) as got:
            async with asyncio.timeout(SOON):
                async for line in got.aiter_lines():
                    if line.startswith("data:") and len(line) > 6:
                        answers.append(orjson.loads(line.removeprefix("data:")))
                        break

    refused, next_one = answers
    assert [error["extensions"]["code"] for error in refused["errors"]] == [EXPIRED]
    assert seq_of(next_one["data"]["events"]["cursor"], company_id=acme.id) == 31
