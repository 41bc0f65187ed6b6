"""Requests: each work as our server and the raw handler are asked for it."""

import asyncio
import time
from itertools import count, cycle
from random import Random
from statistics import median

import orjson

from tests.bench.callers import Caller, Clock, Figures, callers, post, requests
from tests.bench.stage import Seat, Server, Stage
from tests.bench.table import percentile

INBOX = """query { conversations(first: 50, status: OPEN) {
  edges { cursor node { id number status subject lastMessageAt contact { id name }
    assignee { id name } lastMessage { id body createdAt } } }
  pageInfo { hasNextPage endCursor } } }"""
THREAD = """query($id: ID!) { conversation(id: $id) { id messages(last: 50) {
  edges { node { id seq body direction status createdAt
    sender { ... on Member { id name } ... on Contact { id name } } } }
  pageInfo { hasPreviousPage startCursor } } } }"""
ONE = "query($id: ID!) { conversation(id: $id) { id number status subject } }"
SEND = """mutation($input: SendMessageInput!) { sendMessage(input: $input) {
  message { id seq status } cursor } }"""

SEARCH = """query($words: String!) { searchMessages(query: $words, first: 20) {
  edges { node { id body createdAt } } pageInfo { hasNextPage endCursor } } }"""
SOUGHT = "refund parcel"

RAW_PATHS = {
    "inbox of 50": "/inbox",
    "thread of 50": "/thread",
    "one conversation": "/conversation",
    "search of two words": "/search",
    "send a message": "/send",
}
WORKS = tuple(RAW_PATHS)
AIMS = {
    "inbox of 50": "ratio ≥ 1.0, 550 µs",
    "thread of 50": "ratio ≥ 1.0, 250 µs",
    "one conversation": "ratio ≥ 1.0, 150 µs",
    "search of two words": "",
    "send a message": "ratio ≥ 0.6, 400 µs",
}
MIX = ("inbox of 50",) * 4 + ("thread of 50",) * 3 + ("one conversation",) * 2 + ("send a message",)
_fresh = count()


def asked_of_us(work: str, seat: Seat) -> bytes:
    """The work as a request to our server, by a member."""
    id = seat.conversation_id
    asked: dict[str, object]
    match work:
        case "inbox of 50":
            asked = {"query": INBOX}
        case "thread of 50":
            asked = {"query": THREAD, "variables": {"id": id}}
        case "one conversation":
            asked = {"query": ONE, "variables": {"id": id}}
        case "search of two words":
            asked = {"query": SEARCH, "variables": {"words": SOUGHT}}
        case _:
            asked = {"query": SEND, "variables": {"input": {"conversationId": id, "body": "hello"}}}
    return post("/graphql", seat.token, orjson.dumps(asked))


def asked_of_raw(work: str, seat: Seat) -> bytes:
    body = orjson.dumps({"id": str(seat.conversation), "body": "hello", "words": SOUGHT})
    return post(RAW_PATHS[work], seat.raw_token, body)


async def requests_round(stage: Stage, work: str, *, seconds: float) -> tuple[Figures, Figures]:
    """Raw, then ours, over 32 connections, with the tokens of all companies that have a seat."""
    raw, ours = stage.raw, stage.ours
    return (
        await requests(
            raw.port, raw.pid, [asked_of_raw(work, seat) for seat in stage.seats], seconds=seconds
        ),
        await requests(
            ours.port, ours.pid, [asked_of_us(work, seat) for seat in stage.seats], seconds=seconds
        ),
    )


async def cold_documents(stage: Stage, *, times: int) -> tuple[float, float, float]:
    """Milliseconds: of a document just sent, and the median and slowest of as many never seen."""
    seats = cycle(stage.seats)
    async with callers(stage.ours.port, 1) as [caller]:
        for seat in stage.seats:
            await caller.ask(asked_of_us("inbox of 50", seat))
        warm = [await _timed(caller, asked_of_us("inbox of 50", next(seats))) for _ in range(times)]
        cold = []
        for _ in range(times):
            unseen = INBOX.replace("subject", f"subject s{next(_fresh)}: subject")
            body = orjson.dumps({"query": unseen})
            cold.append(await _timed(caller, post("/graphql", next(seats).token, body)))
    return median(warm), median(cold), max(cold)


async def mixed_load(
    stage: Stage, servers: list[Server], *, rate: int, seconds: float
) -> tuple[float, float, float, float]:
    """Requests at fixed times over several processes: done a second, p50 and p95 in ms, our CPU.

    The time of an answer counts from when its request was due, not from when it could be sent.
    """
    random, latencies = Random(1), list[float]()
    wanted = [asked_of_us(random.choice(MIX), random.choice(stage.seats)) for _ in range(4 * rate)]
    places = count()

    async def go_on(caller: Caller) -> None:
        while (place := next(places)) < rate * seconds:
            due = began + place / rate
            if (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            await caller.ask(wanted[place % len(wanted)])
            latencies.append((time.perf_counter() - due) * 1000)

    async with callers(servers[0].port, 32) as some, callers(servers[-1].port, 32) as others:
        clock = Clock(*(server.pid for server in servers))
        began = time.perf_counter()
        # By turns, so that each process gets its half.
        await asyncio.gather(
            *(go_on(caller) for pair in zip(some, others, strict=True) for caller in pair)
        )
        return (
            len(latencies) / clock.seconds,
            percentile(latencies, 0.5),
            percentile(latencies, 0.95),
            clock.busy,
        )


async def _timed(caller: Caller, request: bytes) -> float:
    began = time.perf_counter()
    await caller.ask(request)
    return (time.perf_counter() - began) * 1000
