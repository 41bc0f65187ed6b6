"""GraphQL over a WebSocket, by the graphql-transport-ws protocol.

https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md

Beyond it: `connection_ack` says in `expiresAt` when the token does, and a `ping` whose payload has
`authorization` renews it on the open socket; docs/realtime.md tells the whole of it.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from time import perf_counter
from typing import Any, Final

import structlog
from graphql import GraphQLError
from prometheus_client import Counter, Gauge
from strawberry.http.exceptions import (
    NonJsonMessageReceived,
    NonTextMessageReceived,
    WebSocketDisconnected,
)

from api.auth import identity_from
from api.authority import FORBIDDEN, TRY_AGAIN, Authority, Ending, lasting
from api.costs import wants_cost
from api.held import Held
from api.operating import Operating
from api.quotas import QuotaExceeded, share
from api.stopping import departures
from models.errors import DomainError, Unauthenticated
from models.logs import act_as
from models.presence import presence
from schema.errors import MASK, explained, refused
from schema.persisted import text_of
from schema.repetition import key_of

SOCKETS: Final = Gauge("chatia_sockets", "WebSockets that are open.")
CLOSES: Final = Counter("chatia_socket_closes", "WebSockets that closed.", ["code"])

MAX_OPERATIONS: Final = 50
RESTARTING: Final = 1012
FAREWELL: Final = 0.1  # seconds for the answer to an operation that ended its own authority
PATIENCE: Final = 10.0  # seconds that a query or mutation may still take when the process stops
# Clients choose codes of their own: only these are worth a time series.
COUNTED: Final = {1000, 1001, 1005, 1006, 1009, 1011, 1012, 1013} | {
    4205, 4208, 4400, 4401, 4403, 4406, 4408, 4409, 4429
}  # fmt: skip

log = structlog.get_logger()


class Socket(Operating):
    """One socket, from the handshake to its close."""

    init_timeout = timedelta(seconds=10)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.connection_init_wait_timeout = self.init_timeout
        self._authority: Authority | None = None
        self._held = Held()
        self._reading: asyncio.Task[Any] | None = None
        self._uninitialised: asyncio.TimerHandle | None = None

    async def handle(self) -> None:
        started = perf_counter()
        SOCKETS.inc()
        self.on_request_accepted()
        turn = self._held.enter(departures.lounge())
        try:
            await self._read_until(self.websocket.ending, turn)
            if turn.done():
                await self._leave()
        finally:
            if self._uninitialised is not None:
                self._uninitialised.cancel()
            await self.shutdown()
            await self._held.aclose()
            code = await self.websocket.finish()
            SOCKETS.dec()
            CLOSES.labels(code if code in COUNTED else "other").inc()
            if self._authority:
                self._authority.ended.remove_done_callback(self._end)  # else each holds the other
                act_as(self._authority.viewer)
            log.info(
                "socket.closed",
                action="socket",
                code=code,
                seconds=round(perf_counter() - started, 1),
                operations=self.begun,
                received=self.websocket.received,
                sent=self.websocket.sent + self.websocket.mailbox.sent,
            )

    def on_request_accepted(self) -> None:
        seconds = self.connection_init_wait_timeout.total_seconds()
        loop = asyncio.get_running_loop()
        self._uninitialised = loop.call_later(seconds, self._give_up)

    async def handle_message(self, message: Any) -> None:
        match message:
            case {"type": "connection_init"}:
                await self.handle_connection_init(message)
            case {"type": "ping", "payload": {"authorization": str(authorization)}}:
                await self._renew(authorization)
            case {"type": "ping", **rest}:
                echoed = {"payload": rest["payload"]} if "payload" in rest else {}
                await self.websocket.send_json({"type": "pong", **echoed})
            case {"type": "pong"}:
                pass
            case {"type": "complete", "id": str(id)}:
                await self.cleanup_operation(id)
            case {"type": "subscribe", "id": str(), "payload": {**asked}} if _is_operation(asked):
                await self.handle_subscribe(message)
            case _:
                await self.handle_invalid_message("Invalid message")

    async def handle_connection_init(self, message: Any) -> None:
        payload = message.get("payload")
        if not isinstance(payload, dict | None):
            await self.handle_invalid_message("Invalid connection init payload")
            return
        if self.connection_init_received:
            await self.websocket.close(4429, "Too many initialisation requests")
            return
        self.connection_init_received = True
        try:
            self._authority = await self._authenticate(payload or {})
        except QuotaExceeded as refusal:
            await self.websocket.close(TRY_AGAIN, refusal.reason)
            return
        except DomainError as refusal:
            await self._refuse(refusal)
            return
        self._authority.ended.add_done_callback(self._end)
        self.context.identity = self._authority.viewer
        act_as(self._authority.viewer)
        await self.websocket.send_json({"type": "connection_ack", "payload": self._authority.terms})
        self.connection_acknowledged = True
        self.websocket.ws.scope["headers"] = []  # nobody asks for them any more

    async def handle_subscribe(self, message: Any) -> None:
        id = message["id"]
        full = len(self.operations) >= MAX_OPERATIONS and id not in self.operations
        if full and self.connection_acknowledged:
            refusal = GraphQLError(
                f"A socket may have {MAX_OPERATIONS} operations at a time.",
                extensions=explained({"code": "TOO_MANY_OPERATIONS"}, self.context),
            )
            await self.send_message({"id": id, "type": "error", "payload": [refusal.formatted]})
            return
        if not self.connection_acknowledged:
            await self.websocket.close(4401, "Unauthorized")
            return
        asked: Any = message["payload"]
        try:
            text = text_of(asked.get("query"), asked.get("extensions"), asked.get("documentId"))
            key = key_of(asked.get("extensions"))
        except DomainError as unknown:
            error = refused(unknown).formatted
            await self.send_message({"id": id, "type": "error", "payload": [error]})
            return
        if text is None:
            await self.handle_invalid_message("Invalid message")
            return
        asked["query"] = text
        if key is not None:
            self.keys[id] = key
        if wants_cost(asked.get("extensions")):
            self.curious.add(id)
        await super().handle_subscribe(message)

    async def _read_until(self, *ends: asyncio.Future[Any]) -> None:
        """Whichever comes first; without a task of its own, which every idle socket would hold."""
        self._reading = task = asyncio.current_task()
        for end in ends:
            end.add_done_callback(self._interrupt)
        try:
            if not any(end.done() for end in ends):
                await self._read()
        except asyncio.CancelledError:
            if task is None or self._reading is not None or task.uncancel():
                raise
        finally:
            self._reading = None
            for end in ends:
                end.remove_done_callback(self._interrupt)

    def _interrupt(self, _: asyncio.Future[Any]) -> None:
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.cancel()

    def _give_up(self) -> None:
        if not self.connection_init_received and not self.websocket.ending.done():
            ending = Ending(4408, "Connection initialisation timeout")
            self.websocket.ending.set_result(ending)

    async def _read(self) -> None:
        try:
            async for message in self.websocket.iter_json():
                await self.handle_message(message)
        except WebSocketDisconnected:
            pass
        except NonTextMessageReceived:
            await self.handle_invalid_message("Messages must be text")
        except NonJsonMessageReceived:
            await self.handle_invalid_message("Messages must be JSON")
        except Exception:
            log.exception("socket.bug")
            await self.websocket.close(TRY_AGAIN, MASK)

    async def _authenticate(self, payload: dict[str, Any]) -> Authority:
        """Raises Unauthenticated: nothing of ours is for strangers over a socket."""
        authorization = _authorization(payload) or self.websocket.ws.headers.get("authorization")
        identity = await identity_from(authorization)
        if identity is None or authorization is None:
            raise Unauthenticated
        await self._held.enter_async(share("connections", identity.viewer))
        authority = await self._held.enter_async(lasting(identity, authorization))
        await self._held.enter_async(presence.socket_of(authority.viewer))
        return authority

    async def _renew(self, authorization: str) -> None:
        if self._authority is None:
            await self.websocket.close(4401, "Unauthorized")
            return
        try:
            await self._authority.renew(authorization)
        except DomainError as refusal:
            await self._refuse(refusal)
            return
        payload = {"authorization": "renewed", **self._authority.terms}
        await self.websocket.send_json({"type": "pong", "payload": payload})

    async def _refuse(self, refusal: DomainError) -> None:
        """For good, or only for the moment."""
        if refusal.retryable:
            await self.websocket.close(TRY_AGAIN, f"{refusal.code}: {refusal}")
        else:
            await self.websocket.close(FORBIDDEN, f"Forbidden: {refusal}")

    async def _leave(self) -> None:
        """Finish what was asked, and have the client go on elsewhere."""
        if self.brief:
            await asyncio.wait(self.brief, timeout=PATIENCE)
        await self.websocket.close(RESTARTING, "Service restart")

    def _end(self, ended: asyncio.Future[Ending]) -> None:
        if self.brief:  # perhaps what ended it: that has yet to be answered
            asyncio.get_running_loop().call_later(FAREWELL, self._close, ended.result())
        else:
            self._close(ended.result())

    def _close(self, ending: Ending) -> None:
        if not self.websocket.ending.done():
            self.websocket.ending.set_result(ending)


def _is_operation(asked: Mapping[Any, Any]) -> bool:
    """It sends a document, or names one; which, is not looked at before it is known who asks."""
    named = asked.get("extensions") or asked.get("documentId")
    return (
        isinstance(asked.get("query"), str if not named else str | None)
        and isinstance(asked.get("variables"), dict | None)
        and isinstance(asked.get("extensions"), dict | None)
        and isinstance(asked.get("operationName"), str | None)
    )


def _authorization(payload: dict[str, Any]) -> str | None:
    """What the header of a request would be, from the names that clients use for it."""
    for name in ("authorization", "Authorization"):
        if isinstance(value := payload.get(name), str):
            return value
    for name in ("token", "apiKey"):
        if isinstance(value := payload.get(name), str):
            return f"Bearer {value}"
    return None
