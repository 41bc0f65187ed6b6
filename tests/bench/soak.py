"""`python -m tests.bench.soak`: hours of coming and going in minutes; what must stay flat, printed.

Sockets of many companies and documents come and go while messages are posted. Every minute a row:
the server's memory, its sockets, groups and hubs, and the database's connections.
"""

import argparse
import asyncio
import re
import time
from random import Random

import httpx
import orjson
import psutil

from models.database import connected, fetch
from models.tenancy import every_company
from tests.bench.load import Listener, listeners, requests
from tests.bench.stage import Seat, Stage, staged
from tests.bench.works import asked_of_us

DOCUMENTS = (
    "subscription { messageAdded { cursor message { id seq body } } }",
    "subscription { messageAdded { cursor message { id conversation { subject } } } }",
    "subscription { messageChanged { cursor message { id status } } }",
    "subscription { conversationChanged { cursor conversation { id status version } } }",
    "subscription { events { cursor event { name occurredAt } } }",
)
SHOWN = ("chatia_sockets", "chatia_subscriptions", "chatia_fanout_groups", "chatia_hubs")


async def main(*, minutes: float, sockets: int) -> None:
    async with staged(companies=40, messages=100) as stage:
        random, opened = Random(1), list[Listener]()
        deadline, row_at, posted = time.monotonic() + minutes * 60, 0.0, 0
        while time.monotonic() < deadline:
            await _churn(stage, random, opened, sockets)
            asked = [asked_of_us("send a message", random.choice(stage.seats)) for _ in range(10)]
            figures = await requests(
                stage.ours.port, stage.ours.pid, asked, seconds=1.0, connections=2
            )
            posted += int(figures.per_second)
            if time.monotonic() > row_at:
                row_at = time.monotonic() + 60
                await _row(stage, posted, sum(socket.frames for socket in opened))
        for socket in opened:
            socket.close()
        await asyncio.sleep(15)
        print("all sockets closed:")
        await _row(stage, posted, 0)


async def _churn(stage: Stage, random: Random, opened: list[Listener], sockets: int) -> None:
    random.shuffle(opened)
    for _ in range(min(len(opened), sockets // 20)):
        opened.pop().close()
    while len(opened) < sockets:
        opened += await _open(stage, random.choice(stage.seats), random.choice(DOCUMENTS))


async def _open(stage: Stage, seat: Seat, document: str) -> list[Listener]:
    init = {"type": "connection_init", "payload": {"authorization": f"Bearer {seat.token}"}}
    subscribe = {"id": "1", "type": "subscribe", "payload": {"query": document}}
    opening = [orjson.dumps(init).decode(), orjson.dumps(subscribe).decode()]
    return await listeners(stage.ours.port, 5, "/graphql", opening)


async def _row(stage: Stage, posted: int, heard: int) -> None:
    process = psutil.Process(stage.ours.pid)
    async with httpx.AsyncClient() as client:
        metrics = (await client.get(f"http://127.0.0.1:{stage.ours.port}/metrics")).text
    shown = [
        f"{name.removeprefix('chatia_')} {found[1]}"
        for name in SHOWN
        if (found := re.search(rf"^{name} ([\d.]+)", metrics, re.MULTILINE))
    ]
    async with connected():
        with every_company():
            rows = await fetch("SELECT count(*) FROM pg_stat_activity WHERE usename IS NOT NULL")
    memory = process.memory_info().rss / 2**20
    print(
        f"{time.strftime('%H:%M:%S')}  {memory:.0f} MiB  files {process.num_fds()}  "
        f"db {rows[0][0]}  posted {posted}  heard {heard}  {'  '.join(shown)}",
        flush=True,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--sockets", type=int, default=400)
    asyncio.run(main(**vars(parser.parse_args())))
