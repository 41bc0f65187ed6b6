"""Realtime, each figure beside the raw broadcast of one frame to the same sockets."""

import asyncio
import time

from models.database import fetch
from models.tenancy import every_company
from tests.bench.audience import (
    close,
    cursor,
    deliveries,
    our_audience,
    our_lags,
    our_post,
    our_wanted,
    raw_audience,
    raw_lags,
    raw_post,
    raw_storing_post,
    raw_wanted,
)
from tests.bench.callers import Figures, callers
from tests.bench.crowd import Crowd, crowd
from tests.bench.listeners import Wanted
from tests.bench.stage import Seat, Server, Stage
from tests.bench.table import Table, percentile

LATENCY_SOCKETS, LATENCY_RATE = 1000, 2000  # deliveries a second
BEHIND = 20  # messages that one who comes back has missed
STATISTICS = 12  # seconds until PostgreSQL's idle sessions have told what they did
QUIET = 10  # sockets of the quiet company


async def throughput(
    stage: Stage, table: Table, *, sockets: int, companies: int, messages: int, rounds: int
) -> None:
    """As many deliveries as there can be.

    Ours are of messages that are sent and stored; raw stores nothing, or does so by one statement.
    """
    seats = stage.seats[:companies]
    spread, senders = _spread(seats, sockets), _spread(seats, messages)
    each = messages // len(seats)
    bare, storing = list[tuple[Figures, Figures]](), list[tuple[Figures, Figures]]()
    for _ in range(rounds):
        raws = []
        for made in (raw_post, raw_storing_post):
            opened = await raw_audience(stage.raw, spread)
            raws.append(await deliveries(stage.raw, opened, list(map(made, senders)), each=each))
            close(opened)
        opened = await our_audience(stage.ours, spread)
        ours = await deliveries(stage.ours, opened, list(map(our_post, senders)), each=each)
        close(opened)
        bare.append((raws[0], ours))
        storing.append((raws[1], ours))
        await asyncio.sleep(0.5)
    aim = "ratio ≥ 2.0" if companies == 1 else "ratio ≥ 1.0"
    name = f"deliveries to {sockets:,} sockets of {_companies(len(seats))}"
    table.throughput(f"{name} (raw stores no message)", bare, aim=aim)
    table.throughput(f"{name} (raw stores each message, as ours)", storing, aim=aim)


async def latency(stage: Stage, table: Table, *, rounds: int, seconds: float) -> None:
    """From the commit (raw: from the start of the broadcast) to each socket, at a steady pace."""
    seat = stage.seats[0]
    pace = LATENCY_SOCKETS / LATENCY_RATE
    times = max(int(seconds / pace), 4)
    raw, ours, busy = list[float](), list[float](), 0.0
    for _ in range(rounds):
        opened = await raw_audience(stage.raw, [seat] * LATENCY_SOCKETS, timed=True)
        some, load = await raw_lags(stage.raw, opened, seat, pace=pace, times=times)
        raw, busy = raw + some, max(busy, load)
        close(opened)
        opened = await our_audience(stage.ours, [seat] * LATENCY_SOCKETS, timed=True)
        some, load = await our_lags(stage.ours, opened, seat, pace=pace, times=times)
        ours, busy = ours + some, max(busy, load)
        close(opened)
    at = f"at {LATENCY_RATE:,} deliveries/s to {LATENCY_SOCKETS:,} sockets, ms"
    for part, aim in ((0.5, "< 10"), (0.99, "< 50")):
        table.beside(
            f"commit to socket p{part * 100:.0f} {at}",
            *(percentile(raw, part), percentile(ours, part)),
            aim=aim,
            busy=busy,
        )


async def memory(stage: Stage, table: Table, *, idle: int, held: int) -> None:
    """Of idle subscribed sockets; then many of them in one process, and a message to all."""
    spread, one = _spread(stage.seats, held), stage.seats[0]
    name = f"KiB per idle socket, {idle:,} of"
    async with stage.another_raw() as raw, crowd() as listening:
        raw_kib = await _grown(raw, listening, [raw_wanted(one)] * idle)
    async with stage.another() as ours, crowd() as listening, callers(ours.port, 1) as [caller]:
        after = await cursor(caller, one)
        our_kib = await _grown(ours, listening, [our_wanted(one, after)] * idle, frames=1)
        table.beside(f"{name} one company", raw_kib, our_kib, aim="≤ 25")
    async with stage.another() as ours, crowd() as listening, callers(ours.port, 1) as [caller]:
        positions = {seat: await cursor(caller, seat) for seat in stage.seats}
        wanted = [our_wanted(seat, positions[seat]) for seat in spread]
        our_kib = await _grown(ours, listening, wanted[:idle], frames=1)
        table.beside(f"{name} {len(stage.seats)} companies", raw_kib, our_kib)
        await listening.open(ours.port, wanted[idle:])
        await listening.heard(1, within=300)
        await asyncio.sleep(1)
        began = time.time()
        for seat in set(spread):
            await caller.ask(our_post(seat))
        took = await listening.heard(2, within=300) - began
        table.alone(
            f"{held:,} sockets in one process; a message to all",
            f"{ours.memory / 2**20:,.0f} MiB; {took:.2f} s",
        )


