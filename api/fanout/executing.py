"""A subscription executed over a stretch of the log, for a group or for one who catches up."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import orjson
from graphql import GraphQLError
from strawberry.schema import BaseSchema
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.utils.aio import aclosing

from api.fanout.memo import Entry
from api.fanout.shape import Shape
from models.events import cursor
from schema.compiled import is_ready, live
from schema.compiler.leaves import HandOver
from schema.context import Context
from schema.journal import iso

PATIENCE: Final = 3  # events in a row that a plan could not answer, until it is tried no more


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

    async def results(
        self, context: Context, *, compiled: bool = True
    ) -> AsyncGenerator[Entry, None]:
        """From the context's cursor on, up to its `until_seq`. Raises Over.

        What its plan cannot answer, graphql-core does: an event with an error, or the first of all.
        """
        patience = PATIENCE if compiled else 0
        while True:
            if patience and is_ready(self.shape.text, self.variables):
                try:
                    async with aclosing(self._by_plan(context)) as entries:
                        async for entry in entries:
                            yield entry
                            patience = PATIENCE
                    return
                except HandOver:
                    patience -= 1
                    context.resume_cursor = _behind(context, context.settled_seq)
            async with aclosing(self._by_graphql_core(context)) as entries:
                async for entry in entries:
                    yield entry
                    if patience and is_ready(self.shape.text, self.variables):
                        context.resume_cursor = _behind(context, entry.seq)
                        break
                else:
                    return

    async def _by_plan(self, context: Context) -> AsyncGenerator[Entry, None]:
        answers = live(self.shape.text, self.shape.operation_name, self.variables, context)
        async with aclosing(answers):
            async for data in answers:
                if context.event_seq is None or context.event_at is None:
                    raise HandOver
                told = iso(context.event_at).encode()
                payload = b'{"data":%b,"extensions":{"timestamp":"%b"}}' % (data, told)
                yield _entry(context.event_seq, context.event_at, payload, context)

    async def _by_graphql_core(self, context: Context) -> AsyncGenerator[Entry, None]:
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
                yield _entry(context.event_seq, context.event_at, encoded(result), context)


def _entry(seq: int, at: datetime, payload: bytes, context: Context) -> Entry:
    return Entry(seq, at.timestamp(), payload, audience=context.event_audience)


def _behind(context: Context, seq: int | None) -> str | None:
    if seq is None:
        return context.resume_cursor
    return cursor(context.viewer.company_id, seq)


def encoded(result: ExecutionResult) -> bytes:
    """The payload of a `next` message."""
    payload: dict[str, Any] = {"data": result.data}
    if result.errors:
        payload["errors"] = [error.formatted for error in result.errors]
    if result.extensions:
        payload["extensions"] = result.extensions
    return orjson.dumps(payload, default=str)
