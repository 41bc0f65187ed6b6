"""The hands: takes the jobs it is sent, runs each in its company under a lease, and settles it."""

import asyncio
import os
import signal
import socket
from collections.abc import Mapping
from time import monotonic
from typing import Final
from uuid import UUID

import structlog
from structlog.contextvars import bound_contextvars
from taskiq.acks import AcknowledgeType
from taskiq.receiver import Receiver

from jobs.attempt import Attempt
from jobs.broker import PERFORM, JobBroker
from jobs.clock import ticking
from jobs.dispatcher import Dispatcher
from jobs.task import Task, registered
from models import database, live
from models.job import BELL
from models.job.lease import Lease
from models.job.turns import unclaim
from models.settings import settings
from models.tenancy import acting_for

GRACE: Final = 20.0  # seconds for running jobs to finish at a stop
FAREWELL: Final = 3.0  # and to hand back those that did not
BEAT: Final = 0.5
log = structlog.get_logger()


async def run() -> None:
    """A worker process: until SIGTERM or SIGINT, and then as long as GRACE for what runs."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    ours = settings()
    async with database.connected(), live.connected(ours.redis_url), ticking():
        broker = JobBroker(ours.redis_url, capacity=ours.job_concurrency)
        await Worker(broker, tasks=registered()).run(stop)


class Worker:
    """Runs as many jobs at once as its broker holds, and a dispatcher beside them."""

    def __init__(
        self, broker: JobBroker, *, tasks: Mapping[str, Task], grace: float = GRACE
    ) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self._broker = broker
        self._tasks = tasks
        self._grace = grace
        self._leases = {kind: task.policy.lease for kind, task in tasks.items()}
        self._attempts: set[Attempt] = set()
        self._stop = asyncio.Event()

        @broker.task(PERFORM)  # Taskiq renames what it is given, which a method cannot be
        async def perform(job_id: UUID) -> None:
            await self.perform(job_id)

    async def run(self, stop: asyncio.Event) -> None:
        self._stop = stop
        receiver = Receiver(
            self._broker,
            max_async_tasks=self._broker.capacity,
            run_startup=False,
            ack_type=AcknowledgeType.WHEN_EXECUTED,
        )
        log.info("worker.started", worker=self.name, capacity=self._broker.capacity)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(Dispatcher(self._broker).run(stop))
                beating = group.create_task(self._beat())
                receiving = group.create_task(receiver.listen(stop))
                await stop.wait()
                await self._finish(receiving)
                beating.cancel()
        finally:
            await self._broker.shutdown()
            log.info("worker.stopped", worker=self.name)

    async def perform(self, job_id: UUID) -> None:
        """One delivery: it may come twice, late or for nothing; the table knows."""
        if self._stop.is_set():
            await unclaim([job_id])
            await live.ring(BELL)
            return
        try:
            lease = await Lease.take(job_id, worker=self.name, seconds=self._leases)
        except Exception:
            log.exception("worker.take_failed", job=str(job_id))  # it will be sent again
            return
        if lease is None:
            return
        attempt = Attempt(lease, self._tasks.get(lease.kind))
        self._attempts.add(attempt)
        try:
            with (
                acting_for(lease.company_id),
                bound_contextvars(
                    company=str(lease.company_id),
                    job=str(job_id),
                    kind=lease.kind,
                    attempt=lease.attempt,
                ),
            ):
                await attempt.run()
        finally:
            self._attempts.discard(attempt)

    async def _finish(self, receiving: asyncio.Task[None]) -> None:
        await asyncio.wait([receiving], timeout=self._grace)
        for attempt in self._attempts:
            attempt.hand_back()
        await asyncio.wait([receiving], timeout=FAREWELL)
        receiving.cancel()

    async def _beat(self) -> None:
        """Renew the leases in time, and let go of those that are no longer ours."""
        while True:
            await asyncio.sleep(BEAT)
            due = [each for each in self._attempts if each.renew_at <= monotonic()]
            if not due:
                continue
            asked_at = monotonic()
            try:
                held = await Lease.renew((each.lease, each.seconds) for each in due)
            except Exception:
                log.exception("worker.renewal_failed")
                held = {each.lease.key for each in due if monotonic() < each.valid_until}
            else:
                for each in due:
                    each.renewed(asked_at)
            for each in due:
                if each.lease.key not in held:
                    each.lose()
