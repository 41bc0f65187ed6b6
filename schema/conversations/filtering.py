"""Which conversations: the same input for a list, a saved view and a change of many."""

from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

import strawberry
from pydantic.alias_generators import to_camel

from models.checks import aware, text
from models.conversations import ConversationStatus, Priority
from models.errors import NotFound
from models.identifiers import global_id, local_id
from models.views import Criteria

# Of the fields that name something: its type.
KINDS: Final = {
    "assignee": "Member",
    "inbox": "Inbox",
    "contact": "Contact",
    "queue": "Queue",
    "participant": "Member",
}
LONGEST: Final = 200  # letters that a search looks at
FLAGS: Final = ("unassigned", "mine", "every_label", "waiting", "unread")
TIMES: Final = ("created_after", "created_before", "last_message_after", "last_message_before")


@strawberry.input(description="All of these; what is not said asks for nothing.")
class ConversationFilter:
    status: list[ConversationStatus] | None = strawberry.field(
        default=None, description="Any of these."
    )
    priority: list[Priority] | None = strawberry.field(default=None, description="Any of these.")
    assignee: strawberry.ID | None = None
    unassigned: bool = False
    mine: bool = strawberry.field(default=False, description="Of whoever is asking.")
    inbox: strawberry.ID | None = None
    contact: strawberry.ID | None = None
    queue: strawberry.ID | None = None
    labels: list[strawberry.ID] | None = strawberry.field(
        default=None, description="That have one of these; up to 20."
    )
    every_label: bool = strawberry.field(default=False, description="Or rather all of them.")
    participant: strawberry.ID | None = strawberry.field(
        default=None, description="That this member takes part in."
    )
    waiting: bool = strawberry.field(
        default=False, description="Only those whose contact waits for an answer."
    )
    unread: bool = strawberry.field(
        default=False, description="Only what whoever is asking has not read."
    )
    search: str | None = strawberry.field(
        default=None, description="Words of its subject or contact's name; its number."
    )
    created_after: datetime | None = strawberry.field(default=None, description="At or after.")
    created_before: datetime | None = None
    last_message_after: datetime | None = strawberry.field(default=None, description="At or after.")
    last_message_before: datetime | None = None

    def criteria(self) -> Criteria:
        """As they are kept. Raises Invalid, and NotFound for an id of another type."""
        kept: dict[str, Any] = {}
        for name in ("status", "priority"):
            if values := getattr(self, name):
                kept[name] = sorted({value.value for value in values})
        for name, kind in KINDS.items():
            if id := getattr(self, name):
                kept[name] = _local(kind, id)
        if self.labels:
            kept["labels"] = list(dict.fromkeys(_local("Label", id) for id in self.labels))
        kept |= {name: True for name in FLAGS if getattr(self, name)}
        if self.search and self.search.strip():
            kept["search"] = text("search", self.search, longest=LONGEST)
        for name in TIMES:
            if (at := getattr(self, name)) is not None:
                kept[name] = aware(to_camel(name), at).isoformat()
        return cast(Criteria, kept)


@strawberry.type(description="Which conversations belong in a list.")
class ConversationCriteria:
    status: list[ConversationStatus] | None
    priority: list[Priority] | None
    assignee: strawberry.ID | None
    unassigned: bool
    mine: bool
    inbox: strawberry.ID | None
    contact: strawberry.ID | None
    queue: strawberry.ID | None
    labels: list[strawberry.ID] | None
    every_label: bool
    participant: strawberry.ID | None
    waiting: bool
    unread: bool
    search: str | None
    created_after: datetime | None
    created_before: datetime | None
    last_message_after: datetime | None
    last_message_before: datetime | None

    @classmethod
    def of(cls, kept: Criteria) -> "ConversationCriteria":
        told: dict[str, Any] = dict(kept)
        shown: dict[str, Any] = {name: told.get(name, False) for name in FLAGS}
        for name, kind in (("status", ConversationStatus), ("priority", Priority)):
            shown[name] = [kind(value) for value in told[name]] if name in told else None
        for name, named in KINDS.items():
            shown[name] = _global(named, told[name]) if name in told else None
        labels = told.get("labels")
        shown["labels"] = labels and [_global("Label", id) for id in labels]
        for name in TIMES:
            shown[name] = datetime.fromisoformat(told[name]) if name in told else None
        return cls(search=told.get("search"), **shown)


def _local(kind: str, id: strawberry.ID) -> str:
    """Inside the walls a foreign id matches nothing, so that nothing needs to be asked about it."""
    decoded = local_id(id)
    if decoded is None or decoded[0] != kind:
        raise NotFound
    return str(decoded[1])


def _global(kind: str, id: str) -> str:
    return global_id(kind, UUID(id))
