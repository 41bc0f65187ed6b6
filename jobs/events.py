"""Keeping the log of events."""

import structlog

from jobs.clock import recurring
from models.events import days
from models.settings import settings
from models.tenancy import every_company

log = structlog.get_logger()


@recurring("events.keep", "7 * * * *")
async def keep_events() -> None:
    with every_company():
        kept = await days.keep(retention_days=settings().event_retention_days)
    if kept.left:
        log.warning("events.left", days=[str(day) for day in kept.left])
    if kept.made or kept.dropped:
        log.info(
            "events.kept",
            made=[str(day) for day in kept.made],
            dropped=[str(day) for day in kept.dropped],
        )
