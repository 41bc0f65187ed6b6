"""A subscription executed over a stretch of the log, for a group or for one who catches up."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import orjson
from graphql import GraphQLError
from strawberry.schema import BaseSchema
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.utils.aio import aclosing

from api.fanout.memo import Entry
from api.fanout.shape import Shape
from schema.context import Context


class Over(Exception):
    """It told its last: the document was refused (`errors`), or it broke off (`payload`)."""

    def __init__(
        self, errors: list[GraphQLError] | None = None, payload: bytes | None = None
    ) -> None:
        self.errors = errors
        self.payload = payload


@dataclass(frozen=True, slots=True)
class Subscription:
    """What all of a group asked for."""

    schema: BaseSchema
    shape: Shape
    variables: dict[str, Any]

    async def results(self, context: Context) -> AsyncGenerator[Entry, None]:
        """From the context's cursor on, up to its `until_seq`. Raises Over."""
        results = await self.schema.stream(
            self.shape.text,
            variable_values=self.variables,
            context_value=context,
            operation_name=self.shape.operation_name,
        )
        async with aclosing(results):
            async for result in results:
                if isinstance(result, PreExecutionError):
                    raise Over(errors=result.errors)
                assert isinstance(result, ExecutionResult)
                if context.event_seq is None or context.event_at is None:
                    raise Over(payload=encoded(result))
                yield Entry(context.event_seq, context.event_at.timestamp(), encoded(result))


def encoded(result: ExecutionResult) -> bytes:
    """The payload of a `next` message."""
    payload: dict[str, Any] = {"data": result.data}
    if result.errors:
        payload["errors"] = [error.formatted for error in result.errors]
    if result.extensions:
        payload["extensions"] = result.extensions
    return orjson.dumps(payload, default=str)
