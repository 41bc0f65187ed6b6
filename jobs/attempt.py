"""One attempt at a job: runs its handler beside the lease and settles how it ended."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from random import uniform
from time import monotonic
from typing import Any, Final, Literal

import structlog

from jobs.task import Policy, Task
from models.job import BELL, PermanentFailure
from models.job.failures import EXPLAINED, explain
from models.job.lease import Lease
from models.job.running import NotOurs, Running, running
from models.live import ring
from models.logs import failed, tell

MAX_DEATHS: Final = 3
PARKED: Final = (1.0, 3.0)  # seconds until work that we do not know is offered to another worker
SETTLING: Final = (0.2, 1.0, 3.0)  # seconds between tries to write down the outcome
Outcome = Literal[
    "succeeded", "retrying", "dead", "cancelled", "parked", "handed back", "lost", "unsettled"
]
log = structlog.get_logger()


class Poison(PermanentFailure):
    """Running it is what ends our workers."""


class Attempt:
    """`hand_back`, `stop` and `lose` end it from outside; what its handler did stays done."""

    def __init__(
        self, lease: Lease, task: Task | None, *, succeed: Callable[[Lease], Awaitable[bool]]
    ) -> None:
        self.lease = lease
        self.seconds = (task.policy if task else Policy()).lease
        self.outcome: Outcome = "lost"
        self.duration = 0.0
        self._task = task
        self._succeed = succeed
        self._work: asyncio.Task[None] | None = None
        self._interruption: Outcome | None = None
        self._told: dict[str, Any] = {}
        self.renewed(monotonic())

    def renewed(self, at: float) -> None:
        self.renew_at = at + self.seconds / 3
        self.valid_until = at + self.seconds

    def hand_back(self) -> None:
        """There is no time left: another worker shall do it."""
        self._interrupt("handed back")

    def stop(self) -> None:
        """It is not wanted any more. A handler may see to its end first, or even finish."""
        if self._interruption is None:
            self._interrupt("cancelled")

    def lose(self) -> None:
        """It is no longer ours: somebody else may be doing it."""
        self._interrupt("lost")

    async def run(self) -> None:
        """Run it in the company we act for; one line at the start, one at the end."""
        started = monotonic()
        tell("job.started", waited_ms=round(self.lease.waited * 1000))
        try:
            self.outcome = await self._settled()
        except Exception as error:  # noqa: BLE001
            # The table could not be told. The lease will run out, and the job start again.
            failed("job.unsettled", error)
            self.outcome = "unsettled"
        self.duration = monotonic() - started
        duration_ms = round(self.duration * 1000, 1)
        say = log.info if self._told else tell
        say("job.ended", outcome=self.outcome, duration_ms=duration_ms, **self._told)

    async def _settled(self) -> Outcome:
        task, lease = self._task, self.lease
        if lease.unwanted:
            return await self._settle("cancelled", lease.cancel)
        if task is None or lease.version > task.version:
            parked = partial(lease.give_back, after=uniform(*PARKED))  # noqa: S311
            return await self._settle("parked", parked)
        if lease.deaths >= MAX_DEATHS:
            return await self._bury(task, Poison(f"{lease.deaths} workers died of it."))
        error = await self._failure(task)
        if error is None:
            return await self._settle("succeeded", partial(self._succeed, lease))
        if isinstance(error, asyncio.CancelledError | NotOurs):
            if self._interruption == "cancelled":
                return await self._settle("cancelled", lease.cancel)
            if self._interruption == "handed back":
                outcome = await self._settle("handed back", lease.give_back)
                ring(BELL)
                return outcome
            if self._interruption == "lost" or isinstance(error, NotOurs):
                return "lost"
        return await self._after(task, error)

    async def _failure(self, task: Task) -> BaseException | None:
        """Run the handler; what it raised."""
        # A task of its own, so that an interruption ends the handler and not the settling.
        self._work = asyncio.create_task(self._within_time(task))
        if self._interruption:
            self._work.cancel()
        [failure] = await asyncio.gather(self._work, return_exceptions=True)
        return failure

    async def _within_time(self, task: Task) -> None:
        lease = self.lease
        running.set(Running(lease.job_id, lease.fence, lease.attempt))
        async with asyncio.timeout(task.policy.timeout):
            await task.run(lease.payload)

    async def _after(self, task: Task, error: BaseException) -> Outcome:
        name, message = explain(error)
        pause = task.pause(error, attempt=self.lease.attempt, attempts=self.lease.max_attempts)
        self._told = {"error": name, "message": message, "retry_in": pause}
        if not isinstance(error, EXPLAINED):
            self._told["exc_info"] = error
        if pause is None:
            return await self._bury(task, error)
        outcome = await self._settle("retrying", partial(self.lease.retry, error, after=pause))
        if outcome == "lost":  # or cancelled or replaced meanwhile, and then not tried again
            return await self._settle("cancelled", self.lease.cancel)
        return outcome

    async def _bury(self, task: Task, error: BaseException) -> Outcome:
        reason = ": ".join(filter(None, explain(error)))
        last_rites = partial(task.give_up, self.lease.payload, reason=reason)
        try:
            return await self._settle(
                "dead", partial(self.lease.bury, error, last_rites=last_rites)
            )
        except Exception as error:  # noqa: BLE001 - without them, then
            failed("job.last_rites_failed", error)
            return await self._settle("dead", partial(self.lease.bury, error))

    async def _settle(self, outcome: Outcome, settle: Callable[[], Awaitable[bool]]) -> Outcome:
        """Write the outcome down, through a short outage of the database if need be."""
        pauses = iter(SETTLING)
        while True:
            try:
                return outcome if await settle() else "lost"
            except Exception as error:
                pause = next(pauses, None)
                if pause is None:
                    raise
                log.warning("job.settling_failed", error=type(error).__name__)
                await asyncio.sleep(pause)

    def _interrupt(self, as_: Outcome) -> None:
        self._interruption = as_
        if self._work is not None:
            self._work.cancel()
