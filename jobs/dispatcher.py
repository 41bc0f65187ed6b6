"""From the table to the workers: what is due, fairly, and no more than they can start now."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from time import monotonic
from typing import Final
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from jobs.broker import JobBroker, Outlook
from jobs.task import Task
from models.job import BELL
from models.job.turns import Known, claim, database_time, mend_times, recover, unclaim
from models.live import listen
from models.logs import failed

POLL: Final = 0.5  # seconds: the net under the bell, and how exact a pause is
LOOK: Final = 0.2  # seconds that a look at the stream is good for
SOON: Final = 0.015  # seconds for which places may stay free so that many are filled at once
SET_BACK: Final = 2.0  # seconds by which the database's clock must jump to be noticed
log = structlog.get_logger()


class Dispatcher:
    """One per worker process, any number at once.

    What it sent and nobody started is due again after `lease` seconds.
    """

    def __init__(
        self,
        broker: JobBroker,
        *,
        tasks: Mapping[str, Task] | None = None,
        company_limit: int | None = None,
        lease: float = 5.0,
        poll: float = POLL,
    ) -> None:
        self._broker = broker
        self._kinds = None if tasks is None else _terms(tasks)
        self._company_limit = company_limit
        self._lease = lease
        self._poll = poll
        # What waits in the stream is past being overtaken, so hardly more than can start at once.
        self._ahead = max(1, broker.capacity // 4)
        self._many = max(1, broker.capacity // 2)
        self._backlog = False
        self._stirred = asyncio.Event()
        self._recover_at = 0.0
        self._watch: tuple[datetime, float] | None = None
        self._freed = 0
        self._soon: asyncio.TimerHandle | None = None
        self._outlook = Outlook(waiting=0, workers=1)
        self._look_at = 0.0  # and sooner when there is hardly room: one job starts without a look
        self._sent = 0
        self._heard = 0
        broker.freed = self._count_freed

    def stir(self) -> None:
        """Something changed: a place came free, or work came in."""
        self._stirred.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Dispatch until `stop` is set, then finish the round."""
        async with asyncio.TaskGroup() as group:
            ears = [group.create_task(self._listen()), group.create_task(self._stir_at(stop))]
            while not stop.is_set():
                await self._stirred.wait()
                self._stirred.clear()
                try:
                    await self.dispatch()
                except Exception as error:  # noqa: BLE001 - it goes on
                    failed("dispatcher.failed", error)
                    await asyncio.sleep(self._poll)
            for ear in ears:
                ear.cancel()

    async def dispatch(self) -> list[UUID]:
        """One round: the jobs that were sent."""
        if monotonic() >= self._recover_at:
            await self._recover()
        self._freed = 0
        if self._soon is not None:
            self._soon.cancel()
            self._soon = None
        if self._room() < self._ahead or monotonic() >= self._look_at:
            try:
                await self._look()
            except RedisError:
                return []  # nothing was claimed, and the poll looks again
        room = self._room()
        if room <= 0:
            return []
        due = await claim(
            limit=room,
            company_limit=self._share(),
            seconds=self._lease,
            kinds=self._kinds,
        )
        if due:
            await self._send(due)
        # There may be more, for when there is room again, or for when a company may have more.
        self._backlog = len(due) == room or len(due) >= self._ahead
        return due

    def _count_freed(self) -> None:
        self._freed += 1
        if not self._backlog or self._freed >= self._many:
            self.stir()
        elif self._soon is None:  # a claim of many costs little more than a claim of one
            self._soon = asyncio.get_running_loop().call_later(SOON, self.stir)

    def _room(self) -> int:
        """Places of this worker, and some ahead of what waits in the stream, as far as we know."""
        heard = self._broker.heard - self._heard
        waiting = max(0, self._outlook.waiting + self._sent - heard)
        return self._broker.free + self._ahead - waiting

    def _share(self) -> int:
        """How much of all the workers one company may keep busy: never all of it."""
        places = self._outlook.workers * self._broker.capacity
        return self._company_limit or max(1, places * 3 // 4)

    async def _look(self) -> None:
        self._outlook, self._sent = await self._broker.outlook(), 0
        self._heard = self._broker.heard
        self._look_at = monotonic() + LOOK

    async def _send(self, due: list[UUID]) -> None:
        self._sent += len(due)
        try:
            await self._broker.send(due)
        except RedisError as error:
            log.warning("dispatcher.send_failed", error=str(error), jobs=len(due))
            await unclaim(due)

    async def _recover(self) -> None:
        self._recover_at = monotonic() + self._poll
        await self._watch_the_clock()
        for orphan in await recover():
            log.warning(
                "job.worker_lost",
                job=str(orphan.job_id),
                company=str(orphan.company_id),
                kind=orphan.kind,
                worker=orphan.worker,
                deaths=orphan.deaths,
            )

    async def _watch_the_clock(self) -> None:
        """The database's clock says what is due: when it is set back, jobs would wait for it."""
        asked, now = monotonic(), await database_time()
        before = self._watch
        passed = 0.0 if before is None else (now - before[0]).total_seconds()
        if before is None or passed < asked - before[1] - SET_BACK:
            mended = await mend_times()
            if mended:
                log.warning("dispatcher.times_mended", jobs=mended)
        self._watch = now, asked

    async def _listen(self) -> None:
        async for _ in listen(BELL, every=self._poll):
            self.stir()

    async def _stir_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.stir()


def _terms(tasks: Mapping[str, Task]) -> Known:
    return {
        kind: (task.version, task.policy.concurrency, task.policy.per_minute)
        for kind, task in tasks.items()
    }
