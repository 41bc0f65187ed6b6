"""`make bench`: prints the table. Absolute figures are of this machine and hour: read ratios."""

import argparse
import time
from dataclasses import dataclass

import uvloop

from models.demo.bulk import write
from tests.bench import lines, sockets
from tests.bench.callers import SATURATED
from tests.bench.stage import SEATS, Stage, seats_of, staged
from tests.bench.table import Table
from tests.bench.works import AIMS, WORKS, cold_documents, mixed_load, requests_round

PARTS = (
    "requests",
    "mixed",
    "deliveries",
    "latency",
    "memory",
    "storm",
    "fairness",
    "jobs",
    "imports",
    "lines",
)
SMALL = 20, 1000  # companies, and messages of each, with which the full size is compared
READS = ("inbox of 50", "thread of 50", "search of two words")


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    companies: int
    messages: int
    seconds: float
    idle: int
    held: int
    storm: int
    hot: int
    jobs: int
    samples: int
    dump: int
    contacts: int


SHORT = Size(
    100, 300, 1.5, 1000, 2000, 1000, 1000, jobs=2000, samples=120, dump=5000, contacts=10_000
)
FULL = Size(
    1000,
    2000,
    5.0,
    2000,
    10_000,
    5000,
    5000,
    jobs=20_000,
    samples=600,
    dump=100_000,
    contacts=100_000,
)


async def main(*, full: bool, rounds: int, only: list[str]) -> None:
    began, size = time.monotonic(), FULL if full else SHORT
    many = full and not {"requests", "mixed"}.isdisjoint(only)
    companies, messages = SMALL if many else (SHORT.companies, SHORT.messages)
    async with staged(companies=companies, messages=messages) as stage:
        print(f"Medians of {rounds} interleaved rounds; one process of each; fsync is on.\n")
        bench = Bench(stage, Table(), size, rounds)
        if many:
            await bench.requests(READS, over=SMALL)
            await write(companies=size.companies, messages=size.messages)
            stage.seats[:] = await seats_of(range(SMALL[0], SMALL[0] + SEATS))
        for part in only:
            await getattr(bench, part)()
        memory = f"{stage.ours.memory / 2**20:,.0f}"
        bench.table.alone("memory of our process after it all, MiB", memory)
    print(f"\n{(time.monotonic() - began) / 60:.1f} minutes.")


@dataclass
class Bench:
    """A part for each name in PARTS."""

    stage: Stage
    table: Table
    size: Size
    rounds: int

    async def requests(
        self, named: tuple[str, ...] = WORKS, *, over: tuple[int, int] | None = None
    ) -> None:
        companies, messages = over or (self.size.companies, self.size.messages)
        for work in named:
            pairs = [
                await requests_round(self.stage, work, seconds=self.size.seconds)
                for _ in range(self.rounds)
            ]
            name = f"{work}, {companies:,} companies × {messages:,} messages: requests"
            self.table.throughput(name, pairs, aim=AIMS[work])

    async def mixed(self) -> None:
        warm, cold, slowest = await cold_documents(self.stage, times=40)
        self.table.beside("inbox by a document never seen (raw: seen before), ms", warm, cold)
        self.table.alone("… the slowest of 40, ms", f"{slowest:.1f}", aim="< 5")
        async with self.stage.another() as second:
            done, p50, p95, busy = await mixed_load(
                *(self.stage, [self.stage.ours, second]),
                rate=1000,
                seconds=self.size.seconds * 3,
            )
        strained = " (load saturated)" if busy > SATURATED else ""
        self.table.alone(
            f"mixed load of 1,000 requests/s on two processes{strained}: done/s; p50, p95 in ms",
            f"{done:,.0f}; {p50:.0f}, {p95:.0f}",
            aim="p95 < 200",
        )
        memory = f"{self.stage.ours.memory / 2**20:,.0f}"
        self.table.alone("memory of our process after the requests, MiB", memory, aim="< 300")

    async def deliveries(self) -> None:
        for companies, messages in ((1, 50), (100, 1000)):
            await sockets.throughput(
                *(self.stage, self.table),
                sockets=1000,
                companies=companies,
                messages=messages,
                rounds=self.rounds,
            )

    async def latency(self) -> None:
        seconds = self.size.seconds * 2
        await sockets.latency(self.stage, self.table, rounds=self.rounds, seconds=seconds)

    async def memory(self) -> None:
        await sockets.memory(self.stage, self.table, idle=self.size.idle, held=self.size.held)

    async def storm(self) -> None:
        await sockets.storm(self.stage, self.table, sockets=self.size.storm)

    async def fairness(self) -> None:
        await sockets.fairness(
            *(self.stage, self.table),
            sockets=self.size.hot,
            rounds=self.rounds,
            seconds=self.size.seconds * 2,
        )

    async def lines(self) -> None:
        await lines.emptied(self.stage, self.table, length=1_000, rounds=self.rounds)

    async def jobs(self) -> None:
        from tests.bench import jobs  # the stock broker wants to know Redis as soon as it is read

        samples = self.size.samples
        await jobs.compared(self.stage, self.table, jobs=self.size.jobs, samples=samples)
        await jobs.fairness(self.stage, self.table, dump=self.size.dump, samples=samples)

    async def imports(self) -> None:
        from tests.bench import imports  # its worker is told where the files are by us

        await imports.compared(self.stage, self.table, rows=self.size.contacts)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--full", action="store_true", help="in the sizes that are asked for")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART")
    return parser.parse_args()


if __name__ == "__main__":
    uvloop.run(main(**vars(_arguments())))
