"""The raw baseline: a bare Starlette handler with one hand-written SQL, and a bare broadcast.

It verifies its token on every request and filters by company, and knows nothing else of ours.
"""

import asyncio
import os
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import jwt
import orjson
import uuid_utils.compat
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

SECRET = os.environ["BENCH_SECRET"]
INBOX = """
    SELECT c.id, c.number, c.status, c.subject, c.last_message_at, k.id, k.name, m.id, m.name,
           l.id, l.body, l.created_at
    FROM conversations c
    JOIN contacts k ON k.company_id = c.company_id AND k.id = c.contact_id
    LEFT JOIN members m ON m.company_id = c.company_id AND m.id = c.assignee_id
    LEFT JOIN messages l ON l.company_id = c.company_id AND l.id = c.last_message_id
    WHERE c.company_id = $1 AND c.status = 'OPEN'
    ORDER BY c.last_message_at DESC, c.id DESC LIMIT 51
"""
THREAD = """
    SELECT m.id, m.seq, m.body, m.direction, m.status, m.created_at, a.id, a.name, k.id, k.name
    FROM messages m
    LEFT JOIN members a ON a.company_id = m.company_id AND a.id = m.member_id
    LEFT JOIN contacts k ON k.company_id = m.company_id AND k.id = m.contact_id
    WHERE m.company_id = $1 AND m.conversation_id = $2 ORDER BY m.seq DESC LIMIT 51
"""
ONE = "SELECT id, number, status, subject FROM conversations WHERE company_id = $1 AND id = $2"
SEND = """
    WITH thread AS (
        UPDATE conversations SET message_count = message_count + 1, last_message_at = now(),
               last_message_preview = left($3, 160), updated_at = now()
        WHERE company_id = $1 AND id = $2 RETURNING inbox_id, message_count, inbound_count)
    INSERT INTO messages (id, company_id, conversation_id, inbox_id, seq, inbound_count, kind,
                          direction, sender_kind, body, status, occurred_at, created_at, updated_at)
    SELECT $4, $1, $2, inbox_id, message_count, inbound_count, 'TEXT', 'OUTBOUND', 'SYSTEM', $3,
           'QUEUED', now(), now(), now()
    FROM thread RETURNING id, seq, status
"""
# What is found is looked through before its company is asked for, or PostgreSQL goes by that alone.
SEARCH = """
    SELECT hit.id, hit.body, hit.created_at FROM (
        SELECT m.company_id, m.id, m.body, m.created_at FROM messages m
        WHERE search_words(m.company_id, m.body) @@ $2::tsquery AND m.deleted_at IS NULL OFFSET 0
    ) hit
    WHERE hit.company_id = $1 ORDER BY hit.id DESC LIMIT 21
"""
FILL = "x" * 150  # what a frame of ours has more
sockets: dict[str, set[WebSocket]] = defaultdict(set)  # by company


async def run(request: Request, sql: str, *names: str) -> Response:
    token = request.headers["authorization"].removeprefix("Bearer ")
    company = UUID(jwt.decode(token, SECRET, algorithms=["HS256"])["company"])
    body = orjson.loads(await request.body())
    arguments: list[Any] = [UUID(body[n]) if n == "id" else body[n] for n in names]
    if sql is SEND:
        arguments.append(uuid_utils.compat.uuid7())
    if sql is SEARCH:
        prefix = str(company)[-8:]
        arguments = [" & ".join(f"'{prefix}{word}'" for word in body["words"].split())]
    rows = await request.app.state.pool.fetch(sql, company, *arguments)
    answer = orjson.dumps({"data": [tuple(row) for row in rows]}, default=str)
    return Response(answer, media_type="application/json")


async def inbox(request: Request) -> Response:
    return await run(request, INBOX)


async def thread(request: Request) -> Response:
    return await run(request, THREAD, "id")


async def conversation(request: Request) -> Response:
    return await run(request, ONE, "id")


async def send(request: Request) -> Response:
    return await run(request, SEND, "id", "body")


async def search(request: Request) -> Response:
    return await run(request, SEARCH)


async def broadcast(request: Request) -> Response:
    at = time.time()
    await tell(request.path_params["company"], (await request.body()).decode())
    return Response(str(at))


async def store_and_broadcast(request: Request) -> Response:
    """What a chat without any of ours would do: one statement, then a frame to everybody."""
    stored = await send(request)
    told: dict[str, Any] = orjson.loads(await request.body())
    frame = orjson.dumps({"id": "1", "type": "next", "payload": {"data": told | {"x": FILL}}})
    await tell(request.path_params["company"], frame.decode())
    return stored


async def tell(company: str, frame: str) -> None:
    await asyncio.gather(*(socket.send_text(frame) for socket in sockets[company]))


async def listen(socket: WebSocket) -> None:
    await socket.accept()
    theirs = sockets[socket.path_params["company"]]
    theirs.add(socket)
    try:
        await socket.receive_text()
    except WebSocketDisconnect:
        pass
    finally:
        theirs.discard(socket)


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=2, max_size=10) as pool:
        app.state.pool = pool
        yield


app = Starlette(
    routes=[
        Route("/inbox", inbox, methods=["POST"]),
        Route("/thread", thread, methods=["POST"]),
        Route("/conversation", conversation, methods=["POST"]),
        Route("/send", send, methods=["POST"]),
        Route("/search", search, methods=["POST"]),
        Route("/broadcast/{company}", broadcast, methods=["POST"]),
        Route("/tell/{company}", store_and_broadcast, methods=["POST"]),
        WebSocketRoute("/listen/{company}", listen),
    ],
    lifespan=lifespan,
)
