"""Consumers of the log in tests: where they begin, and all they have to do, done now."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from jobs.consumers import Reader
from jobs.task import registered
from models.database import execute
from models.events import Event
from models.events.consumers import CONSUMERS, Consumer
from models.identifiers import uuid7
from models.tenancy import acting_for, every_company
from tests.people import Cast
from tests.work import clear


async def meet(company_id: UUID, consumers: Mapping[str, Consumer] = CONSUMERS) -> None:
    """What has happened so far is not for them."""
    registered()
    with acting_for(company_id):
        head = await Event.head()
        for name in consumers:
            await execute(
                "INSERT INTO event_consumers "
                "(id, company_id, name, seq, attempts, created_at, updated_at) "
                "VALUES ($1, $2, $3, $4, 0, now(), now()) "
                "ON CONFLICT (company_id, name) DO UPDATE SET seq = $4, occurred_at = NULL",
                *(uuid7(), company_id, name, head),
            )


async def begin_afresh(companies: Sequence[Cast], consumers: Mapping[str, Consumer]) -> None:
    """Nothing else is there, and what has been so far is read."""
    await clear()
    with every_company():
        await execute("DELETE FROM event_consumers")
    for company in companies:
        await meet(company.id, consumers)


async def consume(company_id: UUID, consumers: Mapping[str, Consumer] = CONSUMERS) -> None:
    """As a worker would, until there is nothing left that can be done now. `meet` comes first."""
    reader = Reader(consumers)
    while await reader.turn(company_id):
        pass
