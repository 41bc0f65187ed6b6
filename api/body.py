"""No request may fill our memory or keep us waiting: its body is counted while it comes in."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.answers import refused

LARGEST_BODY = 64 * 1024
LONGEST_WAIT = 15.0  # seconds for the whole of it


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
        body = _Body(self, receive)
        answered = False

        async def noticed(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            if _declared(scope) > self.largest:
                raise _too_large(self.largest)
            await self.app(scope, body.receive, noticed)
        except _Unread as fault:
            if answered:
                raise
            # Not `Connection: close`: the server reads the rest and forgets it, where closing
            # would reset the connection before a client that still sends has read our answer.
            response = refused(scope, fault.status, fault.code, str(fault))
            await response(scope, receive, send)


class _Body:
    def __init__(self, limit: BodyLimit, receive: Receive) -> None:
        self._limit = limit
        self._receive = receive
        self._deadline = asyncio.get_running_loop().time() + limit.seconds
        self._received = 0
        self._complete = False

    async def receive(self) -> Message:
        if self._complete:
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._deadline):
                message = await self._receive()
        except TimeoutError:
            late = f"Send the body within {self._limit.seconds:.0f} s."
            raise _Unread(408, "BODY_TOO_SLOW", late) from None
        self._received += len(message.get("body", b""))
        if self._received > self._limit.largest:
            raise _too_large(self._limit.largest)
        self._complete = not message.get("more_body", False)
        return message


class _Unread(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def _too_large(largest: int) -> _Unread:
    return _Unread(413, "BODY_TOO_LARGE", f"A request may have {largest // 1024} KiB.")


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
