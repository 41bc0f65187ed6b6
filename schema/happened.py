"""What every payload of a subscription to changes has."""

import strawberry

import models.events
from schema.events import cursor_of
from schema.scalars import Cursor


@strawberry.type
class Happened:
    recorded: strawberry.Private[models.events.Event]

    @strawberry.field(description="The position behind this.")
    def cursor(self) -> Cursor:
        return cursor_of(self.recorded)

    @strawberry.field(description="What happened, such as message.created.")
    def event(self) -> str:
        return self.recorded.name
