"""Workers are killed and Redis forgets; every job is done, and its effect is there once."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from models import live
from models.database import fetch
from models.embedded.valkey import Valkey
from models.job import JobState
from models.tenancy import every_company
from tests.people import Cast
from tests.work import clear, finished, look, until, want

CHECKOUT = Path(__file__).parents[2]
LEASE = 2
LAST_SIGN = "SELECT lease_until, clock_timestamp() FROM jobs WHERE id = $1"
# The effect is a file named by its key, so that it is there once; each start is a line.
WORKER = """
import asyncio, sys
from pathlib import Path

import uvloop

from jobs.task import task
from jobs.worker import run
from models.tenancy import current_company

here = Path(sys.argv[1])

@task("test.chaos", lease=2, attempts=5)
async def work(key: str, seconds: float, hang_first: bool) -> None:
    with (here / "starts").open("a") as starts:
        starts.write(f"{key}\\n")
    starts = (here / "starts").read_text().split().count(key)
    await asyncio.sleep(60 if hang_first and starts == 1 else seconds)
    (here / f"effect-{current_company()}-{key}").touch()

uvloop.run(run())
"""


class Site:
    """A folder for effects, and workers that leave theirs there."""

    def __init__(self, path: Path, redis_url: str) -> None:
        self.path = path
        self._redis_url = redis_url

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[Process]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            WORKER,
            str(self.path),
            cwd=CHECKOUT,
            env=os.environ | {"REDIS_URL": self._redis_url},
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    @property
    def starts(self) -> list[str]:
        starts = self.path / "starts"
        return starts.read_text().split() if starts.exists() else []

    @property
    def effects(self) -> set[str]:
        return {effect.name for effect in self.path.glob("effect-*")}


@pytest.fixture
async def site(house: None, valkey: Valkey, tmp_path: Path) -> AsyncIterator[Site]:
    await clear()
    async with live.connected(valkey.url):
        yield Site(tmp_path, valkey.url)


async def ask_for(
    company: Cast, key: str, *, seconds: float = 0, hang_first: bool = False, **options: Any
) -> UUID:
    payload = {"key": key, "seconds": seconds, "hang_first": hang_first}
    [job] = await want(company, "test.chaos", payload, **options)
    return job


async def test_a_killed_workers_job_starts_elsewhere_within_its_lease_and_two_seconds(
    acme: Cast, rival: Cast, site: Site
) -> None:
    async with site.worker() as doomed:
        job = await ask_for(acme, "slow", hang_first=True)
        await until(lambda: site.starts == ["slow"])
        async with site.worker():
            # The second is at work before the first one dies, and then has nothing to do.
            for n in range(10):
                await finished(rival, await ask_for(rival, f"other{n}"))
            doomed.kill()
            with every_company():
                [[expiry, killed]] = await fetch(LAST_SIGN, job)
            assert killed < expiry <= killed + timedelta(seconds=LEASE)
            usual = await ask_for(rival, "due by then", run_at=expiry)

            await finished(acme, job)
            await finished(rival, usual)

    saved = await look(acme, job)
    assert site.starts.count("slow") == 2
    # By the clock of PostgreSQL, which is that of leases. Only where the machine is so busy that
    # whatever is due just then has to wait may this wait longer, too.
    late, usually = (each.started_at - expiry for each in (saved, await look(rival, usual)))
    assert timedelta(0) <= late < max(timedelta(seconds=2), 4 * usually)
    assert (saved.deaths, saved.attempts, saved.fence) == (1, 1, 2)
    assert [error["error"] for error in saved.errors] == ["WorkerLost"]
    assert f"effect-{acme.id}-slow" in site.effects


async def test_nothing_is_lost_or_done_twice_while_workers_die_and_redis_forgets(
    acme: Cast, rival: Cast, site: Site, valkey: Valkey
) -> None:
    async with site.worker() as first, site.worker() as second:
        jobs = [
            (company, key, await ask_for(company, key, seconds=0.1))
            for n in range(60)
            for company, key in ((acme, f"ours{n}"), (rival, f"theirs{n}"))
        ]
        await until(lambda: len(site.effects) > 10)
        first.kill()
        async with Redis.from_url(valkey.url) as redis:
            await redis.flushall()
        await until(lambda: len(site.effects) > 25)
        valkey.kill()
        await asyncio.sleep(0.3)
        valkey.start()
        async with site.worker():
            await until(lambda: len(site.effects) > 40)
            second.kill()
            for company, _, job in jobs:
                await finished(company, job)

    assert site.effects == {f"effect-{company.id}-{key}" for company, key, _ in jobs}
    for company, key, job in jobs:
        # Whoever started it again had a death to show for it.
        assert site.starts.count(key) <= 1 + (await look(company, job)).deaths


async def test_a_worker_told_to_stop_finishes_what_it_runs(
    acme: Cast, rival: Cast, site: Site
) -> None:
    async with site.worker() as worker:
        job = await ask_for(acme, "slow", seconds=1)
        await until(lambda: site.starts == ["slow"])

        worker.terminate()
        code = await asyncio.wait_for(worker.wait(), 10)
        late = await ask_for(rival, "late")

    assert code == 0
    assert (await look(acme, job)).state is JobState.SUCCEEDED
    assert (await look(rival, late)).state is JobState.PENDING
