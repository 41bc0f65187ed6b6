"""Answers in GraphQL's form to requests that never became an operation."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from starlette.responses import Response
from starlette.types import Scope

from models.errors import DomainError, Interrupted, Overloaded, Unavailable
from schema.errors import explained
from schema.journal import stamp

GRAPHQL_MEDIA_TYPE = "application/graphql-response+json"


# For the moment: the same request may be sent again.
BUSY: Final = (Interrupted, Overloaded, Unavailable)


class Refused(Exception):
    """This request is none that GraphQL has an answer to."""

    def __init__(self, status: int, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = headers


def request_id(scope: Scope) -> str:
    """What the middleware `Requests` calls this request or socket."""
    return str(scope["state"]["request_id"])


def refused(
    scope: Scope,
    status: int,
    code: str,
    message: str,
    *,
    headers: Mapping[str, str] | None = None,
    details: Mapping[str, Any] | None = None,
) -> Response:
    """A response with one error, and in `extensions` what all our responses carry."""
    id = request_id(scope)
    about = explained({"code": code, "requestId": id, **(details or {})})
    body = {"errors": [{"message": message, "extensions": about}], "extensions": stamp(id)}
    accept = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return Response(
        orjson.dumps(body), status, headers, media_type=media_type(accept.decode("latin-1"))
    )


def put_off(scope: Scope, refusal: DomainError) -> Response:
    """Of one of the BUSY, where nothing could be done."""
    headers = {"retry-after": str(refusal.details.get("retryAfter", 1))}
    details = refusal.extensions
    return refused(scope, 503, refusal.code, str(refusal), headers=headers, details=details)


def media_type(accept: str) -> str:
    """GraphQL's own media type for who asks for it."""
    return GRAPHQL_MEDIA_TYPE if GRAPHQL_MEDIA_TYPE in accept else "application/json"
