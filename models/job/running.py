"""The job that is running here, for its handler: `await current_job().progress(3, 10)`."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from time import monotonic
from typing import Final
from uuid import UUID

from models.database import execute, transaction
from models.events import Event
from models.job.job import Job

PACE: Final = 0.25  # seconds between two told steps, at least


class NotOurs(Exception):
    """Another worker has this job by now: stop."""


@dataclass(slots=True)
class Running:
    """`id` is the key of the job's effect: the same however often it starts."""

    id: UUID
    fence: int
    attempt: int
    _told_at: float = field(default=-PACE, repr=False)

    async def progress(self, done: int, total: int) -> None:
        """Show how far it is, as an event; steps faster than PACE are left out, but for the last.

        Raises NotOurs once the lease is lost.
        """
        if done < total and monotonic() < self._told_at + PACE:
            return
        self._told_at = monotonic()
        async with transaction():
            if not await execute(PROGRESS, self.id, self.fence, done, total):
                raise NotOurs
            job = await Job.get(id=self.id)
            changes = {"kind": job.kind, "done": done, "total": total}
            await Event.record("job.progressed", job, changes=changes)


running: ContextVar[Running] = ContextVar("running")


def current_job() -> Running:
    """Of the handler that calls it; raises LookupError outside one."""
    return running.get()


PROGRESS: Final = """
    UPDATE jobs SET progress_done = $3, progress_total = $4, updated_at = now()
    WHERE id = $1 AND fence = $2 AND state = 'RUNNING'
"""
