"""Where an operation enters its company: once per query or mutation, once per live event."""

from collections.abc import Awaitable
from typing import Any, TypeGuard

from strawberry.execution import optimized_is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from tortoise.models import Model

from models.database import pinned
from models.tenancy import acting_for
from schema.context import Context, fresh_loaders


class CompanyExecutor(StrawberryGraphQLCoreExecutionContext):
    """Runs an operation as its viewer's company, on one connection, with loaders of its own."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.is_awaitable = _is_awaitable

    def execute_operation(self, serially: bool | None = None) -> Any:  # noqa: FBT001
        return self._in_company(super().execute_operation, serially)

    async def _in_company(self, execute: Any, serially: bool | None) -> Any:  # noqa: FBT001
        context: Context = self.context_value
        fresh_loaders()
        if context.identity is None:
            return await _settled(execute(serially))
        with acting_for(context.identity.company_id):
            async with pinned():
                return await _settled(execute(serially))


def _is_awaitable(value: Any) -> TypeGuard[Awaitable[Any]]:
    """A row is not: Tortoise lets one be awaited for nothing, and each would cost a task."""
    return not isinstance(value, Model) and optimized_is_awaitable(value)


async def _settled(result: Any) -> Any:
    return await result if isinstance(result, Awaitable) else result
