"""What follows for promises and reports."""

from datetime import UTC, datetime
from uuid import UUID

import structlog

from jobs.clock import recurring
from jobs.task import task
from models.events import Event
from models.events.consumers import consumer
from models.oversight import Fact, SlaClock, observe
from models.oversight.observing import OBSERVED
from models.oversight.sla_clock import CONSUMER, RING
from models.settings import settings
from models.tenancy import every_company, find

log = structlog.get_logger()


@consumer(CONSUMER, *OBSERVED)
async def oversee(event: Event) -> None:
    await observe(event)


@task(RING, attempts=8, announced=False)
async def ring_clock(clock_id: UUID) -> None:
    await (await find(SlaClock.all(), clock_id)).ring(datetime.now(UTC))


@recurring("reporting_facts.forget", "57 3 * * *")
async def forget_facts() -> None:
    with every_company():
        if gone := await Fact.forget_old(days=settings().report_retention_days):
            log.info("forgotten", what="reporting_facts", rows=gone)
