"""The two ways in which an operation is answered: by its plan, and by graphql-core."""

from typing import Any

import orjson
from graphql import GraphQLError, parse, validate
from strawberry.types import ExecutionResult

from models.database import pinned
from models.settings import settings
from models.tenancy import acting_for
from schema import schema
from schema.budget import Refused
from schema.compiled import Attempt, attempt, plans
from schema.compiler.host import Run
from schema.context import Context, fresh_loaders
from schema.documents import Known
from schema.executor import CompanyExecutor, leave
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


async def payload(
    document: str, variables: dict[str, Any], context: Context, event: Any
) -> tuple[bytes | None, Exception | None]:
    """What a plan tells of an event, or why it does not."""
    known, viewer = known_of(document, variables), context.viewer
    assert known is not None
    try:
        plan, coerced = plans.of(known.document, None, variables, viewer.permissions)
        fresh_loaders()
        with acting_for(viewer.company_id):
            async with pinned():
                return await plan.payload(event, Run(context, coerced, viewer.company_id)), None
    except Exception as error:  # noqa: BLE001 - it is what is asked
        return None, error


async def executed_event(
    document: str, variables: dict[str, Any], context: Context, event: Any
) -> bytes | None:
    """What graphql-core tells of an event, if it has no error."""
    executor = CompanyExecutor.build(
        schema._schema,
        parse(document),
        root_value=event,
        context_value=context,
        raw_variable_values=variables,
    )
    assert isinstance(executor, CompanyExecutor), executor
    result = await executor.execute_operation(serially=False)
    return None if result.errors else orjson.dumps(result.data, default=str)


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
