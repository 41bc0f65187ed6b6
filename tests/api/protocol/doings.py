"""What happens in a company while somebody listens."""

from typing import Any

from models.database import transaction
from models.events import Event, cursor
from models.tenancy import acting_for
from tests.people import Cast

COMPANY = "{ company { name } }"
RENAME = """mutation ($name: String!) {
  updateCompany(input: {name: $name}) { company { name } }
}"""
EVENTS = """subscription ($after: Cursor) {
  events(after: $after, names: ["member.updated"]) { cursor event { changes } }
}"""


async def happen(company: Cast, *numbers: int, filler: str = "") -> None:
    """One event for each of these numbers."""
    with acting_for(company.id):
        for number in numbers:
            changes: dict[str, Any] = {"n": number} | ({"filler": filler} if filler else {})
            async with transaction():
                await Event.record("member.updated", company.owner, changes=changes)


async def position(company: Cast) -> str:
    """The cursor at which its log stands."""
    with acting_for(company.id):
        return cursor(company.id, await Event.head())
