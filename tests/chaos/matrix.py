"""The crash matrix of jobs: real processes, killed at every step; what is lost, and done twice.

`python -m tests.chaos.matrix [rounds]` prints the table, on servers of its own.
"""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import uvloop
from redis.asyncio import Redis

from models import embedded, live
from models.database import connected
from models.embedded.servers import Servers
from models.settings import settings
from tests.chaos.hand import HOUR
from tests.chaos.site import Outcome, Site
from tests.people import found

Case = Callable[[Site], Awaitable[Outcome]]
STEPS: Final = (
    *("claimed", "sent", "read", "taken", "begun", "done", "settled", "acknowledged", "retrying"),
)
AT_ONCE: Final = 6
WIDTH: Final = 34  # of a case in the table


def killed_when(step: str) -> Case:
    async def case(site: Site) -> Outcome:
        await site.want(8, fails=1 if step == "retrying" else 0)
        await site.killed(site.worker(step))
        site.worker()
        await site.all_done()
        return await site.judged()

    return case


async def two_dispatchers(site: Site) -> Outcome:
    site.worker()
    site.worker()
    await site.want(100)
    await site.all_done()
    return await site.judged()


async def one_of_two_killed(site: Site) -> Outcome:
    doomed = site.worker()
    site.worker()
    await site.want(60, seconds=0.1)
    await site.until(lambda: site.effects > 15)
    doomed.kill()
    await site.all_done()
    return await site.judged()


async def longer_than_its_lease(site: Site) -> Outcome:
    site.worker()
    site.worker()
    await site.want(3, seconds=3)
    await site.all_done()
    return await site.judged()


async def frozen_past_its_lease(site: Site) -> Outcome:
    await site.want(3, seconds=1)
    frozen = site.worker()
    await site.until(lambda: sum(site.starts.values()) == 3)
    os.kill(frozen.pid or 0, signal.SIGSTOP)
    site.worker()
    await site.all_done()
    os.kill(frozen.pid or 0, signal.SIGCONT)
    await asyncio.sleep(0.5)
    return await site.judged()


async def told_to_stop(site: Site) -> Outcome:
    await site.want(6, seconds=1.5)
    leaving = site.worker()
    await site.until(lambda: sum(site.starts.values()) == 6)
    os.kill(leaving.pid or 0, signal.SIGTERM)
    site.worker()
    await site.all_done()
    return await site.judged()


async def job_that_kills(site: Site) -> Outcome:
    await site.want(1, kills=True)
    for _ in range(3):
        await site.killed(site.worker())
    site.worker()
    await site.all_done()
    return await site.judged(dead=True)


async def clock_jumps_ahead(site: Site) -> Outcome:
    """All leases have run out at once."""
    site.worker()
    await site.want(20, seconds=1)
    await site.until(lambda: site.effects > 4)
    await site.shift(-HOUR)
    await site.all_done()
    return await site.judged()


async def clock_is_set_back(site: Site) -> Outcome:
    """All leases and all work would last an hour longer."""
    doomed = site.worker("over a clock set back")
    site.worker("over a clock set back")
    await site.want(40, seconds=0.5)
    await site.until(lambda: site.effects > 4)
    doomed.kill()
    await site.shift(HOUR)
    await site.all_done()
    return await site.judged()


async def workers_clock_is_wrong(site: Site) -> Outcome:
    site.worker("with a clock an hour ahead")
    site.worker()
    await site.want(30, fails=1)
    await site.all_done()
    return await site.judged()


async def redis_restarts(site: Site) -> Outcome:
    site.worker()
    await site.want(60, seconds=0.1)
    await site.until(lambda: site.effects > 10)
    await asyncio.to_thread(site.servers.redis.kill)
    await asyncio.sleep(0.3)
    await asyncio.to_thread(site.servers.redis.start)
    await site.all_done()
    return await site.judged()


async def redis_forgets(site: Site) -> Outcome:
    site.worker()
    await site.want(60, seconds=0.1)
    await site.until(lambda: site.effects > 10)
    async with Redis.from_url(site.servers.redis_url) as redis:
        await redis.flushall()
    await site.all_done()
    return await site.judged()


async def postgres_restarts(site: Site) -> Outcome:
    site.worker()
    await site.want(60, seconds=0.1)
    await site.until(lambda: site.effects > 10)
    await asyncio.to_thread(site.servers.postgres.kill)
    await asyncio.to_thread(site.servers.postgres.start)
    await site.all_done()
    return await site.judged()


QUIET: Final[dict[str, Case]] = {
    **{f"killed when {step}": killed_when(step) for step in STEPS},
    "two dispatchers": two_dispatchers,
    "one of two workers killed": one_of_two_killed,
    "a job longer than its lease": longer_than_its_lease,
    "a worker frozen past its lease": frozen_past_its_lease,
    "a worker told to stop": told_to_stop,
    "a job that kills its workers": job_that_kills,
    "the clock jumps ahead": clock_jumps_ahead,
    "the clock is set back": clock_is_set_back,
    "the clock of a worker is wrong": workers_clock_is_wrong,
}
LOUD: Final[dict[str, Case]] = {  # for everybody: one after another
    "Redis restarts": redis_restarts,
    "Redis forgets (FLUSHALL)": redis_forgets,
    "PostgreSQL restarts": postgres_restarts,
}


async def matrix(servers: Servers, folder: Path) -> list[Outcome]:
    async with connected(), live.connected(settings().redis_url):
        companies = [(await found(name)).id for name in ("Acme", "Rival")]
        turns = asyncio.Semaphore(AT_ONCE)

        async def one(name: str, case: Case) -> Outcome:
            async with turns:
                return await _held(Site(name, servers, folder / name, companies), case)

        outcomes = await asyncio.gather(*(one(*each) for each in QUIET.items()))
        return [*outcomes, *[await one(*each) for each in LOUD.items()]]


async def _held(site: Site, case: Case) -> Outcome:
    try:
        return await case(site)
    except BaseException as error:
        error.add_note(f"In the case: {site.case}")
        raise
    finally:
        site.end()


def told(outcomes: list[Outcome]) -> str:
    head = f"{'case':<{WIDTH}} jobs lost effects/key starts/key stray deaths  seconds"
    return "\n".join([head, *map(_line, outcomes)])


def _line(of: Outcome) -> str:
    return (
        f"{of.case:<{WIDTH}} {of.jobs:>4} {of.lost:>4} {of.effects:>11} {of.starts:>10} "
        f"{of.stray:>5} {of.deaths:>6} {of.seconds:>8.1f}"
    )


def main(rounds: int = 1) -> int:
    with embedded.temporary(fast=False) as servers:
        os.environ |= {
            "CHATIA_ENV": "test",
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
            "SECRET_KEYS": "a secret for tests only and long enough",
        }
        subprocess.run(
            [sys.executable, "-m", "api.cli", "migrate"], check=True, stdout=subprocess.DEVNULL
        )
        fair = True
        for _ in range(rounds):
            with TemporaryDirectory() as folder:
                outcomes = uvloop.run(matrix(servers, Path(folder)))
            print(told(outcomes), flush=True)
            if unfair := [each for each in outcomes if not each.fair]:
                fair = False
                print(told(unfair), file=sys.stderr, flush=True)
    return 0 if fair else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
