"""How errors leave the house: refusals with their code, bugs masked, nobody's values quoted."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import strawberry
import structlog
from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionContext

from models.away import is_away
from models.errors import DomainError, Unavailable
from schema.codes import documented_at
from schema.straight import straighten

MASK: Final = "Something went wrong on our side."
AWAY: Final = Unavailable()
# graphql-core repeats what it was given: a password typed into the wrong field, for one.
_QUOTED: Final = (
    (re.compile(r"(?:, but encountered error '|[,;]? [Ff]ound: ).*$", re.DOTALL), ""),
    (re.compile(r"(cannot represent [^:]*): .*$", re.DOTALL), r"\1"),
    (re.compile(r"Value '.*' does not exist", re.DOTALL), "This value does not exist"),
)
_OF_THE_REQUEST: Final = {
    MissingQueryError: "GRAPHQL_QUERY_MISSING",
    CannotGetOperationTypeError: "GRAPHQL_OPERATION_UNKNOWN",
    InvalidOperationTypeError: "GRAPHQL_OPERATION_NOT_ALLOWED",
}
# With one of these nothing was executed: the document or its variables are at fault.
REQUEST_ERRORS: Final = frozenset(
    {
        *_OF_THE_REQUEST.values(),
        "DOCUMENT_TOO_COSTLY",
        "DOCUMENT_TOO_DEEP",
        "DOCUMENT_TOO_LARGE",
        "GRAPHQL_PARSE_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
        "GRAPHQL_VARIABLES_INVALID",
        "INTROSPECTION_DISABLED",
    }
)
log = structlog.get_logger()


class HouseSchema(strawberry.Schema):
    """A schema whose errors all carry `extensions.code` and say nothing about our insides."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        straighten(self._schema)

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        context = execution_context and execution_context.context
        for error in errors:
            if not (isinstance(error.original_error, DomainError) or _code(error)):
                if code := _clients_fault(error):
                    error.message = unquoted(error.message)
                    error.extensions = {"code": code}
                elif is_away(error.original_error):
                    error.message, error.extensions = str(AWAY), AWAY.extensions
                else:
                    _mask(error, context)
            error.extensions = explained(error.extensions or {}, context)


def explained(extensions: Mapping[str, Any], context: Any = None) -> dict[str, Any]:
    """With where to read about the code, when it was, and which request it is to be found by.

    Of an event, its time, and no request: the bytes are the same for all who are told of it.
    """
    event_at = getattr(context, "event_at", None)
    request_id = getattr(context, "request_id", None)
    alone = event_at is None and not getattr(context, "quiet", False)
    return {
        **extensions,
        **({"requestId": request_id} if request_id and alone else {}),
        "timestamp": (event_at or datetime.now(UTC)).isoformat(timespec="milliseconds"),
        "docs": documented_at(extensions["code"]),
    }


def unquoted(message: str) -> str:
    """A message of graphql-core without the value that it quotes."""
    for pattern, instead in _QUOTED:
        message = pattern.sub(instead, message)
    return message if message.endswith((".", "?", "!")) else f"{message}."


def _code(error: GraphQLError) -> object:
    return (error.extensions or {}).get("code")


def _clients_fault(error: GraphQLError) -> str | None:
    """The code of an error in the request itself; None for a bug of ours."""
    cause = error.original_error
    if isinstance(error, GraphQLSyntaxError):
        too_large = "contains more than" in error.message
        return "DOCUMENT_TOO_LARGE" if too_large else "GRAPHQL_PARSE_FAILED"
    if type(cause) in _OF_THE_REQUEST:
        return _OF_THE_REQUEST[type(cause)]
    if error.path is None and (cause is None or isinstance(cause, GraphQLError)):
        return "GRAPHQL_VARIABLES_INVALID"
    # Of an argument, graphql-core says where it is written; of a value of ours it does not.
    if isinstance(cause, GraphQLError) and cause.nodes:
        return "GRAPHQL_VARIABLES_INVALID"
    return None


def masked(request_id: str) -> GraphQLError:
    """What is shown of a bug that was met outside any field."""
    return GraphQLError(MASK, extensions=explained({"code": "INTERNAL", "requestId": request_id}))


def refused(refusal: DomainError) -> GraphQLError:
    """A refusal that was met outside any field."""
    return GraphQLError(str(refusal), extensions=explained(refusal.extensions))


def _mask(error: GraphQLError, context: Any) -> None:
    request_id = getattr(context, "request_id", None)
    log.error("graphql.bug", path=error.path, exc_info=error.original_error or error)
    error.message = MASK
    error.extensions = {"code": "INTERNAL", "requestId": request_id}
