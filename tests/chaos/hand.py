"""A worker of the crash matrix: it does one kind of job, and is killed where it was told to be."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import uvloop

import jobs.dispatcher
from jobs.broker import JobBroker
from jobs.task import TASKS, task
from jobs.worker import Worker
from models import database, live, logs
from models.job import turns
from models.job.lease import Lease
from models.settings import settings

LEASE: Final = 1.0
HOUR: Final = 3600.0


def work(kind: str, folder: str, ends: str) -> None:
    """Until SIGTERM, or as it `ends`: a step in the life of a job, or a clock that is wrong."""
    with Path(folder, "log").open("a") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())
    logs.configure()
    here = Path(folder)

    @task(kind, lease=LEASE, attempts=20, base=0.05, cap=0.2, announced=False)
    async def work(key: str, seconds: float = 0, fails: int = 0, kills: bool = False) -> None:
        starts = _note(here / "starts", key)
        if ends == "begun" or kills:
            _die()
        await asyncio.sleep(seconds)
        if starts <= fails:
            raise OSError
        if not (here / f"effect-{key}").exists():  # its key makes a second start harmless
            _note(here / f"effect-{key}", key)
        if ends == "done":
            _die()

    _prepare(ends, here)
    uvloop.run(_run(kind))


async def _run(kind: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    url = settings().redis_url
    async with database.connected(), live.connected(url):
        broker = JobBroker(url, stream=kind, lease=LEASE, capacity=8)
        await Worker(broker, tasks={kind: TASKS[kind]}, grace=0.5).run(stop)


def _prepare(ends: str, here: Path) -> None:
    match ends:
        case "claimed":
            _replace(jobs.dispatcher, "claim", _killed_after(turns.claim))
        case "sent":
            _replace(JobBroker, "send", _killed_after(JobBroker.send, even_if_empty=True))
        case "read":
            _replace(Worker, "begin", _killed)
        case "taken":
            _replace(Lease, "take", staticmethod(_killed_after(Lease.take)))
        case "settled":
            _replace(Lease, "succeed_all", staticmethod(_killed_after(Lease.succeed_all)))
        case "retrying":
            _replace(Lease, "retry", _killed_after(Lease.retry))
        case "acknowledged":
            _replace(JobBroker, "_forget", _killed_after(JobBroker._forget, even_if_empty=True))
        case "with a clock an hour ahead":
            true = time.time
            time.time = lambda: true() + HOUR
        case "over a clock set back":
            _replace(jobs.dispatcher, "database_time", _set_back(turns.database_time, here))


def _set_back(true: Callable[[], Awaitable[Any]], here: Path) -> Callable[[], Awaitable[Any]]:
    """The database's clock, once the file is there."""

    async def set_back() -> Any:
        moment = await true()
        return moment - timedelta(seconds=HOUR) if (here / "set back").exists() else moment

    return set_back


def _killed_after(
    step: Callable[..., Awaitable[Any]], *, even_if_empty: bool = False
) -> Callable[..., Awaitable[Any]]:
    async def doomed(*args: Any, **options: Any) -> Any:
        answer = await step(*args, **options)
        if answer or even_if_empty:
            _die()
        return answer

    return doomed


async def _killed(*_: Any) -> None:
    _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _replace(owner: Any, name: str, by: Any) -> None:
    setattr(owner, name, by)


def _note(path: Path, key: str) -> int:
    """Write a line; how often it is there now."""
    with path.open("a") as lines:
        lines.write(f"{key}\n")
    return path.read_text().split().count(key)
