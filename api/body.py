"""No request may fill our memory or keep us waiting: its body is counted while it comes in."""

import asyncio
from collections.abc import Coroutine, Generator, Mapping
from types import coroutine
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers import Refused, refused
from api.http_protocol import at_hand

LARGEST_BODY = 64 * 1024
LONGEST_WAIT = 15.0  # seconds for the whole of it


async def whole(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
    """The body of this request. Raises Refused, and ClientDisconnect."""
    came = at_hand(receive, LARGEST_BODY)
    if came is not None:
        return came
    body = _Body(receive, largest=LARGEST_BODY, seconds=LONGEST_WAIT)
    body.require_fitting(headers.get(b"content-length", b""))
    parts: list[bytes] = []
    message = await body.receive()
    while message["type"] == "http.request":
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)
        message = await body.receive()
    raise ClientDisconnect


class BodyLimit:
    """413 for a body beyond `largest` bytes, declared or not; 408 for one that does not arrive."""

    def __init__(
        self, app: ASGIApp, *, largest: int = LARGEST_BODY, seconds: float = LONGEST_WAIT
    ) -> None:
        self.app = app
        self.largest = largest
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = _Body(receive, largest=self.largest, seconds=self.seconds)
        answered = False

        async def noticed(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            for name, value in scope["headers"]:
                if name == b"content-length":
                    body.require_fitting(value)
            await self.app(scope, body.receive, noticed)
        except Unread as fault:
            if answered:
                raise
            # Not `Connection: close`: the server reads the rest and forgets it, where closing
            # would reset the connection before a client that still sends has read our answer.
            response = refused(scope, fault.status, fault.code, str(fault))
            await response(scope, receive, send)


class Unread(Refused):
    """What was sent is not read to its end."""


class _Body:
    _deadline: float | None = None
    _received = 0
    _complete = False

    def __init__(self, receive: Receive, *, largest: int, seconds: float) -> None:
        self._receive = receive
        self._largest = largest
        self._seconds = seconds

    def require_fitting(self, declared: bytes) -> None:
        if declared.isdigit() and int(declared) > self._largest:
            raise self._too_large()

    async def receive(self) -> Message:
        if self._complete:
            return await self._receive()
        receiving: Any = self._receive()
        # Most bodies are there already, and a clock costs more than the rest of the reading.
        try:
            waiting = receiving.send(None)
        except StopIteration as received:
            message: Message = received.value
        else:
            message = await self._in_time(receiving, waiting)
        self._received += len(message.get("body", b""))
        if self._received > self._largest:
            raise self._too_large()
        self._complete = not message.get("more_body", False)
        return message

    async def _in_time(self, receiving: Any, waiting: Any) -> Message:
        clock = asyncio.get_running_loop().time()
        self._deadline = self._deadline or clock + self._seconds
        try:
            async with asyncio.timeout_at(self._deadline):
                return await _rest(receiving, waiting)
        except TimeoutError:
            late = f"Send the body within {self._seconds:.0f} s."
            raise Unread(408, "BODY_TOO_SLOW", late) from None

    def _too_large(self) -> Unread:
        fits = f"A request may have {self._largest // 1024} KiB."
        return Unread(413, "BODY_TOO_LARGE", fits)


@coroutine
def _rest(begun: Coroutine[Any, Any, Message], waiting: Any) -> Generator[Any, Any, Message]:
    """What a coroutine comes to that has been started, and waits."""
    try:
        while True:
            try:
                sent = yield waiting
            except BaseException as thrown:  # noqa: BLE001 - it is the coroutine's
                waiting = begun.throw(thrown)
            else:
                waiting = begun.send(sent)
    except StopIteration as ended:
        message: Message = ended.value
        return message
