"""How long a query or mutation may take."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from time import monotonic
from typing import Any, Final, Self

from prometheus_client import Counter

from models.errors import DomainError
from models.settings import settings

TIMED_OUT: Final = Counter(
    "chatia_operations_timed_out", "Queries and mutations that took longer than one may."
)


class OperationTimedOut(DomainError):
    """This took longer than it may, and was cut short. A mutation was done as a whole or not at
    all: send it again with its idempotency key, or read what there is.
    """

    code = "OPERATION_TIMED_OUT"
    retryable = True


class Deadline:
    """`with`: what takes longer is cancelled, and has ended when OperationTimedOut is raised.

    Entered again, it is still the same time.
    """

    __slots__ = ("_before", "_task", "at", "late")

    def __init__(self) -> None:
        self.at = monotonic() + settings().operation_timeout_seconds
        self.late = False

    def __enter__(self) -> Self:
        task = asyncio.current_task()
        assert task is not None
        self._task: asyncio.Task[Any] = task
        self._before = task.cancelling()
        _watch.add(self, task.get_loop())
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        _watch.discard(self)
        # Others may have cancelled it as well: a client that completes, a process that stops.
        if self.late and self._task.uncancel() <= self._before and kind is asyncio.CancelledError:
            TIMED_OUT.inc()
            raise OperationTimedOut from None

    async def first(self, results: AsyncGenerator[Any, None]) -> AsyncGenerator[Any, None]:
        """The results, the first of which is there in time."""
        async with aclosing(results):
            with self:
                result = await anext(results, None)
            if result is not None:
                yield result
            async for result in results:
                yield result

    def expire(self) -> None:
        self.late = True
        self._task.cancel()


class Watch:
    """One timer for all deadlines: most operations end long before it is set for theirs."""

    def __init__(self) -> None:
        self._waiting: dict[Deadline, None] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._at = 0.0

    def add(self, deadline: Deadline, loop: asyncio.AbstractEventLoop) -> None:
        self._waiting[deadline] = None
        if self._loop is not loop or deadline.at < self._at:
            self._loop = loop
            self._set(deadline.at)

    def discard(self, deadline: Deadline) -> None:
        self._waiting.pop(deadline, None)

    def _set(self, at: float) -> None:
        assert self._loop is not None
        self._at = at
        self._loop.call_later(max(at - monotonic(), 0.0), self._look, at)

    def _look(self, at: float) -> None:
        if at != self._at:  # another timer was set, for an earlier time
            return
        now = monotonic()
        for deadline in [each for each in self._waiting if each.at <= now]:
            del self._waiting[deadline]
            deadline.expire()
        if self._waiting:
            self._set(min(deadline.at for deadline in self._waiting))
        else:
            self._loop = None


_watch: Final = Watch()
