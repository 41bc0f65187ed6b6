"""GraphQL over HTTP: POST with JSON, GET for queries, server-sent events, GraphiQL for browsers.

https://graphql.github.io/graphql-over-http/draft/
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from typing import Any, Final

import orjson
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.http import GraphQLRequestData
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL

from api.answers import BUSY, Refused, media_type, put_off, refused, request_id
from api.auth import Identity, identity_from
from api.body import BodyLimit, whole
from api.bounds import Deadline, OperationsExceeded, OperationTimedOut, Place
from api.costs import CostExceeded, charge, settled, wants_cost
from api.explorer import DemoAccount, explorer_page
from api.graphql_sse import Patient, Transport, event_stream
from api.graphql_ws import Socket
from api.operation import PARTIAL, Answer, Sent, answered
from api.repetition import HEADER, RAW, REPLAYED, key_sent
from api.representation import LARGE, compressed, has_already, is_named
from api.reservations import TOKEN, single_connection
from api.tracing import operation, streamed
from api.wire import Wire
from models.demo import ACCOUNTS, PASSWORD
from models.errors import Interrupted, Overloaded, Unauthenticated, Unavailable
from models.logs import tell_of
from models.settings import settings
from schema import schema
from schema.context import Context
from schema.documents import is_subscription
from schema.planned import ALL, READS

LONGEST_USER_AGENT = 300
LEGACY_MEDIA_TYPE: Final = "application/json"
REFUSALS: Final = (
    *(Refused, CostExceeded, OperationsExceeded, OperationTimedOut),
    *(Unauthenticated, HTTPException, *BUSY),
)


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
        headers = dict(reversed(scope["headers"]))  # of two of a name, the first
        if not self._is_plain(scope, headers):
            await self._others(scope, receive, send)
            return
        try:
            status, body, bill, replayed = await self._answered(scope, headers, receive)
        except REFUSALS as refusal:
            await _refusal(scope, refusal)(scope, receive, send)
            return
        accept = headers.get(b"accept", b"").decode("latin-1")
        kind = media_type(accept)
        if kind == LEGACY_MEDIA_TYPE and (
            status == PARTIAL or (status == 400 and LEGACY_MEDIA_TYPE in accept)
        ):
            status = 200  # by name they ask for the media type that tells of it in the body alone
        head = bill.headers()
        if status == 503:
            head.append((b"retry-after", b"1"))
        if status == 200 and is_named(scope) and has_already(body, headers, head):
            status, body = 304, b""
        elif len(body) >= LARGE:
            body = await compressed(body, headers, head)
        head += ((b"content-length", b"%d" % len(body)), (b"content-type", kind.encode()))
        if replayed:
            head.append(REPLAYED)
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": body})

    def _is_plain(self, scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
        """One request and one answer: no stream, nothing about one, and no page."""
        accept, method = headers.get(b"accept", b""), scope["method"]
        if method not in ("GET", "POST") or headers.get(TOKEN.encode()):
            return False
        if b"event-stream" in accept and self._get_stream_transport_from_headers(
            {"accept": accept.decode("latin-1")}
        ):
            return False
        if scope["query_string"] and QueryParams(scope["query_string"]).get("token"):
            return False
        return not (method == "GET" and self.graphql_ide and b"text/html" in accept)

    async def _answered(
        self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive
    ) -> Answer:
        """Raises whatever is among REFUSALS."""
        context = _context(scope, headers)
        authorization = headers.get(b"authorization")
        if authorization is not None:
            identity = await identity_from(authorization.decode("latin-1"))
            _act_as(identity, context)
        if scope["method"] == "GET":
            sent, kinds = Sent.read(_parameters(QueryParams(scope["query_string"]))), READS
        else:
            _require_json(headers.get(b"content-type", b""))
            sent, kinds = Sent.read(_json(await whole(scope, receive))), ALL
            context.idempotency_key = key_sent(sent.extensions, headers.get(RAW))
        with operation(context, sent.query, sent.operation_name):
            return await answered(sent, context, kinds=kinds)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        """By Strawberry: a stream, or what is about one, or the page."""
        try:
            request = Request(scope, receive)
            response = await single_connection(self, request) or await self.run(request)
        except REFUSALS as refusal:
            response = _refusal(scope, refusal)
        await response(scope, receive, send)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        """Raises Unauthenticated for a token that is no longer, or never was, any good."""
        context = _context(request.scope, dict(reversed(request.scope["headers"])))
        if isinstance(request, WebSocket):  # says who it is in its first message
            return context
        identity = await identity_from(request.headers.get("authorization"))
        _act_as(identity, context)
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
            sent = Sent.read(_parameters(request.query_params))
        else:
            _require_json((request.content_type or "").encode("latin-1"))
            sent = Sent.read(_json(await request.get_body()))
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


def _context(scope: Scope, headers: Mapping[bytes, bytes]) -> Context:
    client = scope.get("client")
    agent = headers.get(b"user-agent")
    return Context(
        address=client[0] if client else None,
        user_agent=(agent and agent[:LONGEST_USER_AGENT].decode("latin-1")) or None,
        request_id=request_id(scope),
    )


def _act_as(identity: Identity | None, context: Context) -> None:
    if identity is not None:
        tell_of(**identity.names)
        context.identity = identity.viewer


def _parameters(query: Mapping[str, Any]) -> dict[str, Any]:
    """What a GET sends; some of it is JSON within."""
    return {
        name: _json(value) if value and name in ("variables", "extensions") else value or None
        for name, value in query.items()
        if isinstance(value, str)
    }


def _require_json(content_type: bytes) -> None:
    if content_type.partition(b";")[0].strip().lower() != b"application/json":
        raise Refused(415, "NOT_JSON", "Content-Type must be application/json.")


def _json(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(400, "MALFORMED", "This is not JSON.") from None


def _refusal(scope: Scope, refusal: Exception) -> Response:
    match refusal:
        case Refused():
            return refused(
                scope, refusal.status, refusal.code, str(refusal), headers=refusal.headers
            )
        case CostExceeded() | OperationsExceeded():
            headers, details = refusal.headers, refusal.extensions
            message, code = str(refusal), refusal.code
            return refused(scope, 429, code, message, headers=headers, details=details)
        case OperationTimedOut():
            return refused(scope, 503, refusal.code, str(refusal), details=refusal.extensions)
        case Unauthenticated():
            headers = {"www-authenticate": "Bearer"}
            return refused(scope, 401, refusal.code, str(refusal), headers=headers)
        case HTTPException():
            return refused(scope, refusal.status_code, "BAD_REQUEST", refusal.reason)
        case Interrupted() | Overloaded() | Unavailable():
            return put_off(scope, refusal)
    raise refusal
