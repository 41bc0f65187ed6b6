"""GraphQL over server-sent events in "single connection mode": many operations, one stream.

https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md. PUT reserves a stream, GET takes
it, POST adds an operation to it, DELETE ends one. To the engine it is one more socket, with all
that holds for sockets. A reservation lives in the process that made it: where there are many, the
proxy has to bring its requests to the same one.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any, Final, cast

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from api.answers import Refused, request_id
from api.auth import Identity, identity_from
from api.authority import TRY_AGAIN, Ending, same
from api.costs import EXTENSION, wants_cost
from api.fanout import limits
from api.graphql_sse import KEEP_ALIVE, Patient, Transport
from api.graphql_ws import MAX_OPERATIONS, Socket
from api.quotas import RETRY_AFTER, QuotaExceeded
from api.repetition import HEADER, key_sent
from api.wire import Wire
from models.errors import Unauthenticated, Unavailable
from schema.context import Context
from schema.documents import kind_of
from schema.validity import fault_of

if TYPE_CHECKING:
    from api.graphql_http import GraphQLDoor

TOKEN: Final = "x-graphql-event-stream-token"  # noqa: S105 - the name of a header
UNTAKEN: Final = 10.0  # seconds that a reservation waits for its stream
MOST: Final = 1_000  # reservations that wait in this process
Event = bytes


class Line:
    """What a WebSocket is to its handler: requests come in, events go out."""

    def __init__(self) -> None:
        self.scope: dict[str, Any] = {"state": {}}
        self.headers: dict[str, str] = {}
        self.ids: set[str] = set()
        self.opened: asyncio.Future[Ending | None] = asyncio.get_running_loop().create_future()
        self._in: asyncio.Queue[str | None] = asyncio.Queue()
        self._out: asyncio.Queue[Event | None] = asyncio.Queue()
        self._waiting = 0  # bytes in it
        self._room = asyncio.Event()
        self._room.set()
        self._gone = False

    def push(self, message: Mapping[str, Any]) -> None:
        self._in.put_nowait(orjson.dumps(message).decode())

    async def receive_text(self) -> str:
        text = await self._in.get()
        if text is None:
            raise WebSocketDisconnect(1001)
        return text

    async def send_text(self, text: str) -> None:
        message = orjson.loads(text)
        if message["type"] == "connection_ack":
            self.opened.set_result(None)
        for event in self._events(message):
            await self._put(event)

    async def close(self, code: int, reason: str) -> None:
        if not self.opened.done():
            self.opened.set_result(Ending(code, reason))
        self._out.put_nowait(None)

    async def events(self) -> AsyncIterator[Event]:
        """To the end of the stream."""
        yield b": here\n\n"
        while True:
            try:
                async with asyncio.timeout(KEEP_ALIVE):
                    event = await self._out.get()
            except TimeoutError:
                event = b": keep-alive\n\n"
            else:
                self._count(-len(event or b""))
            if event is None:
                return
            yield event

    def hang_up(self) -> None:
        self._gone = True
        self._in.put_nowait(None)
        self._room.set()

    async def _put(self, event: Event) -> None:
        await self._room.wait()
        if not self._gone:
            self._out.put_nowait(event)
            self._count(len(event))

    def _count(self, size: int) -> None:
        self._waiting += size
        if self._waiting < limits.LIMITS.chunk_bytes or self._gone:
            self._room.set()
        else:
            self._room.clear()

    def _events(self, message: dict[str, Any]) -> Iterator[Event]:
        id = message.get("id")
        match message["type"]:
            case "next":
                yield _event("next", {"id": id, "payload": message["payload"]})
                return
            case "error":
                yield _event("next", {"id": id, "payload": {"errors": message["payload"]}})
            case "complete":
                pass
            case _:
                return
        self.ids.discard(str(id))
        yield _event("complete", {"id": id})


class Stream(Patient):
    """The events of a line, which is hung up however the response ends."""

    def __init__(self, line: Line) -> None:
        super().__init__(line.events(), media_type="text/event-stream", headers=Transport.headers)
        self._line = line

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._line.hang_up()


class Reservation:
    """One stream to be, or that is."""

    def __init__(self, identity: Identity, authorization: str) -> None:
        self.token = token_urlsafe(32)
        self.viewer = identity.viewer
        self.line = Line()
        self.line.push({"type": "connection_init", "payload": {"authorization": authorization}})
        self.handling: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(UNTAKEN, self._untaken)
        _reservations[self.token] = self

    async def take(self, door: "GraphQLDoor", request: Request) -> Response:
        """The stream. Raises Refused when it has been taken, or may not be opened."""
        if self.handling is not None:
            raise Refused(409, "STREAM_OPEN", "This reservation has its stream already.")
        self._timer.cancel()
        line = cast(WebSocket, self.line)
        socket = Socket(
            view=door,
            websocket=Wire(door, line, line),
            context=await door.get_context(request, Response()),
            root_value=None,
            schema=door.schema,
            connection_init_wait_timeout=timedelta(0),
        )
        self.handling = asyncio.create_task(socket.handle())
        self.handling.add_done_callback(self._over)
        if ending := await self.line.opened:
            self.line.hang_up()
            if ending.code == TRY_AGAIN:
                if not ending.reason.startswith(QuotaExceeded.code):
                    raise Unavailable
                raise Refused(
                    429, "QUOTA_EXCEEDED", ending.reason, **{"retry-after": f"{RETRY_AFTER}"}
                )
            raise Unauthenticated(ending.reason)
        return Stream(self.line)

    async def add(self, door: "GraphQLDoor", request: Request) -> Response:
        """One more operation; what comes of it goes to the stream."""
        sent = await door.parse_http_body(door.request_adapter_class(request))
        id = (sent.extensions or {}).get("operationId")
        if not isinstance(id, str) or not id:
            raise Refused(400, "BAD_REQUEST", "`extensions.operationId` is missing.")
        key = key_sent(sent.extensions, request.headers.get(HEADER))
        if not sent.query:
            raise Refused(400, "GRAPHQL_QUERY_MISSING", "The request has no `query`.")
        self._require_free(id)
        if len(self.line.ids) >= MAX_OPERATIONS:
            message = f"A stream may have {MAX_OPERATIONS} operations at a time."
            raise Refused(429, "TOO_MANY_OPERATIONS", message)
        context = Context(identity=self.viewer, request_id=request_id(request.scope))
        fault = await fault_of(
            sent.query, context, variables=sent.variables, operation_name=sent.operation_name
        )
        if fault is not None:
            errors = [error.formatted for error in fault.errors or ()]
            answer = orjson.dumps({"errors": errors, "extensions": fault.extensions})
            return Response(answer, 400, media_type="application/json")
        if kind_of(sent.query, sent.operation_name) is None:
            raise Refused(400, "GRAPHQL_OPERATION_UNKNOWN", "Which operation? Send its name.")
        self._require_free(id)  # while we looked, it may have been taken
        self.line.ids.add(id)
        payload = {
            "query": sent.query,
            "variables": sent.variables,
            "operationName": sent.operation_name,
            "extensions": {"idempotencyKey": key, EXTENSION: wants_cost(sent.extensions)},
        }
        self.line.push({"type": "subscribe", "id": id, "payload": payload})
        return Response(status_code=202)

    def end(self, id: str | None) -> Response:
        if not id:
            raise Refused(400, "BAD_REQUEST", "`operationId` is missing.")
        if id in self.line.ids:
            self.line.ids.discard(id)
            self.line.push({"type": "complete", "id": id})
        return Response(status_code=200)

    def _require_free(self, id: str) -> None:
        if id in self.line.ids:
            raise Refused(409, "OPERATION_EXISTS", "There is an operation of this id.")

    def _untaken(self) -> None:
        _reservations.pop(self.token, None)

    def _over(self, _: asyncio.Task[None]) -> None:
        _reservations.pop(self.token, None)
        if not self.line.opened.done():
            self.line.opened.set_result(Ending(TRY_AGAIN, "Try again."))


_reservations: Final[dict[str, Reservation]] = {}


async def single_connection(door: "GraphQLDoor", request: Request) -> Response | None:
    """The answer to a request of this mode; None to others. Raises Refused, Unauthenticated."""
    token = request.headers.get(TOKEN) or request.query_params.get("token")
    authorization = request.headers.get("authorization")
    if request.method == "PUT":
        return await _reserve(authorization)
    if not token:
        return None
    reservation = _reservations.get(token)
    if reservation is None:
        raise Refused(404, "STREAM_NOT_FOUND", "There is no such stream here. Reserve another.")
    if authorization is not None:
        await _renew(reservation, authorization)
    match request.method:
        case "GET":
            return await reservation.take(door, request)
        case "POST":
            return await reservation.add(door, request)
        case "DELETE":
            return reservation.end(request.query_params.get("operationId"))
    return None


async def _reserve(authorization: str | None) -> Response:
    identity = await identity_from(authorization)
    if identity is None or authorization is None:
        raise Unauthenticated
    if sum(reservation.handling is None for reservation in _reservations.values()) >= MOST:
        raise Refused(429, "OVERLOADED", "We are busy.", **{"retry-after": f"{round(UNTAKEN)}"})
    return PlainTextResponse(Reservation(identity, authorization).token, 201)


async def _renew(reservation: Reservation, authorization: str) -> None:
    """Every request may bring a fresher token of the same session."""
    identity = await identity_from(authorization)
    if identity is None or not same(identity.viewer, reservation.viewer):
        raise Refused(404, "STREAM_NOT_FOUND", "There is no such stream here. Reserve another.")
    if reservation.handling is not None:
        reservation.line.push({"type": "ping", "payload": {"authorization": authorization}})


def _event(name: str, data: Mapping[str, Any]) -> Event:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), orjson.dumps(data))
