"""What the tables of jobs and ticks need, again and again."""

import structlog

from jobs.clock import recurring
from models.job import ticks
from models.job.retention import forget_jobs
from models.settings import settings

TICK_DAYS = 30
log = structlog.get_logger()


@recurring("jobs.forget", "17 * * * *")
async def forget_ended() -> None:
    """Drop the jobs that have been kept long enough, and the ticks with them."""
    ours = settings()
    gone = await forget_jobs(
        done_days=ours.job_retention_days, dead_days=ours.dead_job_retention_days
    )
    gone_ticks = await ticks.forget(days=TICK_DAYS)
    if gone or gone_ticks:
        log.info("jobs.forgotten", jobs=gone, ticks=gone_ticks)
