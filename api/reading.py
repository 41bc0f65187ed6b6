"""What a request for the GraphQL door says: from where it comes, and what it carries."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from starlette.types import Scope

from api.answers import Refused, request_id
from api.auth import Identity
from models.logs import tell_of
from schema.context import Context

LONGEST_USER_AGENT: Final = 300
JSON: Final = b"application/json"


def context_of(scope: Scope, headers: Mapping[bytes, bytes]) -> Context:
    client = scope.get("client")
    agent = headers.get(b"user-agent")
    return Context(
        address=client[0] if client else None,
        user_agent=(agent and agent[:LONGEST_USER_AGENT].decode("latin-1")) or None,
        request_id=request_id(scope),
    )


def act_as(identity: Identity | None, context: Context) -> None:
    if identity is not None:
        tell_of(**identity.names)
        context.identity = identity.viewer


def parameters(query: Mapping[str, Any]) -> dict[str, Any]:
    """What a GET sends; some of it is JSON within."""
    return {
        name: parsed(value) if value and name in ("variables", "extensions") else value or None
        for name, value in query.items()
        if isinstance(value, str)
    }


def require_json(content_type: bytes) -> None:
    """Raises Refused."""
    if content_type != JSON and content_type.partition(b";")[0].strip().lower() != JSON:
        raise Refused(415, "NOT_JSON", "Content-Type must be application/json.")


def parsed(text: str | bytes) -> Any:
    """Raises Refused."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(400, "MALFORMED", "This is not JSON.") from None
