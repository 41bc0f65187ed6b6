"""Where a case of the crash matrix takes place: its jobs, its workers, their effects."""

import asyncio
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from models.database import execute, fetch, transaction
from models.embedded.servers import Servers
from models.identifiers import uuid7
from models.job import Job
from models.tenancy import acting_for, every_company
from tests.chaos import hand

PATIENCE: Final = 90.0  # seconds; it is a busy machine
FORKS: Final = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.chaos.hand"])


@dataclass(frozen=True)
class Outcome:
    """What became of a case; `lost` jobs have no effect, or no end; `effects` of a key, at most.

    A `stray` start is one that the table does not know of.
    """

    case: str
    jobs: int
    lost: int
    effects: int
    starts: int
    stray: int
    deaths: int
    seconds: float

    @property
    def fair(self) -> bool:
        return self.lost == self.stray == 0 and self.effects <= 1


class Site:
    def __init__(self, case: str, servers: Servers, folder: Path, companies: list[UUID]) -> None:
        self.case = case
        self.servers = servers
        self.kind = f"test.{uuid7().hex}"  # its workers do no other's work
        self._folder = folder
        self._companies = companies
        self._jobs: dict[UUID, str] = {}
        self._hands: list[BaseProcess] = []
        self._began = time.monotonic()
        folder.mkdir()

    async def want(self, number: int, **payload: Any) -> None:
        """So many jobs, of two companies in turn."""
        for n in range(number):
            with acting_for(self._companies[n % 2]):
                async with transaction():
                    key = f"{len(self._jobs)}"
                    job = await Job.enqueue(self.kind, {"key": key, **payload})
            assert job is not None
            self._jobs[job] = key

    def worker(self, ends: str = "") -> BaseProcess:
        process = FORKS.Process(target=hand.work, args=(self.kind, str(self._folder), ends))
        process.start()
        self._hands.append(process)
        return process

    async def killed(self, worker: BaseProcess) -> None:
        """Wait for the death that it was told to die."""
        await self.until(lambda: worker.exitcode is not None)
        assert worker.exitcode == -signal.SIGKILL, worker.exitcode

    async def all_done(self) -> None:
        """Every job has come to an end of its own."""

        async def none_left() -> bool:
            with suppress(Exception), every_company():
                return not await fetch(UNFINISHED, self.kind)
            return False

        deadline = time.monotonic() + PATIENCE
        while not await none_left():
            assert time.monotonic() < deadline, f"{self.case}: some never ended"
            await asyncio.sleep(0.05)

    async def until(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"{self.case}: it did not happen"
            await asyncio.sleep(0.02)

    async def shift(self, seconds: float) -> None:
        """As if the database's clock had jumped the other way."""
        with every_company():
            await execute(SHIFT, self.kind, seconds)
        (self._folder / "set back").touch()

    @property
    def starts(self) -> Counter[str]:
        path = self._folder / "starts"
        return Counter(path.read_text().split() if path.exists() else ())

    @property
    def effects(self) -> int:
        return len(list(self._folder.glob("effect-*")))

    async def judged(self, *, dead: bool = False) -> Outcome:
        """Stops the workers and counts; `dead` when no job was to succeed."""
        took = time.monotonic() - self._began
        for each in self._hands:
            if each.is_alive():
                os.kill(each.pid or 0, signal.SIGTERM)
        await self.until(lambda: not any(each.is_alive() for each in self._hands))
        with every_company():
            rows = await fetch(ENDS, self.kind)
        starts = self.starts
        wanted = "DEAD" if dead else "SUCCEEDED"
        lost = sum(row["state"] != wanted for row in rows) + len(self._jobs) - len(rows)
        missing = 0 if dead else len(self._jobs) - self.effects
        stray = sum(starts[self._jobs[row["id"]]] > row["fence"] for row in rows)
        effects = [len(path.read_text().split()) for path in self._folder.glob("effect-*")]
        return Outcome(
            self.case,
            len(self._jobs),
            max(lost, missing),
            max(effects, default=0),
            max(starts.values(), default=0),
            stray,
            sum(row["deaths"] for row in rows),
            took,
        )

    def end(self) -> None:
        for each in self._hands:
            if each.is_alive():
                each.kill()


UNFINISHED = "SELECT FROM jobs WHERE kind = $1 AND state NOT IN ('SUCCEEDED', 'DEAD') LIMIT 1"
ENDS = "SELECT id, state, fence, deaths FROM jobs WHERE kind = $1"
SHIFT = """
    UPDATE jobs SET run_at = run_at + make_interval(secs => $2::float8),
        updated_at = updated_at + make_interval(secs => $2),
        created_at = created_at + make_interval(secs => $2),
        lease_until = lease_until + make_interval(secs => $2)
    WHERE id IN (
        SELECT id FROM jobs WHERE kind = $1 AND state NOT IN ('SUCCEEDED', 'DEAD')
        ORDER BY id FOR NO KEY UPDATE)
"""
