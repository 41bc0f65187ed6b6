"""GraphQL over HTTP as most ask it: one request, one answer; no stream, and no page.

https://graphql.github.io/graphql-over-http/draft/
"""

from collections.abc import Mapping
from typing import Final

from starlette.datastructures import QueryParams
from starlette.types import Receive, Scope

from api.answers import media_type
from api.auth import token_of
from api.body import whole
from api.graphql_http import GraphQLDoor
from api.identities import identities
from api.operation import PARTIAL, Sent, answered
from api.reading import act_as, context_of, parameters, parsed, require_json
from api.refusals import REFUSALS, refusal_of
from api.repetition import RAW, REPLAYED, key_sent
from api.representation import LARGE, Header, compressed, has_already, is_named
from api.reservations import TOKEN
from api.tracing import operation
from models import tracing
from schema.planned import ALL, READS

LEGACY_MEDIA_TYPE: Final = "application/json"
STREAM_TOKEN: Final = TOKEN.encode()

Headers = Mapping[bytes, bytes]
Reply = tuple[int, list[Header], bytes]


class Plain:
    """That part of the GraphQL door, without a layer between the server and the operation."""

    def __init__(self, door: GraphQLDoor) -> None:
        self._door = door

    def takes(self, scope: Scope, headers: Headers) -> bool:
        """Is it one request and one answer: no stream, nothing about one, and no page?"""
        accept, method = headers.get(b"accept", b""), scope["method"]
        if method not in ("GET", "POST") or headers.get(STREAM_TOKEN):
            return False
        if b"event-stream" in accept and self._door.streams(accept.decode("latin-1")):
            return False
        if scope["query_string"] and QueryParams(scope["query_string"]).get("token"):
            return False
        return not (method == "GET" and self._door.graphql_ide and b"text/html" in accept)

    async def reply(self, scope: Scope, headers: Headers, receive: Receive) -> Reply:
        """Status, headers and body. Raises ClientDisconnect."""
        context = context_of(scope, headers)
        try:
            authorization = headers.get(b"authorization")
            if authorization is not None:
                token = token_of(authorization.decode("latin-1"))
                act_as(identities.known(token) or await identities.of(token), context)
            if scope["method"] == "GET":
                sent, kinds = Sent.read(parameters(QueryParams(scope["query_string"]))), READS
            else:
                require_json(headers.get(b"content-type", b""))
                sent, kinds = Sent.read(parsed(await whole(headers, receive))), ALL
                context.idempotency_key = key_sent(sent.extensions, headers.get(RAW))
            if tracing.telemetry is None:
                status, body, bill = await answered(sent, context, kinds=kinds)
            else:
                with operation(context, sent.query, sent.operation_name):
                    status, body, bill = await answered(sent, context, kinds=kinds)
        except REFUSALS as refusal:
            response = refusal_of(scope, refusal)
            return response.status_code, response.raw_headers, bytes(response.body)
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
        if context.replayed:
            head.append(REPLAYED)
        return status, head, body
