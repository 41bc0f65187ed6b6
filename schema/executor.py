"""Where an operation enters its company: once per query or mutation, once per live event."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from functools import partial
from random import uniform
from time import monotonic
from typing import Any, Final, TypeGuard

from graphql import FieldNode, GraphQLField, GraphQLObjectType, OperationType
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import Path
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from tortoise.models import Model

from models.database import pinned
from models.errors import Unavailable
from models.tenancy import acting_for
from schema.compiler.host import Failed
from schema.context import Context, fresh_loaders
from schema.journal import event_span, name_of
from schema.repetition import Repetition
from schema.slow import note_if_slow

PAUSE: Final = 0.2  # seconds until an event is tried again
_left: ContextVar[tuple[Context, dict[str, Any]] | None] = ContextVar("left", default=None)


def leave(context: Context, done: dict[str, Any]) -> None:
    """Have the next execution in this context take these as what its root fields resolve to.

    It is the second try of the operation.
    """
    _left.set((context, done))


class CompanyExecutor(StrawberryGraphQLCoreExecutionContext):
    """Runs an operation as its viewer's company, on one connection, with loaders of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_awaitable = _is_awaitable

    def execute_operation(self, serially: bool | None = None) -> Any:  # noqa: FBT001
        return self._in_company(super().execute_operation, serially)

    async def _in_company(self, execute: Any, serially: bool | None) -> Any:  # noqa: FBT001
        context: Context = self.context_value
        taken, kind = _taken(context), self.operation.operation
        self._done = taken or {}
        self._repetition = self._of_client(context)
        answer = await self._once(execute, serially, context)
        if kind is OperationType.MUTATION or not self._met_outage():
            return answer
        # It has only read, so it may be tried again: a query once, and an event, which is not to
        # be missed, until it can be told.
        if kind is OperationType.QUERY and taken is not None:
            return answer
        while self._met_outage():
            self._done, self.collected_errors = {}, type(self.collected_errors)()
            if kind is OperationType.SUBSCRIPTION:
                await asyncio.sleep(uniform(PAUSE, 2 * PAUSE))  # noqa: S311 - not all at once
            answer = await self._once(execute, serially, context)
            if kind is OperationType.QUERY:
                break
        return answer

    async def _once(self, execute: Any, serially: bool | None, context: Context) -> Any:  # noqa: FBT001
        fresh_loaders()
        if context.identity is None:
            return await _settled(execute(serially))
        with acting_for(context.identity.company_id):
            async with pinned():
                if self.operation.operation is not OperationType.SUBSCRIPTION:
                    return await _settled(execute(serially))
                began = monotonic()
                with event_span(context, name_of(self.operation)):
                    answer = await _settled(execute(serially))
        if self.operation.loc is not None:
            text = self.operation.loc.source.body
            note_if_slow(text, began=began, seq=context.event_seq)
        return answer

    def _met_outage(self) -> bool:
        errors = self.collected_errors.errors
        return any(isinstance(error.original_error, Unavailable) for error in errors)

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: list[FieldDetails],
        path: Path,
        position_context: Any,
    ) -> Any:
        if path.prev is None:
            if path.key in self._done:
                return self._done_before(parent_type, field_details_list, path, position_context)
            if self._repetition is not None:
                execute = partial(super().execute_field, parent_type, source)
                complete = partial(execute, field_details_list, path, position_context)
                return self._done_once(parent_type, field_details_list, path, complete)
        return super().execute_field(
            parent_type, source, field_details_list, path, position_context
        )

    def _done_before(
        self,
        parent_type: GraphQLObjectType,
        field_details_list: list[FieldDetails],
        path: Path,
        position_context: Any,
    ) -> Any:
        field, nodes = self._field(parent_type, field_details_list)
        return self.complete_awaitable_value(
            field.type,
            field_details_list,
            self.build_resolve_info(field, nodes, parent_type, path),
            path,
            _again(self._done[str(path.key)]),
            position_context,
        )

    async def _done_once(
        self,
        parent_type: GraphQLObjectType,
        field_details_list: list[FieldDetails],
        path: Path,
        complete: Callable[[], Any],
    ) -> Any:
        """Under the client's key: completed as a whole, or refused as a whole."""
        assert self._repetition is not None
        field, _ = self._field(parent_type, field_details_list)
        errors = self.collected_errors.errors
        before = len(errors)

        async def execute() -> Any:
            completed = await _settled(complete())
            if len(errors) > before:
                raise errors[before]
            return completed

        try:
            return await self._repetition.once(field, str(path.key), execute)
        except Exception as refused:  # noqa: BLE001 - it becomes the field's error
            del errors[before:]
            self.handle_field_error(refused, field.type, field_details_list, path)
            return None

    def _field(
        self, parent_type: GraphQLObjectType, field_details_list: list[FieldDetails]
    ) -> tuple[GraphQLField, list[FieldNode]]:
        nodes = [details.node for details in field_details_list]
        field = self.schema.get_field(parent_type, nodes[0].name.value)
        assert field is not None
        return field, nodes

    def _of_client(self, context: Context) -> Repetition | None:
        """Only a mutation has effects to be kept from happening twice."""
        operation = self.operation
        if operation.operation is not OperationType.MUTATION or context.idempotency_key is None:
            return None
        return Repetition(
            context,
            context.idempotency_key,
            operation=operation,
            fragments=self.fragment_definitions.values(),
            variables=self.variable_values.coerced,
        )


async def _again(value: Any) -> Any:
    if isinstance(value, Failed):
        raise value.error
    return value


def _taken(context: Context) -> dict[str, Any] | None:
    left = _left.get()
    _left.set(None)
    return left[1] if left is not None and left[0] is context else None


def _is_awaitable(value: Any) -> TypeGuard[Awaitable[Any]]:
    """A row is not: Tortoise lets one be awaited for nothing, and each would cost a task."""
    return not isinstance(value, Model) and optimized_is_awaitable(value)


async def _settled(result: Any) -> Any:
    return await result if isinstance(result, Awaitable) else result
