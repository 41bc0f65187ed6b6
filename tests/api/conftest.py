"""The doors on a port of their own, in this process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn
from starlette.types import ASGIApp

from api.app import app
from api.cli import LARGEST_FRAME
from api.http_protocol import HttpProtocol
from api.socket_protocol import SocketProtocol
from tests.clients import Door


@pytest.fixture(scope="session")
async def door(house: None) -> AsyncIterator[Door]:
    """Where the application answers; the database and Redis are those of the tests."""
    async with serving(app()) as door:
        yield door


@asynccontextmanager
async def serving(doors: ASGIApp) -> AsyncIterator[Door]:
    config = uvicorn.Config(
        doors,
        port=0,
        lifespan="off",
        http=HttpProtocol,
        ws_max_size=LARGEST_FRAME,
        ws_per_message_deflate=False,
        access_log=False,
        log_config=None,
        proxy_headers=False,
        ws=SocketProtocol,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0)
    host, port = server.servers[0].sockets[0].getsockname()
    yield Door(f"{host}:{port}")
    server.should_exit = True
    await serving


@pytest.fixture
async def http(door: Door) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=door.url) as client:
        yield client
