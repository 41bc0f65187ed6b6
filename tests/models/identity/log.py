"""Reading a company's event log."""

from typing import Any
from uuid import UUID

from models.events import Event
from models.tenancy import acting_for


async def log_of(company: UUID) -> list[Event]:
    with acting_for(company):
        return await Event.all().order_by("seq")


async def told(company: UUID, name: str) -> list[dict[str, Any]]:
    """The changes of every event of this name, oldest first."""
    return [event.changes for event in await log_of(company) if event.name == name]


async def names(company: UUID) -> list[str]:
    return [event.name for event in await log_of(company)]
