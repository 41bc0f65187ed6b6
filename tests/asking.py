"""The two ways in which an operation is answered: by its plan, and by graphql-core."""

from typing import Any

import orjson
from graphql import GraphQLError, parse, validate
from strawberry.types import ExecutionResult

from models.settings import settings
from schema import schema
from schema.budget import Refused
from schema.compiled import Attempt, attempt
from schema.context import Context
from schema.documents import Known
from schema.executor import leave
from tests.answers import timeless

_known: dict[str, Known | None] = {}


async def planned(document: str, variables: dict[str, Any], context: Context) -> Attempt:
    """As a plan answers; what it leaves to graphql-core goes on with what is done."""
    known = known_of(document, variables)
    if known is None or settings().compiler == "off":
        return Attempt(None, {})
    attempted = await attempt(known, None, variables, context)
    leave(context, attempted.done)
    return attempted


async def executed(document: str, variables: dict[str, Any], context: Context) -> dict[str, Any]:
    """The response of graphql-core."""
    result = await schema.execute(document, variable_values=variables, context_value=context)
    assert isinstance(result, ExecutionResult)
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [timeless(error.formatted) for error in result.errors]
    return answer


def encoded(answer: dict[str, Any]) -> bytes | None:
    """The `data` of a response without any error."""
    return None if "errors" in answer else orjson.dumps(answer["data"], default=str)


def known_of(document: str, variables: dict[str, Any]) -> Known | None:
    """A document that the door would let in."""
    if document not in _known:
        try:
            parsed = parse(document)
        except GraphQLError:
            return None
        _known[document] = None if validate(schema._schema, parsed) else Known.of(parsed)
    known = _known[document]
    if known is None or known.introspects:
        return None
    try:
        known.require_affordable(schema._schema, variables)
    except Refused:
        return None
    return known
