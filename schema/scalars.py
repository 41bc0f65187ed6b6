"""The scalars of our own."""

from typing import NewType

import strawberry
from strawberry.schema.config import StrawberryConfig

from models import events
from schema.context import Info

Cursor = NewType("Cursor", str)

CONFIG = StrawberryConfig(
    scalar_map={
        Cursor: strawberry.scalar(
            name="Cursor",
            description="A position in the company's event log. Opaque: store it, send it back.",
            serialize=str,
            parse_value=lambda value: Cursor(str(value)),
        )
    }
)


async def cursor_now(info: Info) -> Cursor:
    """The cursor at which what this operation did, or will read after this, is visible."""
    return Cursor(events.cursor(info.context.viewer.company_id, await events.position()))
