"""How long a query or mutation may take, and how many of a viewer may be at work at a time."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from time import monotonic
from typing import Any, Final, Self
from uuid import UUID

from prometheus_client import Counter

from api.quotas import REFUSALS
from models.errors import DomainError, RateLimited
from models.identity.throttle import caller
from models.settings import settings
from schema.context import Context
from schema.slow import note_if_slow

TIMED_OUT: Final = Counter(
    "chatia_operations_timed_out", "Queries and mutations that took longer than one may."
)
RETRY_AFTER: Final = 1  # second: most are done by then


class OperationTimedOut(DomainError):
    """This took longer than it may, and was cut short. A mutation was done as a whole or not at
    all: send it again with its idempotency key, or read what there is.
    """

    code = "OPERATION_TIMED_OUT"
    retryable = True


class OperationsExceeded(RateLimited):
    """As many of your queries and mutations are at work as may be at a time. Wait for some."""

    def __init__(self, quota: str, limit: int) -> None:
        super().__init__(retry_after=RETRY_AFTER)
        self.details |= {"quota": quota, "limit": limit}
        self.headers = {"retry-after": str(RETRY_AFTER)}


class Place:
    """`with` or `async with`: one of those that the viewer, or a stranger's address, may have.

    Raises OperationsExceeded.
    """

    __slots__ = ("_quota", "_who")

    def __init__(self, context: Context) -> None:
        viewer = context.identity
        self._who: UUID | str
        if viewer is None or (actor_id := viewer.actor_id) is None:
            self._who, self._quota = caller(context.address), "operationsPerAddress"
        else:
            self._who, self._quota = actor_id, "operationsPerViewer"

    def __enter__(self) -> None:
        at_work, limit = _at_work.get(self._who, 0), settings().operations_per_viewer
        if at_work >= limit:
            REFUSALS.labels(self._quota).inc()
            raise OperationsExceeded(self._quota, limit)
        _at_work[self._who] = at_work + 1

    def __exit__(self, *_: object) -> None:
        if left := _at_work[self._who] - 1:
            _at_work[self._who] = left
        else:
            del _at_work[self._who]

    async def __aenter__(self) -> None:
        self.__enter__()

    async def __aexit__(self, *_: object) -> None:
        self.__exit__()

    async def during(self, results: AsyncGenerator[Any, None]) -> AsyncGenerator[Any, None]:
        """The results, while it is held."""
        async with aclosing(results):
            with self:
                async for result in results:
                    yield result


class Deadline:
    """`with`: what takes longer is cancelled, and has ended when OperationTimedOut is raised; what
    takes long is told of.

    Entered again, it is still the same time.
    """

    __slots__ = ("_before", "_began", "_slow", "_task", "_text", "at", "late")

    def __init__(self, text: str) -> None:
        self._text = text
        self._began = monotonic()
        self._slow = False
        self.at = self._began + settings().operation_timeout_seconds
        self.late = False

    def __enter__(self) -> Self:
        loop = asyncio.get_running_loop()
        task = asyncio.current_task(loop)
        assert task is not None
        self._task: asyncio.Task[Any] = task
        self._before = task.cancelling()
        _watch.waiting[self] = None
        if self.at < _watch.at or _watch.loop is not loop:
            _watch.set(self.at, loop)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        _watch.waiting.pop(self, None)
        if not self._slow and monotonic() - self._began >= settings().slow_operation_seconds:
            self._slow = note_if_slow(self._text, began=self._began)
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
        self.waiting: dict[Deadline, None] = {}
        self.loop: asyncio.AbstractEventLoop | None = None
        self.at = 0.0

    def set(self, at: float, loop: asyncio.AbstractEventLoop) -> None:
        self.at, self.loop = at, loop
        loop.call_later(max(at - monotonic(), 0.0), self._look, at, loop)

    def _look(self, at: float, loop: asyncio.AbstractEventLoop) -> None:
        if at != self.at:  # another timer was set, for an earlier time
            return
        now = monotonic()
        for deadline in [each for each in self.waiting if each.at <= now]:
            del self.waiting[deadline]
            deadline.expire()
        if self.waiting:
            self.set(min(deadline.at for deadline in self.waiting), loop)
        else:
            self.loop = None


_watch: Final = Watch()
_at_work: Final[dict[UUID | str, int]] = {}
