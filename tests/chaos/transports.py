"""Followers by WebSocket and by server-sent events."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import httpx
import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.chaos.followers import PATIENCE, Follower, Refused
from tests.fleet import Process

SMALL_BUFFER: Final = 4096  # bytes that the kernel takes for one who does not read


class SocketFollower(Follower):
    """graphql-transport-ws, with hardly any buffer of its own."""

    _wire: ClientConnection | None = None
    _id = 0

    async def again(self, *, back: int = 0) -> None:
        """Complete and subscribe on the open socket."""
        wire = self._wire
        if wire is None or not self.spans:
            return
        span = await self._begin()
        if wire is not self._wire:
            return
        self._back = back
        self._go_back()
        before, span.after = self.spans[-1], self._position
        with suppress(ConnectionClosed):
            old, self._id = self._id, self._id + 1
            self._accepted(span)
            span.begun, span.accepted = before.begun, before.accepted  # the same authority
            await wire.send(_message("complete", id=str(old)))
            await wire.send(self._subscribe(span.after))

    async def _follow(self) -> None:
        span, process = await self._begin(), await self._door(self._slot)
        async with asyncio.timeout(PATIENCE) as patience, _dialled(process) as wire:
            await self._step()
            await wire.send(_message("connection_init", payload=self.who.headers))
            acknowledgement = await self._receive(wire)
            if acknowledgement["type"] != "connection_ack":
                raise Refused(acknowledgement)
            self._id += 1
            self._accepted(span)
            await wire.send(self._subscribe(span.after))
            patience.reschedule(None)
            self._wire = wire
            try:
                while True:
                    frame = await self._receive(wire)
                    if int(frame["id"]) < self._id:
                        continue  # was on its way when we completed its operation
                    if frame["type"] != "next":
                        raise Refused(frame)
                    self._take(frame["payload"])
            finally:
                self._wire = None

    def _break(self) -> None:
        if self._wire is not None:
            self._wire.transport.abort()  # whoever does not read finds out when it does
        else:
            super()._break()

    def _subscribe(self, after: str | None) -> str:
        payload = {"query": self.topic.document, "variables": {"after": after}}
        return _message("subscribe", id=str(self._id), payload=payload)

    async def _receive(self, wire: ClientConnection) -> Any:
        await self._step()
        return orjson.loads(await wire.recv())


class StreamFollower(Follower):
    """Server-sent events, as a browser's EventSource: the last id is where it goes on."""

    async def _follow(self) -> None:
        span, process = await self._begin(), await self._door(self._slot)
        headers = self.who.headers | {"accept": "text/event-stream"}
        if span.after is not None:
            headers["last-event-id"] = span.after
        timeout = httpx.Timeout(PATIENCE, read=None)
        asked = {"query": self.topic.document}
        async with (
            asyncio.timeout(PATIENCE) as patience,
            httpx.AsyncClient(base_url=process.url, timeout=timeout, verify=False) as http,
            http.stream("POST", "/graphql", json=asked, headers=headers) as response,
        ):
            if response.status_code != 200:
                raise Refused(await response.aread())
            self._accepted(span)
            patience.reschedule(None)
            async for event in _events(response):
                await self._step()
                if event.get("event") == "complete":
                    raise Refused(event)
                if "data" in event:
                    self._take(orjson.loads(event["data"]))
                self._position = event.get("id", self._position)


async def _events(response: httpx.Response) -> AsyncIterator[dict[str, str]]:
    fields: dict[str, str] = {}
    async for line in response.aiter_lines():
        if not line:
            yield fields
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")


def _message(kind: str, **fields: Any) -> str:
    return orjson.dumps({"type": kind, **fields}).decode()


@asynccontextmanager
async def _dialled(process: Process) -> AsyncIterator[ClientConnection]:
    """A socket that is dropped, never closed."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    raw.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", process.port))
        wire = await connect(
            process.socket_url,
            sock=raw,
            subprotocols=["graphql-transport-ws"],  # type: ignore[list-item]
            compression=None,
            max_queue=1,
            ping_interval=None,
        )
    except BaseException:
        raw.close()
        raise
    try:
        yield wire
    finally:
        wire.transport.abort()
