"""GraphQL over HTTP: POST with JSON, GET for queries, server-sent events, GraphiQL for browsers.

https://graphql.github.io/graphql-over-http/draft/
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from typing import Any

import orjson
from cross_web import AsyncHTTPRequestAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLRequestData
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL

from api.answers import Refused
from api.auth import identity_from
from api.body import BodyLimit
from api.bounds import Deadline, Place
from api.costs import charge, settled, wants_cost
from api.explorer import DemoAccount, explorer_page
from api.graphql_sse import Patient, Transport, event_stream
from api.graphql_ws import Socket
from api.operation import Sent
from api.reading import act_as, context_of, parameters, parsed, require_json
from api.refusals import REFUSALS, refusal_of
from api.repetition import HEADER, key_sent
from api.reservations import single_connection
from api.tracing import streamed
from api.wire import Wire
from models.demo import ACCOUNTS, PASSWORD
from models.settings import settings
from schema import schema
from schema.context import Context
from schema.documents import is_subscription


class GraphQLDoor(GraphQL[Context, None]):
    """One address for queries, mutations, subscriptions and the page to try them."""

    graphql_transport_ws_handler_class = Socket
    websocket_adapter_class = Wire  # type: ignore[assignment]
    stream_transport_classes_by_protocol = {GRAPHQL_SSE_PROTOCOL: Transport}

    def __init__(self) -> None:
        super().__init__(
            schema,
            graphql_ide="graphiql" if settings().explorer else None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            max_subscriptions_per_connection=None,  # the socket counts, and says so with a code
            allowed_origins=settings().allowed_origins,
        )
        self._others = BodyLimit(self._respond)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.run(WebSocket(scope, receive, send))
            return
        await self._others(scope, receive, send)

    def streams(self, accept: str) -> bool:
        """Is it a stream that they ask for?"""
        return bool(self._get_stream_transport_from_headers({"accept": accept}))

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        """By Strawberry: a stream, or what is about one, or the page."""
        try:
            request = Request(scope, receive)
            response = await single_connection(self, request) or await self.run(request)
        except REFUSALS as refusal:
            response = refusal_of(scope, refusal)
        await response(scope, receive, send)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        """Raises Unauthenticated for a token that is no longer, or never was, any good."""
        context = context_of(request.scope, dict(reversed(request.scope["headers"])))
        if isinstance(request, WebSocket):  # says who it is in its first message
            return context
        identity = await identity_from(request.headers.get("authorization"))
        act_as(identity, context)
        context.resume_cursor = request.headers.get("last-event-id") or None
        context.idempotency_key = request.headers.get(HEADER)
        request.state.identity, request.state.context = identity, context
        return context

    async def create_streaming_response(
        self,
        request: Request | WebSocket,
        stream: Callable[[], AsyncIterator[str]],
        sub_response: Response,
        headers: Mapping[str, str],
    ) -> Response:
        return Patient(stream(), headers=headers)

    def is_request_allowed(self, request: Any) -> bool:
        if request.method not in ("GET", "POST"):
            raise Refused(405, "METHOD_NOT_ALLOWED", "Use GET or POST.", allow="GET, POST")
        return True

    def should_render_graphql_ide(self, request: Any) -> bool:
        asks_for_page = "text/html" in request.headers.get("accept", "")
        return bool(request.method == "GET" and asks_for_page and self.graphql_ide)

    async def render_graphql_ide(self, request: Request) -> Response:
        return await explorer_page(request, demo=_demo())

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData:
        streamed = self._get_stream_transport_from_headers(request.headers)
        if request.method == "GET":
            sent = Sent.read(parameters(request.query_params))
        else:
            require_json((request.content_type or "").encode("latin-1"))
            sent = Sent.read(parsed(await request.get_body()))
        return GraphQLRequestData(
            query=sent.query,
            variables=sent.variables,
            operation_name=sent.operation_name,
            extensions=sent.extensions,
            protocol="sse" if streamed else "http",
        )

    async def execute_operation(self, **asked: Any) -> Any:  # type: ignore[override]
        """Raises CostExceeded, Refused."""
        sent: GraphQLRequestData = asked["request_data"]
        context: Context = asked["context"]
        context.idempotency_key = key_sent(sent.extensions, context.idempotency_key)
        bill = charge(context, sent.query or "", sent.operation_name, sent.variables or {})
        deadline = Deadline(sent.query or "")
        results: Any = await super().execute_operation(**asked)
        results = streamed(results, context, sent.query, sent.operation_name)
        if is_subscription(sent.query or "", sent.operation_name):
            return results
        return settled(
            Place(context).during(deadline.first(results)), bill, tell=wants_cost(sent.extensions)
        )

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data, default=str)

    async def create_websocket_response(
        self, request: WebSocket, subprotocol: str | None
    ) -> WebSocket:
        await request.accept(subprotocol)
        if subprotocol is None:
            await request.close(4406, "Subprotocol not acceptable")
        return request

    def _stream_result(
        self, request: Request, result: Any, transport: Any
    ) -> Callable[[], AsyncGenerator[str, None]]:
        state, authorization = request.state, request.headers.get("authorization")
        return lambda: event_stream(result, state.context, state.identity, authorization)


def _demo() -> list[DemoAccount]:
    """Whom the page signs in by itself."""
    if settings().environment != "development":
        return []
    return [DemoAccount(email, PASSWORD) for email in ACCOUNTS]
