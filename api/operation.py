"""One operation over HTTP, not streamed: from what was sent to status and bytes of its answer."""

from typing import Any, Final, NamedTuple

import orjson
from graphql import OperationType
from strawberry.exceptions import MissingQueryError
from strawberry.http import process_result
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult
from strawberry.types import graphql as strawberry_types

from api.answers import Refused
from api.bounds import Deadline, Place
from api.costs import Bill, charge, wants_cost, with_cost
from api.repetition import status_of
from models.errors import DomainError, Overloaded, Unavailable
from schema import schema
from schema.context import Context
from schema.errors import REQUEST_ERRORS
from schema.persisted import PersistedQueryNotFound, text_of
from schema.planned import ALL, READS, planned

_FIELDS: Final = (
    ("query", (str, type(None))),
    ("operationName", (str, type(None))),
    ("variables", (dict, type(None))),
    ("extensions", (dict, type(None))),
)

PARTIAL: Final = 294  # of the draft: data, if only null, and errors
AWAY: Final = frozenset({Overloaded.code, Unavailable.code})


class Sent(NamedTuple):
    """The parameters of a request (GraphQL over HTTP, 5.1), the document as text."""

    query: str | None
    operation_name: str | None
    variables: dict[str, Any] | None
    extensions: dict[str, Any] | None

    @classmethod
    def read(cls, sent: Any) -> "Sent":
        """Raises Refused for what is none."""
        if isinstance(sent, list):
            raise Refused(400, "BATCHING_DISABLED", "Send one operation at a time.")
        if not isinstance(sent, dict):
            raise Refused(400, "BAD_REQUEST", "Send a JSON object.")
        for name, kinds in _FIELDS:
            if not isinstance(sent.get(name), kinds):
                raise Refused(400, "BAD_REQUEST", f"`{name}` is not of its type.")
        extensions = sent.get("extensions")
        try:
            query = text_of(sent.get("query"), extensions, sent.get("documentId"))
        except DomainError as refusal:
            # Clients of automatic persisted queries take it for no failure, and expect none.
            status = 200 if isinstance(refusal, PersistedQueryNotFound) else 400
            raise Refused(status, refusal.code, str(refusal)) from None
        return cls(query, sent.get("operationName"), sent.get("variables"), extensions)


async def answered(
    sent: Sent, context: Context, *, kinds: tuple[OperationType, ...]
) -> tuple[int, bytes, Bill]:
    """Status and body, and what it cost.

    Raises CostExceeded, OperationsExceeded, OperationTimedOut; Refused for what is no operation of
    these kinds.
    """
    query, variables = sent.query or "", sent.variables or {}
    bill = charge(context, query, sent.operation_name, variables)
    response = None
    try:
        with Place(context), Deadline(query):
            if query:
                response = await planned(
                    query, sent.operation_name, variables, context, kinds=kinds, known=bill.known
                )
            if response is None:
                result = await executed(sent, context, kinds=kinds)
    finally:
        bill.settle()
    if response is not None:
        if wants_cost(sent.extensions):
            response = with_cost(response, bill)
        return 200, response, bill
    told = process_result(result)
    status = status_of(result) or _status_of(result)
    if status not in (200, PARTIAL):
        del told["data"]  # nothing was executed: there is no data, not even null
    if wants_cost(sent.extensions):
        told["extensions"] = {**(told.get("extensions") or {}), "cost": bill.told()}
    return status, orjson.dumps(told, default=str), bill


async def executed(
    sent: Sent, context: Context, *, kinds: tuple[OperationType, ...]
) -> ExecutionResult:
    """By graphql-core. Raises Refused for what is no operation of these kinds."""
    try:
        return await schema.execute(
            sent.query,
            variable_values=sent.variables,
            context_value=context,
            operation_name=sent.operation_name,
            allowed_operation_types=_THEIRS[kinds],
        )
    except MissingQueryError:
        message = "The request has no `query`."
        raise Refused(400, "GRAPHQL_QUERY_MISSING", message) from None
    except CannotGetOperationTypeError as error:
        reason = error.as_http_error_reason()
        raise Refused(400, "GRAPHQL_OPERATION_UNKNOWN", reason) from None
    except InvalidOperationTypeError as error:
        raise _misplaced(error.operation_type) from None


def _misplaced(kind: strawberry_types.OperationType) -> Refused:
    if kind is strawberry_types.OperationType.SUBSCRIPTION:
        message = "A subscription needs a WebSocket, or `Accept: text/event-stream`."
        return Refused(406, "GRAPHQL_OPERATION_NOT_ALLOWED", message)
    message = "A mutation needs POST."
    return Refused(405, "GRAPHQL_OPERATION_NOT_ALLOWED", message, allow="POST")


def _status_of(result: ExecutionResult) -> int:
    if not result.errors:
        return 200
    if _is_request_error(result):
        return 400
    codes = {(error.extensions or {}).get("code") for error in result.errors}
    nothing = all(value is None for value in (result.data or {}).values())
    return 503 if nothing and codes <= AWAY else PARTIAL


def _is_request_error(result: ExecutionResult) -> bool:
    """Is it the document or the variables, so that nothing was executed?"""
    return result.data is None and all(
        error.path is None and error.extensions and error.extensions.get("code") in REQUEST_ERRORS
        for error in result.errors or ()
    )


# Strawberry has an enumeration of its own.
_THEIRS: Final = {
    kinds: frozenset(strawberry_types.OperationType(kind.value) for kind in kinds)
    for kinds in (READS, ALL)
}
