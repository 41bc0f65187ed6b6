"""What the GraphQL door may come to instead of an answer, and how HTTP says it."""

from typing import Final

from cross_web import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from api.answers import BUSY, Refused, put_off, refused
from api.bounds import OperationsExceeded, OperationTimedOut
from api.costs import CostExceeded
from models.errors import Interrupted, Overloaded, Unauthenticated, Unavailable

REFUSALS: Final = (
    *(Refused, CostExceeded, OperationsExceeded, OperationTimedOut),
    *(Unauthenticated, HTTPException, *BUSY),
)


def refusal_of(scope: Scope, refusal: Exception) -> Response:
    """The answer to a request that came to one of the REFUSALS."""
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
