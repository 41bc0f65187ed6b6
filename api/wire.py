"""The frames of one socket, and the order of its end."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from functools import cached_property
from json import JSONDecodeError
from typing import Any, Final

import orjson
from starlette.websockets import WebSocketDisconnect
from starlette.websockets import WebSocketDisconnected as Disconnected
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import (
    NonJsonMessageReceived,
    NonTextMessageReceived,
    WebSocketDisconnected,
)

from api.authority import Ending
from api.fanout import Mailbox, limits
from api.fanout.figures import LAGGARDS

LAGGING: Final = 4208  # the reference client comes back after it
CLOSE_TIMEOUT: Final = 5.0  # seconds for a peer that does not read to take our close
LONGEST_REASON: Final = 120  # bytes; a close frame takes 123


class Wire(ASGIWebSocketAdapter):
    """Text frames in and out; whoever closes says so here, and the socket does it in order."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.ending: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()
        self.closed_by_peer: int | None = None
        self.received = 0
        self.sent = 0

    async def iter_json(
        self, *, ignore_parsing_errors: bool = False
    ) -> AsyncGenerator[object, None]:
        while not self.ending.done():
            try:
                message = orjson.loads(await self.ws.receive_text())
            except WebSocketDisconnect as gone:
                self.closed_by_peer = gone.code
                return
            except Disconnected:  # what was sent to it in the meantime found nobody
                self.closed_by_peer = 1006
                return
            except KeyError:
                raise NonTextMessageReceived from None
            except JSONDecodeError:
                raise NonJsonMessageReceived from None
            self.received += 1
            yield message
            del message  # an idle socket has not to hold the last

    async def send_json(self, message: Mapping[str, object]) -> None:
        if self.ending.done():
            raise WebSocketDisconnected
        text = orjson.dumps(message, default=str).decode()
        try:
            if self.mailbox.takes:
                await self.ws.send_text(text)  # does not wait
            else:
                async with asyncio.timeout(limits.LIMITS.stall):
                    await self.ws.send_text(text)
        except TimeoutError:
            await self.fall_behind()
            raise WebSocketDisconnected from None
        except (WebSocketDisconnect, RuntimeError):
            raise WebSocketDisconnected from None
        self.sent += 1

    @cached_property
    def mailbox(self) -> Mailbox:
        """For what is executed in groups; it limits what the kernel holds for any."""
        return Mailbox(self.ws, ended=self.ending)

    async def fall_behind(self) -> None:
        """End a socket that does not keep up; where it can go on is in the reason."""
        if not self.ending.done():
            LAGGARDS.inc()
        cursor = self.mailbox.resume_cursor or "the last cursor you have"
        await self.close(LAGGING, f"Too slow: go on after {cursor}")

    async def close(self, code: int, reason: str) -> None:
        if not self.ending.done():
            self.ending.set_result(Ending(code, reason))

    async def finish(self) -> int:
        """Close as was said, unless the peer was first; the code of the close."""
        if self.closed_by_peer is not None or not self.ending.done():
            return self.closed_by_peer or 1006
        code, reason = self.ending.result()
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                await self.ws.close(code, reason.encode()[:LONGEST_REASON].decode(errors="ignore"))
        except TimeoutError:
            self.mailbox.abort()
        except (WebSocketDisconnect, RuntimeError):
            pass
        return code
