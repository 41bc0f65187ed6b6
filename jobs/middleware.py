"""Around each delivery, as Taskiq calls it: the lease, the company, the log, the trace, the count.

Taskiq runs all of it in one task of its own, and so in one context.
"""

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from taskiq import TaskiqMessage, TaskiqMiddleware, TaskiqResult

from jobs.attempt import Attempt
from jobs.metrics import count
from jobs.tracing import traced
from models import tracing
from models.logs import about
from models.tenancy import acting_for

_entered: ContextVar[tuple[Attempt, ExitStack] | None] = ContextVar("attempt", default=None)


def entered() -> Attempt | None:
    """The attempt that is due here; None when there is nothing to do."""
    here = _entered.get()
    return None if here is None else here[0]


class InCompany(TaskiqMiddleware):
    """What a delivery is worth only the table knows: `begin` asks it."""

    def __init__(
        self, begin: Callable[[UUID], Awaitable[Attempt | None]], end: Callable[[Attempt], None]
    ) -> None:
        super().__init__()
        self._begin = begin
        self._end = end

    async def pre_execute(self, message: TaskiqMessage) -> TaskiqMessage:
        attempt = await self._begin(UUID(message.args[0]))
        if attempt is not None:
            lease, stack = attempt.lease, ExitStack()
            told = {"company": str(lease.company_id), "job": str(lease.job_id)}
            stack.enter_context(acting_for(lease.company_id))
            stack.enter_context(
                about(**told, kind=lease.kind, attempt=lease.attempt),
            )
            if tracing.telemetry is not None:
                stack.enter_context(traced(attempt))
            _entered.set((attempt, stack))
        return message

    async def post_execute(self, message: TaskiqMessage, result: TaskiqResult[Any]) -> None:
        here = _entered.get()
        if here is not None:
            attempt, stack = here
            stack.close()
            count(attempt)
            self._end(attempt)
