"""Clients as others write them: with a token, over HTTP or a socket."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from models.database import transaction
from models.identity import Member, Session
from models.identity.session import Origin
from models.tenancy import acting_for

SOON = 10.0  # seconds: far more than anything here takes


@dataclass(frozen=True)
class Door:
    """Where an API server listens."""

    address: str

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    @property
    def socket_url(self) -> str:
        return f"ws://{self.address}/graphql"


@dataclass(frozen=True)
class SignedIn:
    """A member on one device."""

    member: Member
    session: Session
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}


async def sign_in(member: Member) -> SignedIn:
    with acting_for(member.company_id):
        async with transaction():
            tokens = await Session.start(member, origin=Origin())
    return SignedIn(member, tokens.session, tokens.access_token)


class SocketClient:
    """graphql-transport-ws, one frame at a time."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def init(self, payload: Any = None) -> Any:
        """What the acknowledgement says."""
        await self.send({"type": "connection_init", "payload": payload})
        answer = await self.receive()
        assert answer["type"] == "connection_ack"
        return answer["payload"]

    async def subscribe(self, id: str, query: str, /, **variables: Any) -> None:
        payload = {"query": query, "variables": variables}
        await self.send({"id": id, "type": "subscribe", "payload": payload})

    async def run(self, query: str, /, **variables: Any) -> Any:
        """The answer to a query or mutation; nothing else may be going on."""
        await self.subscribe("run", query, **variables)
        answer = await self.receive()
        if answer["type"] == "next":
            assert await self.receive() == {"id": "run", "type": "complete"}
        return answer["payload"]

    async def send(self, message: Any) -> None:
        text = message if isinstance(message, str | bytes) else orjson.dumps(message).decode()
        await self.connection.send(text)

    async def receive(self, *, within: float = SOON) -> Any:
        """The next message, which must be a text frame."""
        async with asyncio.timeout(within):
            frame = await self.connection.recv()
        assert isinstance(frame, str)
        return orjson.loads(frame)

    async def closed(self) -> tuple[int, str]:
        """Code and reason of the server's close; what comes before it is passed over."""
        async with asyncio.timeout(SOON):
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    await self.connection.recv()
        frame = closed.value.rcvd
        assert frame is not None, "there was no close frame"
        return frame.code, frame.reason


@asynccontextmanager
async def open_socket(
    door: Door, *, protocol: str = "graphql-transport-ws", **options: Any
) -> AsyncIterator[SocketClient]:
    """A socket that has said nothing yet."""
    options.setdefault("compression", None)
    async with connect(door.socket_url, subprotocols=[protocol], **options) as connection:  # type: ignore[list-item]
        yield SocketClient(connection)


@asynccontextmanager
async def socket_of(door: Door, who: SignedIn) -> AsyncIterator[SocketClient]:
    async with open_socket(door) as client:
        await client.init(who.headers)
        yield client
