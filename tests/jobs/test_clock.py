"""What the whole installation needs is done by its workers, hour by hour."""

import asyncio

import asyncpg
from structlog.testing import capture_logs

from jobs.clock import tick
from tests.fleet import start
from tests.following import SOON, log_of, write
from tests.models.events.past import RETENTION, age, day_ago, floor, make, partition, partitions
from tests.people import Cast


async def test_what_fails_is_logged_and_hinders_nothing_else() -> None:
    done = []

    async def fail() -> None:
        raise RuntimeError("out of order")

    async def work() -> None:
        done.append("work")

    with capture_logs() as logs:
        await tick({"first": fail, "second": work})

    assert done == ["work"]
    assert [(log["event"], log["action"]) for log in logs] == [
        ("upkeep.failed", "first"),
        ("upkeep.done", "second"),
    ]
    assert logs[1]["duration_ms"] >= 0


async def test_workers_that_start_at_once_keep_the_log_once(
    acme: Cast, rival: Cast, database: str
) -> None:
    over, ahead = await day_ago(RETENTION + 1), partition(await day_ago(-3))
    await make(over)
    await write(acme, 5)
    await age(acme, 4, to=over)
    owner = await asyncpg.connect(database)
    await owner.execute(f"DROP TABLE {ahead}")
    await owner.close()

    workers = [await start("worker") for _ in range(3)]
    try:
        async with asyncio.timeout(3 * SOON):
            while ahead not in (there := await partitions()) or partition(over) in there:
                await asyncio.sleep(0.05)
    finally:
        for worker in workers:
            await worker.stop()

    assert [worker.child.returncode for worker in workers] == [0, 0, 0]
    assert (await floor(acme), await floor(rival)) == (4, 0)
    assert await log_of(acme) == [5, 6, 7]
