"""The application: every door, what each request goes through, and what lives as long as it."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, Final

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.answers import BUSY, put_off, refused
from api.csat import satisfaction_routes
from api.demo import demo_routes
from api.explorer import explorer_assets
from api.fanout import groups
from api.files import file_routes
from api.graphql_http import GraphQLDoor
from api.health import livez, readyz
from api.inbound import inbound
from api.metrics import metrics
from api.ops import ops_routes
from api.ops.picture import of_this_server
from api.plain import Plain
from api.requests import Manners, Origins, Requests
from api.stopping import noticed
from api.straight import Straight
from api.unsubscribing import unsubscribing
from api.warming import warmed
from models import live, logs
from models.database import connected
from models.live.roll import enrolled
from models.settings import settings
from models.tracing import traced
from schema.errors import MASK

# Requests leave no circles (tests/api/test_requests.py), and those under way hold more than the 700
# objects after which Python looks for some: it would look in vain at every twentieth request. A new
# document leaves some 280, and who sends the one at which Python looks waits: 0.4 ms for so many,
# and 1.5 ms for 5,000. For so few it still does not look at one in 500 of the other requests.
# What was young then is looked at again with the next, and not with the next five: that took 7 ms.
YOUNG: Final = 2_000
OLD: Final = 750  # such looks until it looks at all there is
WARMING: Final = 5.0  # seconds; after them it begins as it is

log = structlog.get_logger()


def app() -> Starlette:
    """A new application, by the settings of this process."""
    ours, graphql = settings(), GraphQLDoor()
    trusted = list(ours.trusted_proxies)
    proxies = [Middleware(ProxyHeadersMiddleware, trusted_hosts=trusted)] if trusted else []
    manners = Manners(https=ours.public_url.startswith("https://"))
    pages: dict[str, Any] = {
        "allow_origins": ours.allowed_origins,
        "allow_methods": ["GET", "POST", "PUT", "DELETE"],
        "allow_headers": ["*"],
        "expose_headers": [
            "x-request-id",
            "retry-after",
            "ratelimit",
            "ratelimit-policy",
            "idempotent-replayed",
            "content-range",
        ],
    }
    return Straight(
        Plain(graphql),
        manners=manners,
        origins=Origins(graphql, **pages),
        trusted=trusted,
        routes=[
            # Not a Mount: that answers 307 to a POST and 403 to a socket.
            Route("/graphql", graphql),
            WebSocketRoute("/graphql", graphql),
            explorer_assets,
            Route("/inbound/{inbox_id}", inbound, methods=["POST"]),
            *file_routes(),
            unsubscribing(),
            *satisfaction_routes(),
            Route("/livez", livez),
            Route("/readyz", readyz),
            Route("/metrics", metrics),
            *demo_routes(),
            *ops_routes(),
        ],
        middleware=[
            *proxies,
            Middleware(Requests, manners=manners),
            Middleware(Origins, **pages),
        ],
        exception_handlers={
            HTTPException: _refusal,
            **dict.fromkeys(BUSY, _put_off),
            Exception: _bug,
        },
        lifespan=_lifespan,
    )


@asynccontextmanager
async def _lifespan(_: Starlette) -> AsyncIterator[None]:
    logs.configure()
    asyncio.get_running_loop().set_exception_handler(logs.complain)
    async with connected(), live.connected(settings().redis_url), traced():
        with suppress(TimeoutError):
            async with asyncio.timeout(WARMING):
                await warmed()
        # What stands by now stays: no collection has to walk it again, which takes 50 ms and more.
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG, 0, OLD)
        with noticed():
            log.info("serve.started", action="start")
            async with enrolled("serve", of_this_server):
                yield
            await groups.stop()
    log.info("serve.stopped", action="stop")


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = "NOT_FOUND" if error.status_code == 404 else "BAD_REQUEST"
    return refused(request.scope, error.status_code, code, error.detail, headers=error.headers)


async def _put_off(request: Request, error: Exception) -> Response:
    assert isinstance(error, BUSY)
    return put_off(request.scope, error)


async def _bug(request: Request, _: Exception) -> Response:
    """The server logs it; the client learns under which id."""
    request_id = request.scope["state"]["request_id"]
    headers = {"x-request-id": request_id}
    details = {"requestId": request_id}
    return refused(request.scope, 500, "INTERNAL", MASK, headers=headers, details=details)
