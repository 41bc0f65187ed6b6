"""Whether a request can be executed at all, for who has to say so before it is."""

from contextlib import aclosing
from typing import Any

from strawberry.schema.exceptions import CannotGetOperationTypeError
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from schema import schema
from schema.context import Context


async def fault_of(
    query: str, context: Context, *, variables: dict[str, Any] | None, operation_name: str | None
) -> PreExecutionError | None:
    """What nothing can be executed for, noted in the journal; None for what can be begun."""
    asked = (query, tuple(OperationType), variables, context, None, operation_name)
    execution, extensions = schema._create_execution_context(*asked), schema.get_extensions()
    for extension in extensions:
        extension.execution_context = execution
    runner = schema.create_extensions_runner(execution, extensions)
    try:
        if await schema._prepare_operation_async(execution, runner) is None:
            return None
    except CannotGetOperationTypeError:
        pass
    results: Any = await schema.stream(
        query, variable_values=variables, context_value=context, operation_name=operation_name
    )
    async with aclosing(results):
        result = await anext(results)
    return result if isinstance(result, PreExecutionError) else None
