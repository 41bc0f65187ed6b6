"""A job that does nothing but leave a trace, for our worker and for stock taskiq-redis.

`python -m tests.bench.noop` is a worker of ours; `taskiq worker tests.bench.noop:broker` the stock
one.
"""

import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import uvloop
from taskiq_redis import RedisStreamBroker

from jobs.task import task
from jobs.worker import run
from models import logs

KIND = "bench.noop"
TRACE = struct.Struct("<qd")

broker = RedisStreamBroker(os.environ["REDIS_URL"], queue_name="stock")


@broker.task
async def stock(number: int) -> None:
    _trace(number)


@task(KIND, announced=False)  # nor does stock taskiq tell anybody
async def ours(number: int) -> None:
    _trace(number)


def traces() -> dict[int, float]:
    """When each number was first run."""
    found: dict[int, float] = {}
    for number, at in _all_traces():
        found.setdefault(number, at)
    return found


def _all_traces() -> Iterator[tuple[int, float]]:
    written = _path().read_bytes() if _path().exists() else b""
    yield from TRACE.iter_unpack(written[: len(written) // TRACE.size * TRACE.size])


def _trace(number: int) -> None:
    with _path().open("ab", buffering=0) as file:
        file.write(TRACE.pack(number, time.time()))


def _path() -> Path:
    return Path(os.environ["BENCH_TRACES"])


if __name__ == "__main__":
    logs.configure()
    uvloop.run(run())
