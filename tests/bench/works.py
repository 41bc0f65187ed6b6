"""What is measured: each work on both servers, right after one another."""

import asyncio
import time
from itertools import count

import orjson

from tests.bench.load import (
    Figures,
    Listener,
    cpu_seconds,
    heard,
    listener,
    post,
    requests,
)
from tests.bench.stage import Seat, Stage

SEATED = 32  # companies whose members send requests
SENDERS = 8  # at a time, to the listening sockets
fresh = count()

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
ADDED = "subscription { messageAdded { cursor message { id seq body conversation { subject } } } }"

WORKS = ("inbox of 50", "thread of 50", "one conversation", "send a message")
RAW_PATHS = dict(zip(WORKS, ("/inbox", "/thread", "/conversation", "/send"), strict=True))


async def requests_round(stage: Stage, work: str, *, seconds: float) -> tuple[Figures, Figures]:
    """Raw, then ours."""
    raw = await requests(
        stage.raw.port,
        stage.raw.pid,
        [_raw(work, seat) for seat in stage.seats[:SEATED]],
        seconds=seconds,
    )
    asked = [asked_of_us(work, seat) for seat in stage.seats[:SEATED] for _ in range(40)]
    ours = await requests(stage.ours.port, stage.ours.pid, asked, seconds=seconds)
    return raw, ours


def _raw(work: str, seat: Seat) -> bytes:
    body = orjson.dumps({"id": str(seat.conversation), "body": "hello"})
    return post(RAW_PATHS[work], seat.raw_token, body)


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
        case _:
            asked = {"query": SEND, "variables": {"input": {"conversationId": id, "body": "hello"}}}
    return post("/graphql", seat.token, orjson.dumps(asked))


async def sockets_round(
    stage: Stage, *, sockets: int, companies: int, messages: int
) -> tuple[Figures, Figures]:
    """Messages to so many sockets, spread over so many companies: raw, then ours."""
    seats = stage.seats[:companies]
    spread = [seats[place % len(seats)] for place in range(sockets)]
    senders = [seats[place % len(seats)] for place in range(messages)]
    frame = orjson.dumps({"id": "1", "type": "next", "payload": {"data": {"message": "x" * 150}}})
    opened = [await listener(stage.raw.port, f"/listen/{seat.company}", []) for seat in spread]
    await asyncio.sleep(1)
    posts = [post(f"/broadcast/{seat.company}", "", frame) for seat in senders]
    raw = await _deliveries(
        stage.raw.port, stage.raw.pid, opened, posts, each=messages // companies
    )
    opened = [await listener(stage.ours.port, "/graphql", _opening(seat)) for seat in spread]
    await heard(opened, 1, within=60)  # the acknowledgement
    await _subscribed(stage, opened, seats)
    posts = [asked_of_us("send a message", seat) for seat in senders]
    ours = await _deliveries(
        stage.ours.port, stage.ours.pid, opened, posts, each=messages // companies
    )
    return raw, ours


def _opening(seat: Seat) -> list[str]:
    return [
        f'{{"type":"connection_init","payload":{{"authorization":"Bearer {seat.token}"}}}}',
        orjson.dumps({"id": "1", "type": "subscribe", "payload": {"query": ADDED}}).decode(),
    ]


async def _subscribed(stage: Stage, opened: list[Listener], seats: list[Seat]) -> None:
    """Post messages until every socket has heard one, and all that were posted are heard."""
    reader, writer = await asyncio.open_connection("127.0.0.1", stage.ours.port)
    async with asyncio.timeout(120):
        while any(socket.frames < 2 for socket in opened):
            for seat in seats:
                await _post(reader, writer, asked_of_us("send a message", seat))
            await asyncio.sleep(1)
        quiet = -1
        while quiet != (quiet := sum(socket.frames for socket in opened)):
            await asyncio.sleep(2)
    writer.close()
    for socket in opened:
        socket.frames = 0


async def _post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> None:
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length")
    )
    await reader.readexactly(length)


async def _deliveries(
    port: int, pid: int, opened: list[Listener], posts: list[bytes], *, each: int
) -> Figures:
    """Send these posts over several connections until every socket has heard `each`."""
    turn = iter(posts)

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in turn:
            await _post(reader, writer, request)
        writer.close()

    cpu, began = cpu_seconds(pid), time.monotonic()
    await asyncio.gather(*(one_connection() for _ in range(SENDERS)))
    await heard(opened, each, within=120)
    took, deliveries = time.monotonic() - began, len(opened) * each
    for socket in opened:
        socket.close()
    await asyncio.sleep(0.5)
    return Figures(deliveries / took, (cpu_seconds(pid) - cpu) / deliveries * 1e6)
