"""Where an operation enters its company: once per query or mutation, once per live event."""

from collections.abc import Awaitable
from contextvars import ContextVar
from typing import Any, TypeGuard

from graphql import GraphQLObjectType
from graphql.execution.collect_fields import FieldDetails
from graphql.pyutils import Path
from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from tortoise.models import Model

from models.database import pinned
from models.tenancy import acting_for
from schema.compiler.host import Failed
from schema.context import Context, fresh_loaders

_left: ContextVar[tuple[Context, dict[str, Any]] | None] = ContextVar("left", default=None)


def leave(context: Context, done: dict[str, Any]) -> None:
    """Have the next execution in this context take these as what its root fields resolve to."""
    _left.set((context, done) if done else None)


class CompanyExecutor(StrawberryGraphQLCoreExecutionContext):
    """Runs an operation as its viewer's company, on one connection, with loaders of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_awaitable = _is_awaitable

    def execute_operation(self, serially: bool | None = None) -> Any:  # noqa: FBT001
        return self._in_company(super().execute_operation, serially)

    async def _in_company(self, execute: Any, serially: bool | None) -> Any:  # noqa: FBT001
        context: Context = self.context_value
        self._done = _taken(context)
        fresh_loaders()
        if context.identity is None:
            return await _settled(execute(serially))
        with acting_for(context.identity.company_id):
            async with pinned():
                return await _settled(execute(serially))

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: list[FieldDetails],
        path: Path,
        position_context: Any,
    ) -> Any:
        if path.prev is not None or path.key not in self._done:
            return super().execute_field(
                parent_type, source, field_details_list, path, position_context
            )
        nodes = [details.node for details in field_details_list]
        field = self.schema.get_field(parent_type, nodes[0].name.value)
        assert field is not None
        return self.complete_awaitable_value(
            field.type,
            field_details_list,
            self.build_resolve_info(field, nodes, parent_type, path),
            path,
            _again(self._done[str(path.key)]),
            position_context,
        )


async def _again(value: Any) -> Any:
    if isinstance(value, Failed):
        raise value.error
    return value


def _taken(context: Context) -> dict[str, Any]:
    left = _left.get()
    _left.set(None)
    return left[1] if left is not None and left[0] is context else {}


def _is_awaitable(value: Any) -> TypeGuard[Awaitable[Any]]:
    """A row is not: Tortoise lets one be awaited for nothing, and each would cost a task."""
    return not isinstance(value, Model) and optimized_is_awaitable(value)


async def _settled(result: Any) -> Any:
    return await result if isinstance(result, Awaitable) else result
