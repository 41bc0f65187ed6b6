"""A peer that is gone is found gone by whoever sends to it or reads from it first."""

from typing import Any

import pytest
from starlette.websockets import WebSocket
from strawberry.http.exceptions import WebSocketDisconnected

from api.wire import Wire


async def test_a_peer_that_a_send_found_gone_is_not_read_from() -> None:
    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        if message["type"] == "websocket.send":
            raise ConnectionResetError

    socket = WebSocket({"type": "websocket", "headers": [], "state": {}}, receive, send)
    await socket.accept()
    wire = Wire(None, socket, socket)

    with pytest.raises(WebSocketDisconnected):
        await wire.send_json({"type": "pong"})

    assert [message async for message in wire.iter_json()] == []
    assert await wire.finish() == 1006
