"""Uvicorn's WebSockets, but for two ways to end: with a silent peer, and with the process."""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from api.stopping import departures


class SocketProtocol(WebSocketsSansIOProtocol):
    """One socket, below ASGI."""

    def keepalive_timeout(self) -> None:
        """Let a peer that does not answer pings go without a word.

        After uvicorn's 1011 the reference client would not come back: a laptop that slept reads it
        when it wakes. And what is still to be written to it would be kept until it is read.
        """
        self.pong_timer = None
        if not self.transport.is_closing():
            self.queue.put_nowait({"type": "websocket.disconnect", "code": 1006})
            self.transport.abort()

    def shutdown(self) -> None:
        """Uvicorn would have all go at once."""
        if not departures.begun or self.close_sent or not self.handshake_complete:
            super().shutdown()
