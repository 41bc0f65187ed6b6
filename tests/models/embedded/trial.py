"""Whether servers answer, and launchers that die."""

import subprocess
import sys
from pathlib import Path

import asyncpg
import redis.asyncio

from models import embedded

CHECKOUT = Path(__file__).parents[3]
START_AND_WAIT = """
import sys, time
from pathlib import Path
from models import embedded

servers = embedded.start(Path(sys.argv[1]), fast=True)
print(servers.postgres.pid, servers.redis.pid, flush=True)
time.sleep(600)
"""
START_AND_STOP = """
import sys
from pathlib import Path
from models import embedded

try:
    with embedded.start(Path(sys.argv[1]), fast=True) as servers:
        print(servers.postgres.pid is not None and servers.redis.pid is not None)
except embedded.CannotStart as refusal:
    print(refusal)
"""


async def ask(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def answers(servers: embedded.Servers) -> bool:
    client = redis.asyncio.from_url(servers.redis_url)
    try:
        return bool(await client.ping()) and await ask(servers.database_url, "SELECT 1") == 1
    finally:
        await client.aclose()


def start_and_crash(data: Path) -> list[int]:
    """The servers of a launcher that is dead."""
    command = [sys.executable, "-c", START_AND_WAIT, str(data)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        pids = launcher.stdout.readline().split()
        launcher.kill()
    return [int(pid) for pid in pids]
