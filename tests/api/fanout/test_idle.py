"""What an idle socket holds: there are ten thousand of them in a process."""

import asyncio
import gc
from typing import Any

from websockets.http11 import Request

from api.socket_protocol import SocketProtocol
from tests.api.fanout.conftest import NAMED, live, until
from tests.clients import Door, open_socket, sign_in
from tests.people import Cast


async def test_an_idle_subscribed_socket_holds_two_tasks_and_nothing_of_its_handshake(
    door: Door, acme: Cast, rival: Cast
) -> None:
    who = await sign_in(acme.owner)
    async with open_socket(door, additional_headers={"cookie": "x" * 1000}) as warm:
        await warm.init(who.headers)
        await warm.subscribe("1", NAMED)
        await live(acme, 1)
        before = asyncio.all_tasks()
        async with open_socket(door, additional_headers={"cookie": "y" * 1000}) as client:
            await client.init(who.headers)
            await client.subscribe("1", NAMED)
            await live(acme, 2)
            # Others of this process come and go.
            await until(lambda: len(begun(before)), (2).__eq__)
            gc.collect()
            known = gc.get_objects()
            sockets = [
                each for each in known if isinstance(each, SocketProtocol) and not each.disconnected
            ]
            handshakes = [each for each in known if isinstance(each, Request)]
            held = [dict(socket.scope["headers"]).keys() for socket in sockets]
            cookies = sum("cookie" in each.headers for each in handshakes)
    assert len(sockets) == 2
    assert all(names <= {b"host", b"user-agent", b"origin"} for names in held)
    assert cookies == 2  # the clients' own


def begun(before: set[asyncio.Task[Any]]) -> list[asyncio.Task[Any]]:
    """Tasks since then, but of the client that which keeps its connection alive."""
    return [
        task
        for task in asyncio.all_tasks() - before
        if "websockets/asyncio" not in task.get_coro().cr_code.co_filename  # type: ignore[union-attr]
    ]
