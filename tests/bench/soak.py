"""`python -m tests.bench.soak`: hours of coming and going in minutes; what must stay flat, printed.

Sockets come and go, some with a cursor, some that stop reading; most with a document that nobody
has sent before. Companies are founded and suspended. Every minute a row of what the server holds;
at the end, when all have gone, what it holds still.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

import orjson
import psutil

from models.database import fetch
from models.demo.bulk import write
from models.identity import CompanyStatus
from models.identity.company import set_status
from models.tenancy import every_company
from tests.bench.callers import Caller, callers, post
from tests.bench.listeners import Listener, listeners
from tests.bench.stage import Seat, Server, seats_of, staged
from tests.bench.works import asked_of_us

COMPANIES, MESSAGES = 40, 100
DOCUMENTS = (
    "subscription {a}($after: Cursor) {{ messageAdded(after: $after) {{ cursor"
    " message {{ {a}: id seq body }} }} }}",
    "subscription {a}($after: Cursor) {{ messageAdded(after: $after) {{ cursor"
    " message {{ id {a}: conversation {{ subject }} }} }} }}",
    "subscription {a}($after: Cursor) {{ conversationChanged(after: $after) {{ cursor"
    " conversation {{ {a}: id status version }} }} }}",
    "subscription {a}($after: Cursor) {{ events(after: $after) {{ cursor"
    " event {{ {a}: name occurredAt }} }} }}",
    "subscription {a} {{ presenceChanged {{ reset {a}: members {{ memberId status }} }} }}",
)
QUERY = "query {a} {{ conversations(first: 10) {{ edges {{ node {{ {a}: id subject }} }} }} }}"
SHOWN = (
    *("sockets", "subscriptions", "fanout_groups", "fanout_memo_bytes", "hubs", "hub_events"),
    *("laggards_total", "mailbox_overflows_total"),
)


class Soak:
    """One server, its sockets and its companies."""

    def __init__(self, server: Server, caller: Caller, *, sockets: int, report: Path) -> None:
        self._server = server
        self._caller = caller
        self._sockets = sockets
        self._report = report
        self._random = Random(1)
        self._seats: list[Seat] = []
        self._companies = COMPANIES
        self._opened: list[Listener] = []
        self.posted = self.asked = self.came = 0

    async def begin(self) -> None:
        self._seats = await seats_of(range(COMPANIES))

    async def turn(self) -> None:
        """About a second."""
        await self._churn()
        for _ in range(20):
            seat = self._random.choice(self._seats)
            await self._caller.ask(asked_of_us("send a message", seat))
            await self._ask(seat, QUERY.format(a=self._fresh()))
            await asyncio.sleep(0.04)
        self.posted += 20

    async def replace_companies(self) -> None:
        """Found two, and suspend the two that are here longest."""
        await write(companies=self._companies + 2, messages=MESSAGES)
        new = range(self._companies, self._companies + 2)
        self._companies += 2
        gone, self._seats = self._seats[:2], self._seats[2:] + await seats_of(new)
        for seat in gone:
            await set_status(seat.company, CompanyStatus.SUSPENDED)

    async def row(self) -> dict[str, dict[str, int]]:
        """Print one; the server's tasks by what they run, and its objects by type."""
        held = await self._observed()
        figures = re.findall(
            r"^chatia_(\w+) ([\d.e+]+)$", await self._metrics(), flags=re.MULTILINE
        )
        shown = [f"{name} {float(value):.0f}" for name, value in figures if name in SHOWN]
        with every_company():
            found = await fetch("SELECT count(*) FROM pg_stat_activity WHERE usename LIKE '%\\_%'")
        process = psutil.Process(self._server.pid)
        print(
            f"{time.strftime('%H:%M:%S')}  {process.memory_info().rss / 2**20:.0f} MiB"
            f"  tasks {sum(held['tasks'].values())}  objects {sum(held['objects'].values())}"
            f"  files {process.num_fds()}  db {found[0][0]}  posted {self.posted}"
            f"  came {self.came}  documents {self.asked}  companies {self._companies}"
            f"  {'  '.join(shown)}",
            flush=True,
        )
        return dict(held)

    def leave(self) -> None:
        for socket in self._opened:
            socket.close()

    async def _churn(self) -> None:
        self._opened = [socket for socket in self._opened if not socket.ended]
        self._random.shuffle(self._opened)
        for _ in range(min(len(self._opened), self._sockets // 40)):
            self._opened.pop().close()
        for socket in self._opened[: self._random.random() < 0.2]:
            socket.stall()
        while len(self._opened) < self._sockets:
            self._opened += await self._come(self._random.choice(self._seats))

    async def _come(self, seat: Seat) -> list[Listener]:
        """Five like one another, to be one group."""
        asked: dict[str, Any] = {
            "query": self._random.choice(DOCUMENTS).format(
                a="common" if self._random.random() < 0.3 else self._fresh()
            )
        }
        if "$after" in asked["query"] and self._random.random() < 0.5:
            answer = await self._ask(seat, "{ cursor }")
            asked["variables"] = {"after": answer["data"]["cursor"]}
        self.came += 5
        init = {"type": "connection_init", "payload": {"authorization": f"Bearer {seat.token}"}}
        opening = [init, {"id": "1", "type": "subscribe", "payload": asked}]
        said = [orjson.dumps(each).decode() for each in opening]
        return await listeners(self._server.port, [("/graphql", said)] * 5)

    async def _ask(self, seat: Seat, document: str) -> Any:
        body = orjson.dumps({"query": document})
        return orjson.loads(await self._caller.ask(post("/graphql", seat.token, body)))

    def _fresh(self) -> str:
        self.asked += 1
        return f"a{self.asked}"

    async def _observed(self) -> Any:
        self._report.unlink(missing_ok=True)
        os.kill(self._server.pid, signal.SIGUSR1)
        async with asyncio.timeout(60):
            while not self._report.exists():
                await asyncio.sleep(0.05)
        return json.loads(self._report.read_text())

    async def _metrics(self) -> str:
        return (await self._caller.ask(b"GET /metrics HTTP/1.1\r\nhost: bench\r\n\r\n")).decode()


async def main(*, minutes: float, sockets: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "observed"
        os.environ["BENCH_OBSERVED"] = str(report)
        async with (
            staged(companies=COMPANIES, messages=MESSAGES, program="tests.bench.observed") as stage,
            callers(stage.ours.port, 1) as [caller],
        ):
            soak = Soak(stage.ours, caller, sockets=sockets, report=report)
            await soak.begin()
            await _turns(soak, seconds=minutes * 60)


async def _turns(soak: Soak, *, seconds: float) -> None:
    began, row_at, found_at = time.monotonic(), 0.0, 30.0
    first = await soak.row()
    while (passed := time.monotonic() - began) < seconds:
        await soak.turn()
        if passed > found_at:
            found_at += 30
            await soak.replace_companies()
        if passed > row_at:
            row_at += 60
            row = await soak.row()
            if passed < seconds / 3:
                first = row
    last = await soak.row()
    before, after = first["objects"], last["objects"]
    grown = sorted(((after[kind] - before.get(kind, 0), kind) for kind in after), reverse=True)
    print("objects, against the last row of the first third:")
    print("\n".join(f"  {more:+}  {kind}" for more, kind in grown[:15]))
    soak.leave()
    print("all sockets closed; what lingers goes within two minutes:")
    for _ in range(4):
        await asyncio.sleep(30)
        last = await soak.row()
    print(f"tasks that are left: {last['tasks']}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--sockets", type=int, default=400)
    asyncio.run(main(**vars(parser.parse_args())))
