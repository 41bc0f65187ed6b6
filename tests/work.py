"""Jobs of the tests: wanted, looked at, and waited for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from models.database import execute, transaction
from models.identifiers import global_id
from models.job import Job, JobPriority, JobState
from models.job.lease import Lease
from models.tenancy import acting_for, every_company
from tests.people import Cast

PATIENCE = 60.0  # seconds, when it is given up: where all is well it does not matter how many


async def want(
    company: Cast,
    kind: str = "test.work",
    payload: dict[str, Any] | None = None,
    *,
    times: int = 1,
    priority: JobPriority = JobPriority.NORMAL,
    **options: Any,
) -> list[UUID]:
    """Enqueue `times` jobs in one transaction; their ids in order."""
    with acting_for(company.id):
        async with transaction():
            jobs = [
                await Job.enqueue(kind, payload or {}, priority=priority, **options)
                for _ in range(times)
            ]
    return [job for job in jobs if job is not None]


async def look(company: Cast, job_id: UUID) -> Job:
    with acting_for(company.id):
        return await Job.get(id=job_id)


async def take(job_id: UUID, *, seconds: float = 20, kind: str = "test.work") -> Lease:
    [lease] = await Lease.take([job_id], worker="tests", seconds={kind: seconds})
    return lease


async def succeed(lease: Lease) -> bool:
    return lease.key in await Lease.succeed_all([lease])


async def end(company: Cast, job_id: UUID, *, state: JobState) -> Job:
    """As if it had been run to this end."""
    with acting_for(company.id):
        await Job.filter(id=job_id).update(state=state, lease_until=None)
        return await Job.get(id=job_id)


async def die(company: Cast, kind: str) -> UUID:
    """A job of the company that nobody will try again."""
    error = {"at": datetime.now(UTC).isoformat(), "attempt": 1}
    error |= {"error": "PermanentFailure", "message": "There is no such number."}
    with acting_for(company.id):
        async with transaction():
            id = await Job.enqueue(kind, {"id": global_id("Company", company.id)})
            assert id is not None
            await Job.filter(id=id).update(
                state=JobState.DEAD, errors=[error], finished_at=datetime.now(UTC), attempts=1
            )
    return id


async def clear() -> None:
    """No company wants anything."""
    with every_company():
        await execute("DELETE FROM jobs")


async def until(
    condition: Callable[[], bool] | Callable[[], Awaitable[bool]], *, within: float = PATIENCE
) -> None:
    deadline = time.monotonic() + within
    while True:
        answer = condition()
        if answer if isinstance(answer, bool) else await answer:
            return
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.01)


async def finished(
    company: Cast,
    job_id: UUID,
    state: JobState = JobState.SUCCEEDED,
    *,
    within: float = PATIENCE,
) -> None:
    """Wait until the job has come to this state."""

    async def arrived() -> bool:
        return (await look(company, job_id)).state is state

    await until(arrived, within=within)