async def storm(stage: Stage, table: Table, *, sockets: int) -> None:
    """All are cut off, miss messages, and come back at once, each with the cursor it had."""
    seats = stage.seats[: min(50, len(stage.seats))]
    spread = _spread(seats, sockets)
    async with crowd() as listening, callers(stage.ours.port, 1) as [caller]:
        positions = {seat: [await cursor(caller, seat)] for seat in seats}
        await listening.open(stage.ours.port, [our_wanted(s, positions[s][0]) for s in spread])
        await listening.heard(1, within=300)
        await listening.close()
        for _ in range(BEHIND):
            for seat in seats:
                await caller.ask(our_post(seat))
                positions[seat].append(await cursor(caller, seat))
        missed = [1 + place // len(seats) % BEHIND for place in range(sockets)]
        wanted = [
            our_wanted(seat, positions[seat][BEHIND - behind])
            for seat, behind in zip(spread, missed, strict=True)
        ]
        at_first, before = await _reads(), await _reads()
        began = time.time()
        await listening.open(stage.ours.port, wanted)
        took = await listening.heard([1 + behind for behind in missed], within=300) - began
        idle = (STATISTICS + took) / STATISTICS  # hubs look at the table now and then, unasked
        reads, statements = (
            max(after - then - (then - first) * idle, 0)
            for after, then, first in zip(await _reads(), before, at_first, strict=True)
        )
    name = f"{sockets:,} sockets of {len(seats)} companies come back, 1 to {BEHIND} messages behind"
    table.alone(f"{name}: seconds until all have all", f"{took:.1f}")
    table.alone(
        "… beyond an idle server: reads of the events for each socket; transactions for each",
        f"{reads / sockets:.3f}; {statements / sockets:.2f}",
        aim="no read per socket",
    )


async def fairness(
    stage: Stage, table: Table, *, sockets: int, rounds: int, seconds: float
) -> None:
    """What a company of many sockets does to the p99 of one of few, by turns idle and busy."""
    hot, quiet = stage.seats[1], stage.seats[2]
    alone, beside, busy = list[float](), list[float](), 0.0
    sent = 0
    async with crowd() as listening, callers(stage.ours.port, 1) as [caller]:
        after = await cursor(caller, hot)
        await listening.open(stage.ours.port, [our_wanted(hot, after)] * sockets)
        await listening.heard(1, within=300)
        opened = await our_audience(stage.ours, [quiet] * QUIET, timed=True)
        times = int(seconds / 0.05)
        for _ in range(rounds):
            for listener in opened:
                listener.forget()
            some, load = await our_lags(stage.ours, opened, quiet, pace=0.05, times=times)
            alone, busy = alone + some, max(busy, load)
            for listener in opened:
                listener.forget()
            shouting = asyncio.create_task(_shout(stage.ours, hot, seconds=seconds))
            some, load = await our_lags(stage.ours, opened, quiet, pace=0.05, times=times)
            beside, busy = beside + some, max(busy, load)
            sent += await shouting
            await listening.heard(1 + sent, within=300)
        close(opened)
    name = f"quiet company's ms beside {sockets:,} sockets of one, which are silent (raw) or get"
    rate = f"{sent / rounds / seconds * sockets:,.0f} deliveries/s"
    for part, aim in ((0.5, ""), (0.99, "ratio ≤ 1.5")):
        table.beside(
            f"p{part * 100:.0f} of a {name} {rate}",
            *(percentile(alone, part), percentile(beside, part)),
            aim=aim,
            busy=busy,
        )


def _spread(seats: list[Seat], number: int) -> list[Seat]:
    return [seats[place % len(seats)] for place in range(number)]


def _companies(number: int) -> str:
    return "one company" if number == 1 else f"{number} companies"


async def _grown(
    server: Server, listening: Crowd, wanted: list[Wanted], *, frames: int = 0
) -> float:
    """KiB by which each of these enlarges the server, after a first few."""
    few, many = wanted[: len(wanted) // 10], wanted[len(wanted) // 10 :]
    await listening.open(server.port, few)
    await listening.heard(frames, within=60)
    await asyncio.sleep(2)
    before = server.memory
    await listening.open(server.port, many)
    await listening.heard(frames, within=60)
    await asyncio.sleep(2)
    return (server.memory - before) / len(many) / 1024


async def _shout(server: Server, seat: Seat, *, seconds: float) -> int:
    """Two messages a second; how many."""
    times = int(seconds * 2)
    async with callers(server.port, 1) as [caller]:
        began = time.monotonic()
        for place in range(times):
            await asyncio.sleep(max(0.0, began + place / 2 - time.monotonic()))
            await caller.ask(our_post(seat))
    return times


async def _reads() -> tuple[int, int]:
    """Reads of the events, and transactions, so far."""
    await asyncio.sleep(STATISTICS)
    with every_company():
        # A read looks into several days, and today's is one of them.
        scans = await fetch(
            "SELECT max(coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::bigint "
            "FROM pg_stat_user_tables WHERE relname LIKE 'events%'"
        )
        done = await fetch(
            "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
        )
    return int(scans[0][0]), int(done[0][0])
