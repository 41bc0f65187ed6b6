"""Sockets that all listen to the messages of their company, of ours and of the raw broadcast."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from models.database import fetch
from models.tenancy import every_company
from tests.bench.callers import Caller, Clock, Figures, callers, post
from tests.bench.listeners import Listener, Wanted, heard, listeners
from tests.bench.stage import Seat, Server
from tests.bench.works import asked_of_us

SENDERS = 8  # at a time
ADDED = """subscription($after: Cursor) { messageAdded(after: $after) {
  cursor message { id seq body conversation { subject } } } }"""
# As long as what ours says.
FRAME = orjson.dumps({"id": "1", "type": "next", "payload": {"data": {"message": "x" * 250}}})


async def raw_audience(
    server: Server, seats: Sequence[Seat], *, timed: bool = False
) -> list[Listener]:
    opened = await listeners(server.port, [raw_wanted(seat) for seat in seats], timed=timed)
    await asyncio.sleep(0.5)
    return opened


async def our_audience(
    server: Server, seats: Sequence[Seat], *, timed: bool = False
) -> list[Listener]:
    """All of them subscribed and live."""
    companies = set(seats)
    async with callers(server.port, 1) as [caller]:
        positions = {seat: await cursor(caller, seat) for seat in companies}
        wanted = [our_wanted(seat, positions[seat]) for seat in seats]
        opened = await listeners(server.port, wanted, timed=timed)
        await heard(opened, 1, within=60)  # the acknowledgement
        for seat in companies:
            await caller.ask(asked_of_us("send a message", seat))
        await heard(opened, 2, within=60)
    for listener in opened:
        listener.forget()
    return opened


def raw_wanted(seat: Seat) -> Wanted:
    return f"/listen/{seat.company}", ()


def our_wanted(seat: Seat, after: str) -> Wanted:
    init = {"type": "connection_init", "payload": {"authorization": f"Bearer {seat.token}"}}
    asked = {"query": ADDED, "variables": {"after": after}}
    subscribe = {"id": "1", "type": "subscribe", "payload": asked}
    return "/graphql", [orjson.dumps(each).decode() for each in (init, subscribe)]


def raw_post(seat: Seat) -> bytes:
    return post(f"/broadcast/{seat.company}", "", FRAME)


def raw_storing_post(seat: Seat) -> bytes:
    sent = orjson.dumps({"id": str(seat.conversation), "body": "Thank you, we will look into it."})
    return post(f"/tell/{seat.company}", seat.raw_token, sent)


def our_post(seat: Seat) -> bytes:
    return asked_of_us("send a message", seat)


async def cursor(caller: Caller, seat: Seat) -> str:
    """Where the company's log stands."""
    answer = await caller.ask(post("/graphql", seat.token, b'{"query":"{ cursor }"}'))
    data: Any = orjson.loads(answer)
    return str(data["data"]["cursor"])


async def deliveries(
    server: Server, opened: Sequence[Listener], posts: Sequence[bytes], *, each: int
) -> Figures:
    """Send these until every socket has heard `each`."""
    turn = iter(posts)

    async def go_on(caller: Caller) -> None:
        for request in turn:
            await caller.ask(request)

    async with callers(server.port, SENDERS) as senders:
        clock = Clock(server.pid)
        await asyncio.gather(*map(go_on, senders))
        await heard(opened, each, within=120)
        return clock.figures(len(opened) * each)


async def lags(
    server: Server, opened: Sequence[Listener], request: bytes, *, pace: float, times: int
) -> tuple[list[float], list[bytes], float]:
    """Post at a steady pace: when each was heard by each socket, the answers, our CPU share."""
    answers = []
    async with callers(server.port, 1) as [caller]:
        clock = Clock(server.pid)
        for place in range(times):
            await asyncio.sleep(max(0.0, place * pace - clock.seconds))
            answers.append(await caller.ask(request))
        await heard(opened, times, within=60)
        return [at for listener in opened for at in listener.arrivals], answers, clock.busy


async def our_lags(
    server: Server, opened: Sequence[Listener], seat: Seat, *, pace: float, times: int
) -> tuple[list[float], float]:
    """Milliseconds from the event's commit to each of the company's sockets, and our CPU share."""
    arrivals, _, busy = await lags(server, opened, our_post(seat), pace=pace, times=times)
    with every_company():
        rows = await fetch(
            "SELECT occurred_at FROM events WHERE company_id = $1 AND name = 'message.created' "
            "ORDER BY seq DESC LIMIT $2",
            seat.company,
            times,
        )
    committed: list[datetime] = [row[0] for row in reversed(rows)]
    return _since([at.timestamp() for at in committed], arrivals), busy


async def raw_lags(
    server: Server, opened: Sequence[Listener], seat: Seat, *, pace: float, times: int
) -> tuple[list[float], float]:
    """The same from the start of each broadcast."""
    arrivals, answers, busy = await lags(server, opened, raw_post(seat), pace=pace, times=times)
    return _since([float(answer) for answer in answers], arrivals), busy


def close(opened: Sequence[Listener]) -> None:
    for listener in opened:
        listener.close()


def _since(begun: list[float], arrivals: list[float]) -> list[float]:
    """Every socket hears all in order, so its first arrival belongs to the first, and so on."""
    return [(at - begun[place % len(begun)]) * 1000 for place, at in enumerate(arrivals)]
