"""Jobs beside stock taskiq-redis on the same no-op, and what a dump does to everybody else."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from uuid import UUID

from models.database import execute, transaction
from models.job import Job, JobPriority
from models.tenancy import acting_for, every_company
from tests.bench.noop import KIND, broker, stock, traces
from tests.bench.stage import Stage
from tests.bench.table import Table, percentile

OURS = (sys.executable, "-m", "tests.bench.noop")
STOCK = (
    *(sys.executable, "-m", "taskiq", "worker", "tests.bench.noop:broker"),
    *("--workers", "1", "--log-level", "WARNING"),
)
WRITERS = 8  # transactions at a time
BATCH = 1000  # jobs of one transaction of a dump
Enqueue = Callable[[int], Awaitable[object]]
numbers = count()


async def compared(stage: Stage, table: Table, *, jobs: int, samples: int) -> None:
    """One worker process of each, with its own defaults; ours for all companies in turn."""

    async def of_any_company(number: int) -> None:
        await _enqueue(stage.seats[number % len(stage.seats)].company, number)

    await _cleared()
    with _traced():
        await broker.startup()
        raw = await _measured(STOCK, stock.kiq, jobs=jobs, samples=samples)
        ours = await _measured(OURS, of_any_company, jobs=jobs, samples=samples)
        await broker.shutdown()
    names = {
        "jobs enqueued/s, each in its transaction (raw: stock taskiq-redis, into Redis)": "",
        "jobs run/s by one worker process": "≥ 2,000",
        "commit to start p50, ms": "< 15",
        "commit to start p99, ms": "",
    }
    for (name, aim), *figures in zip(names.items(), raw, ours, strict=True):
        table.beside(name, *figures, aim=aim, digits=1 if "ms" in name else 0)


async def fairness(stage: Stage, table: Table, *, dump: int, samples: int) -> None:
    """The interactive jobs of one company, on an empty system and beside another's dump."""
    greedy, quiet = stage.seats[1].company, stage.seats[2].company

    async def interactive(number: int) -> None:
        await _enqueue(quiet, number, priority=JobPriority.INTERACTIVE)

    with _traced():
        async with _worker(OURS):
            await _latencies(interactive, samples=20)
            alone = await _latencies(interactive, samples=samples)
        first = await _dump(greedy, dump)
        async with _worker(OURS):
            await _until(lambda: len(_of(first, dump)) >= WRITERS)
            await _latencies(interactive, samples=20)
            beside = await _latencies(interactive, samples=samples)
            left = dump - len(_of(first, dump))
    name = (
        f"an interactive job beside another company's {dump:,} bulk jobs (raw: on an empty system)"
    )
    for part, aim in ((0.5, ""), (0.99, "ratio ≤ 2.0")):
        table.beside(
            f"dwell p{part * 100:.0f} of {name}, ms; {left:,} were left",
            *(percentile(alone, part), percentile(beside, part)),
            aim=aim,
        )


async def _measured(
    worker: tuple[str, ...], enqueue: Enqueue, *, jobs: int, samples: int
) -> tuple[float, float, float, float]:
    """Enqueued a second, run a second, and milliseconds to the start: p50 and p99."""
    first, turn = next(numbers), iter(range(jobs))
    for _ in range(jobs):
        next(numbers)

    async def write() -> None:
        for number in turn:
            await enqueue(first + number)

    began = time.perf_counter()
    await asyncio.gather(*(write() for _ in range(WRITERS)))
    enqueued = jobs / (time.perf_counter() - began)
    async with _worker(worker):
        await _until(lambda: len(_of(first, jobs)) == jobs)
        ran = sorted(_of(first, jobs))
        latencies = await _latencies(enqueue, samples=samples)
    return (
        enqueued,
        (jobs - 1) / (ran[-1] - ran[0]),
        percentile(latencies, 0.5),
        percentile(latencies, 0.99),
    )


async def _latencies(enqueue: Enqueue, *, samples: int) -> list[float]:
    """Milliseconds from the call that commits to the start, one after another, 40 a second."""
    asked: dict[int, float] = {}

    async def one() -> None:
        number = next(numbers)
        asked[number] = time.time()
        await enqueue(number)

    began = time.perf_counter()
    for place in range(samples):
        await asyncio.sleep(max(0.0, began + place / 40 - time.perf_counter()))
        await one()
    await _until(lambda: asked.keys() <= traces().keys())
    started = traces()
    return [(started[number] - at) * 1000 for number, at in asked.items()]


async def _cleared() -> None:
    """What the other parts of the bench left to do, such as deliveries, is none of this one's."""
    with every_company():
        await execute("DELETE FROM jobs")


async def _enqueue(
    company: UUID, number: int, *, priority: JobPriority = JobPriority.NORMAL
) -> None:
    with acting_for(company):
        async with transaction():
            await Job.enqueue(KIND, {"number": number}, priority=priority)


async def _dump(company: UUID, jobs: int) -> int:
    """Enqueue so many bulk jobs; the number of the first."""
    wanted = [next(numbers) for _ in range(jobs)]
    with acting_for(company):
        for start in range(0, jobs, BATCH):
            async with transaction():
                for number in wanted[start : start + BATCH]:
                    await Job.enqueue(KIND, {"number": number}, priority=JobPriority.BULK)
    return wanted[0]


def _of(first: int, jobs: int) -> list[float]:
    """When those of them ran that have."""
    return [at for number, at in traces().items() if first <= number < first + jobs]


@asynccontextmanager
async def _worker(command: tuple[str, ...]) -> AsyncIterator[None]:
    child = await asyncio.create_subprocess_exec(*command)
    try:
        await asyncio.sleep(2)  # to start, or to be in the way of nobody
        yield
    finally:
        child.terminate()
        await child.wait()


@contextmanager
def _traced() -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BENCH_TRACES"] = str(Path(folder) / "traces")
        yield


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(300):
        while not condition():
            await asyncio.sleep(0.5)  # reading the traces takes its part of the machine
