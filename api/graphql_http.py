"""GraphQL over HTTP: POST with JSON, GET for queries, server-sent events, GraphiQL for browsers.

https://graphql.github.io/graphql-over-http/draft/
"""

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from typing import Any, Final

import orjson
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.exceptions import MissingQueryError
from strawberry.http import GraphQLHTTPResponse, GraphQLRequestData, process_result
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from api.answers import Refused, media_type, refused, request_id
from api.auth import identity_from
from api.explorer import DemoAccount, explorer_page
from api.graphql_sse import Patient, Transport, event_stream
from api.graphql_ws import Socket
from api.reservations import single_connection
from api.wire import Wire
from models.demo import ACCOUNTS, PASSWORD
from models.errors import Unauthenticated
from models.logs import act_as
from models.settings import settings
from schema import schema
from schema.context import Context
from schema.errors import REQUEST_ERRORS

LONGEST_USER_AGENT = 300
PARAMETERS: Final = {"query": str, "operationName": str, "variables": dict, "extensions": dict}


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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self.run(WebSocket(scope, receive, send))
            return
        try:
            request = Request(scope, receive)
            response = await single_connection(self, request) or await self.run(request)
        except Refused as refusal:
            response = refused(
                scope, refusal.status, refusal.code, str(refusal), headers=refusal.headers
            )
        except Unauthenticated as refusal:
            response = refused(
                scope, 401, refusal.code, str(refusal), headers={"www-authenticate": "Bearer"}
            )
        except HTTPException as refusal:
            response = refused(scope, refusal.status_code, "BAD_REQUEST", refusal.reason)
        await response(scope, receive, send)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Context:
        """Raises Unauthenticated for a token that is no longer, or never was, any good."""
        headers = request.headers
        context = Context(
            address=request.client.host if request.client else None,
            user_agent=headers.get("user-agent", "")[:LONGEST_USER_AGENT] or None,
            request_id=request_id(request.scope),
        )
        if isinstance(request, WebSocket):  # says who it is in its first message
            return context
        identity = await identity_from(headers.get("authorization"))
        if identity is not None:
            act_as(identity.viewer)
            context.identity = identity.viewer
        context.resume_cursor = headers.get("last-event-id") or None
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
        sent = await _sent(request)
        if isinstance(sent, list):
            raise Refused(400, "BATCHING_DISABLED", "Send one operation at a time.")
        if not isinstance(sent, dict):
            raise Refused(400, "BAD_REQUEST", "Send a JSON object.")
        for name, kind in PARAMETERS.items():
            if not isinstance(sent.get(name), kind | None):
                raise Refused(400, "BAD_REQUEST", f"`{name}` is not of its type.")
        return GraphQLRequestData(
            query=sent.get("query"),
            variables=sent.get("variables"),
            operation_name=sent.get("operationName"),
            extensions=sent.get("extensions"),
            protocol="sse" if streamed else "http",
        )

    async def execute_single(
        self,
        request: Request,
        request_adapter: AsyncHTTPRequestAdapter,
        sub_response: Response,
        context: Context,
        root_value: None,
        request_data: GraphQLRequestData,
    ) -> ExecutionResult:
        allowed = {OperationType.QUERY}
        if request_adapter.method == "POST":
            allowed.add(OperationType.MUTATION)
        try:
            return await self.schema.execute(
                request_data.query,
                variable_values=request_data.variables,
                context_value=context,
                operation_name=request_data.operation_name,
                allowed_operation_types=allowed,
            )
        except MissingQueryError:
            message = "The request has no `query`."
            raise Refused(400, "GRAPHQL_QUERY_MISSING", message) from None
        except CannotGetOperationTypeError as error:
            reason = error.as_http_error_reason()
            raise Refused(400, "GRAPHQL_OPERATION_UNKNOWN", reason) from None
        except InvalidOperationTypeError as error:
            raise _misplaced(error.operation_type) from None

    async def process_result(
        self, request: Request, result: ExecutionResult
    ) -> GraphQLHTTPResponse:
        response = process_result(result)
        if _is_request_error(result):
            del response["data"]  # nothing was executed: there is no data, not even null
        return response

    async def get_sub_response(self, request: Request | WebSocket) -> Response:
        response = await super().get_sub_response(request)
        response.media_type = media_type(request.headers.get("accept", ""))
        return response

    def create_response(self, response_data: Any, sub_response: Response) -> Response:
        status = 200 if "data" in response_data else 400
        return Response(self.encode_json(response_data), status, media_type=sub_response.media_type)

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


async def _sent(request: AsyncHTTPRequestAdapter) -> Any:
    """What was sent, as it came."""
    if request.method == "GET":
        return {
            name: _json(value) if value and PARAMETERS.get(name) is dict else value or None
            for name, value in request.query_params.items()
            if isinstance(value, str)
        }
    kind = (request.content_type or "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(415, "NOT_JSON", "Content-Type must be application/json.")
    return _json(await request.get_body())


def _json(text: str | bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(400, "MALFORMED", "This is not JSON.") from None


def _misplaced(kind: OperationType) -> Refused:
    if kind is OperationType.SUBSCRIPTION:
        message = "A subscription needs a WebSocket, or `Accept: text/event-stream`."
        return Refused(406, "GRAPHQL_OPERATION_NOT_ALLOWED", message)
    message = "A mutation needs POST."
    return Refused(405, "GRAPHQL_OPERATION_NOT_ALLOWED", message, allow="POST")


def _is_request_error(result: ExecutionResult) -> bool:
    """Is it the document or the variables, so that nothing was executed?"""
    return result.data is None and all(
        error.path is None and error.extensions and error.extensions.get("code") in REQUEST_ERRORS
        for error in result.errors or ()
    )
