"""A worker that reads the log is killed over it: nothing is done twice, and nothing left out."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from jobs.consumers import TRIES, Reader
from models.database import execute
from models.events import Event
from models.events.consumers import HANDED_OVER, Consumer
from models.job import Job
from models.tenancy import acting_for
from tests.consuming import begin_afresh
from tests.jobs.test_consumers import NOTING, all_done, effects, happen, note, place, seqs
from tests.people import Cast
from tests.work import until

CHECKOUT = Path(__file__).parents[2]
# Dies in the middle of its first batch, with effects written and nothing committed.
WORKER = """
import asyncio, os, signal, sys
import uvloop
from jobs.consumers import TRIES, Reader
from models import database, live
from models.events.consumers import Consumer
from models.job import Job
from models.settings import settings

taken = 0

async def note(event):
    global taken
    await Job.enqueue("test.effect", {"seq": event.seq})
    taken += 1
    if (sys.argv[1] == "dies" and taken == 150) or (
        sys.argv[1] == "kills" and event.seq == int(sys.argv[2])
    ):
        os.kill(os.getpid(), signal.SIGKILL)

async def run():
    async with database.connected(), live.connected(settings().redis_url):
        stalled = 0 if sys.argv[1] == "kills" else 60
        await Reader({"test": Consumer("test", {"member.updated": note})}, stalled=stalled).run()

uvloop.run(run())
"""


@pytest.fixture
async def companies(acme: Cast, rival: Cast) -> list[Cast]:
    await begin_afresh([acme, rival], NOTING)
    return [acme, rival]


async def test_while_postgresql_is_away_nothing_is_counted_against_an_event(
    companies: list[Cast],
) -> None:
    acme, rival = companies
    cut: list[int] = []

    async def cut_off(event: Event) -> None:
        await note(event)
        if len(cut) < 3:
            cut.append(event.seq)
            await execute("SELECT pg_terminate_backend(pg_backend_pid())")

    running = asyncio.create_task(
        Reader({"test": Consumer("test", {"member.updated": cut_off})}).run()
    )
    try:
        for company in companies:
            await happen(company, 5)
        for company in companies:
            await until(lambda id=company: all_done(id), within=40)
    finally:
        running.cancel()
        await asyncio.wait([running])

    assert len(cut) == 3
    assert {(await place(company))[1] for company in companies} == {0}
    with acting_for(acme.id):
        assert not await Job.filter(kind=HANDED_OVER).exists()
    assert await effects(rival) == await seqs(rival)


async def test_a_worker_killed_in_the_middle_of_a_batch_leaves_nothing_half_done(
    companies: list[Cast],
) -> None:
    acme, rival = companies
    for company in companies:
        await happen(company, 120)
    async with worker("dies") as doomed:
        await asyncio.wait_for(doomed.wait(), 40)
    assert doomed.returncode == -9
    assert not await effects(acme) or not await effects(rival)

    async with worker("lives"), worker("lives"):
        for company in companies:
            await until(lambda id=company: all_done(id), within=40)
    for company in companies:
        assert await effects(company) == await seqs(company)


async def test_an_event_that_kills_its_workers_is_given_up(companies: list[Cast]) -> None:
    acme, rival = companies
    await happen(acme, 3)
    ours = await seqs(acme)
    for _ in range(TRIES):
        async with worker("kills", str(ours[1])) as doomed:
            await asyncio.wait_for(doomed.wait(), 40)
            assert doomed.returncode == -9
    await happen(rival, 2)

    async with worker("kills", "-1"):
        await until(lambda: all_done(rival), within=40)

        async def rest_is_done() -> bool:
            return await effects(acme) == [ours[0], ours[2]]

        await until(rest_is_done, within=40)
    with acting_for(acme.id):
        job = await Job.get(kind=HANDED_OVER)
    assert job.payload == {"consumer": "test", "seq": ours[1]}


@asynccontextmanager
async def worker(*how: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKER, *how, cwd=CHECKOUT, env=os.environ, stdout=DEVNULL
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
