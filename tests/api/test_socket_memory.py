"""A socket that has closed is gone: nothing of it waits for the garbage collector."""

import asyncio
import gc
from collections import Counter

import pytest

from api.authority import Authority, Watch
from api.graphql_ws import Socket
from api.http_protocol import HttpProtocol
from api.socket_protocol import SocketProtocol
from api.wire import Wire
from tests.clients import SOON, Door, SignedIn, sign_in, socket_of
from tests.people import Cast

KINDS = (Authority, HttpProtocol, Socket, SocketProtocol, Watch, Wire)


@pytest.mark.parametrize("how", ["with a close", "cut off"])
async def test_a_closed_socket_leaves_nothing(
    door: Door, acme: Cast, rival: Cast, how: str
) -> None:
    visitors = [await sign_in(company.owner) for company in (acme, rival)]
    gc.collect()
    gc.disable()
    before = there()
    try:
        for visitor in visitors:
            await come_and_go(door, visitor, cut_off=how == "cut off")

        async with asyncio.timeout(SOON):
            while there() - before:
                await asyncio.sleep(0.05)
    finally:
        gc.enable()


async def come_and_go(door: Door, visitor: SignedIn, *, cut_off: bool) -> None:
    async with socket_of(door, visitor) as client:
        await client.run("{ company { name } }")
        await client.subscribe("live", "subscription { events { cursor } }")
        assert there()["SocketProtocol"] >= 1  # so that it is found
        if cut_off:
            client.connection.transport.abort()


def there() -> Counter[str]:
    return Counter(type(each).__name__ for each in gc.get_objects() if type(each) in KINDS)
