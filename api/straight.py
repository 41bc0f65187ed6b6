"""The application, with one door in front of its layers: what they do for others, it does itself.

Most of what comes is one GraphQL operation that has one answer, and each layer on its way would be
one more coroutine to go through whenever it goes on, and one more `send`.
"""

from time import perf_counter
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.http_protocol import at_once
from api.plain import Plain
from api.requests import GONE, Manners, Origins, new_id, note, request_id
from models.logs import begin

PATH: Final = "/graphql"


class Straight(Starlette):
    """At PATH `plain` answers what it takes; the layers, and the doors behind them, all else."""

    def __init__(
        self, plain: Plain, *, manners: Manners, origins: Origins, trusted: list[str], **rest: Any
    ) -> None:
        super().__init__(**rest)
        self._plain = plain
        self._manners = manners
        self._origins = origins
        self._proxies: Any = ProxyHeadersMiddleware(_nothing, trusted) if trusted else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            await super().__call__(scope, receive, send)
            return
        headers = dict(reversed(scope["headers"]))  # of two of a name, the first
        if not self._plain.takes(scope, headers):
            await super().__call__(scope, receive, send)
            return
        if self._proxies is not None:
            await self._proxies(scope, receive, send)
        id = request_id(scope) if b"x-request-id" in headers else new_id()
        scope.setdefault("state", {})["request_id"] = id
        begin(id)
        began, status = perf_counter(), 500
        try:
            status, head, body = await self._plain.reply(scope, headers, receive)
        except ClientDisconnect:
            status = GONE
            return
        except Exception as bug:
            answer: Any = self.exception_handlers[Exception]
            await (await answer(Request(scope), bug))(scope, receive, send)
            raise  # the server logs it
        finally:
            note(scope, "graphql", status, perf_counter() - began)
        if b"origin" in headers:
            head = await self._origins.told(scope, head)
        head = self._manners.complete(head, id)
        if not at_once(send, status, head, body):
            await send({"type": "http.response.start", "status": status, "headers": head})
            await send({"type": "http.response.body", "body": body})


async def _nothing(*_: Any) -> None:
    """Behind a layer that changes the scope, and nothing else."""
