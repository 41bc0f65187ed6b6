"""The hands: takes the jobs it is sent, runs each in its company under a lease, and settles it."""

import asyncio
import gc
import os
import signal
import socket
from collections.abc import Mapping
from time import monotonic
from typing import Final
from uuid import UUID

import structlog
from prometheus_client import start_http_server
from taskiq.acks import AcknowledgeType

from jobs.attempt import Attempt
from jobs.broker import PERFORM, JobBroker
from jobs.clock import ticking
from jobs.consumers import consuming
from jobs.dispatcher import Dispatcher
from jobs.gathering import Gathering
from jobs.middleware import InCompany, entered
from jobs.receiver import PromptReceiver
from jobs.task import Task, registered
from models import database, live, logs
from models.callback import caller
from models.job import BELL, CANCEL_BELL
from models.job.lease import Lease
from models.job.turns import unclaim
from models.live.roll import enrolled
from models.settings import settings
from models.tracing import traced

GRACE: Final = 20.0  # seconds for running jobs to finish at a stop
FAREWELL: Final = 3.0  # and to hand back those that did not
BEAT: Final = 0.5
ENDED_LINGER: Final = 0.006  # nobody waits for the end as for the start
YOUNG: Final = 5_000
log = structlog.get_logger()


async def run() -> None:
    """A worker process: until SIGTERM or SIGINT, and then as long as GRACE for what runs."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.complain)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    ours, tasks = settings(), registered()
    if ours.worker_metrics_port:
        start_http_server(ours.worker_metrics_port, addr=ours.host)
    async with (
        database.connected(),
        live.connected(ours.redis_url),
        traced(),
        ticking(),
        consuming(),
    ):
        broker = JobBroker(ours.redis_url, capacity=ours.job_concurrency)
        worker = Worker(broker, tasks=tasks)
        # As the server does: to walk again what stands by now would stop all work for 100 ms.
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG, 5, 100)
        try:
            async with enrolled("worker", worker.figures):
                await worker.run(stop)
        finally:
            await caller().close()


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
        self._announced = frozenset(kind for kind, task in tasks.items() if task.announced)
        self._attempts: set[Attempt] = set()
        self._stop = asyncio.Event()
        self._take = Gathering(self._take_all)
        self._succeed = Gathering(self._succeed_all, linger=ENDED_LINGER)
        broker.add_middlewares(InCompany(self.begin, self._attempts.discard))

        @broker.task(PERFORM)  # Taskiq renames what it is given, which a method cannot be
        async def perform(job_id: str) -> None:
            if attempt := entered():
                await attempt.run()

    def figures(self) -> dict[str, int]:
        """What it says of itself on the roll."""
        return {"running": len(self._attempts), "capacity": self._broker.capacity}

    async def run(self, stop: asyncio.Event) -> None:
        self._stop = stop
        receiver = PromptReceiver(
            self._broker,
            max_async_tasks=self._broker.capacity,
            run_startup=False,
            validate_params=False,
            ack_type=AcknowledgeType.WHEN_EXECUTED,
        )
        log.info("worker.started", worker=self.name, capacity=self._broker.capacity)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(Dispatcher(self._broker, tasks=self._tasks).run(stop))
                beating = [
                    group.create_task(self._beat()),
                    group.create_task(self._hear_of_cancelled()),
                ]
                receiving = group.create_task(receiver.listen(stop))
                await stop.wait()
                await self._finish(receiving)
                for each in beating:
                    each.cancel()
        finally:
            await self._broker.shutdown()
            log.info("worker.stopped", worker=self.name)

    async def begin(self, job_id: UUID) -> Attempt | None:
        """One delivery: it may come twice, late or for nothing; the table knows."""
        if self._stop.is_set():
            await unclaim([job_id])
            live.ring(BELL)
            return None
        try:
            lease = await self._take(job_id)
        except Exception as error:  # noqa: BLE001 - it will be sent again
            logs.failed("worker.take_failed", error, job=str(job_id))
            return None
        if lease is None:
            return None
        attempt = Attempt(lease, self._tasks.get(lease.kind), succeed=self._succeed)
        self._attempts.add(attempt)
        return attempt

    async def _take_all(self, job_ids: list[UUID]) -> list[Lease | None]:
        leases = await Lease.take(
            job_ids, worker=self.name, seconds=self._leases, announced=self._announced
        )
        taken = {lease.job_id: lease for lease in leases}
        return [taken.pop(job_id, None) for job_id in job_ids]

    async def _succeed_all(self, leases: list[Lease]) -> list[bool]:
        settled = await Lease.succeed_all(leases)
        return [lease.key in settled for lease in leases]

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
            await self._renew([each for each in self._attempts if each.renew_at <= monotonic()])

    async def _hear_of_cancelled(self) -> None:
        async for _ in live.listen(CANCEL_BELL, every=60):
            await self._renew(list(self._attempts))

    async def _renew(self, due: list[Attempt]) -> None:
        if not due:
            return
        asked_at = monotonic()
        try:
            held = await Lease.renew((each.lease, each.seconds) for each in due)
        except Exception as error:  # noqa: BLE001 - it goes on
            logs.failed("worker.renewal_failed", error)
            for each in due:
                if monotonic() >= each.valid_until:
                    each.lose()
            return
        for each in due:
            each.renewed(asked_at)
            unwanted = held.get(each.lease.key)
            if unwanted is None and each in self._attempts:
                each.lose()
            elif unwanted:
                each.stop()
