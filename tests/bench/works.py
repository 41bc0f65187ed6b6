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
    listeners,
    post,
    requests,
)
from tests.bench.stage import Seat, Stage

MESSAGES = 20  # posted to the listening sockets in a round
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
        [_raw(work, seat) for seat in stage.seats],
        seconds=seconds,
    )
    asked = [asked_of_us(work, seat) for seat in stage.seats for _ in range(40)]
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


async def sockets_round(stage: Stage, *, sockets: int) -> tuple[Figures, Figures]:
    """The same messages to so many sockets of one company: raw, then ours."""
    seat = stage.seats[0]
    frame = orjson.dumps({"id": "1", "type": "next", "payload": {"data": {"message": "x" * 150}}})
    opened = await listeners(stage.raw.port, sockets, "/listen", [])
    await asyncio.sleep(1)
    raw = await _deliveries(
        stage.raw.port, stage.raw.pid, opened, [post("/broadcast", "", frame)] * MESSAGES
    )
    opening = [
        f'{{"type":"connection_init","payload":{{"authorization":"Bearer {seat.token}"}}}}',
        orjson.dumps({"id": "1", "type": "subscribe", "payload": {"query": ADDED}}).decode(),
    ]
    opened = await listeners(stage.ours.port, sockets, "/graphql", opening)
    await heard(opened, 1, within=60)  # the acknowledgement
    posts = [asked_of_us("send a message", seat)] * MESSAGES
    await _subscribed(stage.ours.port, opened, posts[0])
    ours = await _deliveries(stage.ours.port, stage.ours.pid, opened, posts)
    return raw, ours


async def _subscribed(port: int, opened: list[Listener], message: bytes) -> None:
    """Post messages until every socket has heard one, and all that were posted are heard."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    before = [socket.frames for socket in opened]
    async with asyncio.timeout(120):
        while any(socket.frames == b for socket, b in zip(opened, before, strict=True)):
            await _post(reader, writer, message)
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


async def _deliveries(port: int, pid: int, opened: list[Listener], posts: list[bytes]) -> Figures:
    wanted = max(socket.frames for socket in opened) + len(posts)
    cpu, began = cpu_seconds(pid), time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for each in posts:
        await _post(reader, writer, each)
    await heard(opened, wanted, within=120)
    took, deliveries = time.monotonic() - began, len(opened) * len(posts)
    writer.close()
    for socket in opened:
        socket.close()
    await asyncio.sleep(0.5)
    return Figures(deliveries / took, (cpu_seconds(pid) - cpu) / deliveries * 1e6)
