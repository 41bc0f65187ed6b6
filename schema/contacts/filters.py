"""The language in which contacts are chosen; models.contacts.filters knows what it means."""

from datetime import datetime
from typing import Any

import strawberry
from pydantic.alias_generators import to_camel
from strawberry.types.base import get_object_definition

from models.contacts import ConsentState
from models.contacts.filters import MAX_CONDITIONS, MAX_DEPTH
from models.inboxes import InboxKind


@strawberry.input(
    description="All that is given must be true. In names case and accents are equal."
)
class ContactTextCondition:
    is_: list[str] | None = strawberry.field(name="is", default=None, description="One of these.")
    starts_with: str | None = None
    contains: str | None = None
    known: bool | None = strawberry.field(default=None, description="Is there any?")


@strawberry.input(description="A custom attribute. All that is given must be true.")
class ContactAttributeCondition:
    key: str
    is_: list[str] | None = strawberry.field(
        name="is", default=None, description="One of these, as text: 3 is “3”, true is “true”."
    )
    starts_with: str | None = None
    contains: str | None = None
    at_least: float | None = strawberry.field(default=None, description="It is such a number.")
    at_most: float | None = None
    known: bool | None = strawberry.field(default=None, description="Is there any?")


@strawberry.input(description="All that is given must be true.")
class ContactTimeCondition:
    after: datetime | None = None
    before: datetime | None = None
    within_days: int | None = strawberry.field(
        default=None, description="In so many days before it is asked."
    )
    longer_ago: int | None = strawberry.field(
        default=None, description="More days than this before it is asked."
    )
    known: bool | None = strawberry.field(default=None, description="Has it ever been?")


@strawberry.input(description="What a contact has stated; UNKNOWN, if nothing.")
class ContactConsentCondition:
    channel: InboxKind
    state: ConsentState


@strawberry.input(
    description="Contacts of whom all that is given is true; with nothing, all contacts. At most "
    f"{MAX_CONDITIONS} conditions, {MAX_DEPTH} deep."
)
class ContactFilter:
    all: "list[ContactFilter] | None" = strawberry.field(
        default=None, description="All of these are true."
    )
    any: "list[ContactFilter] | None" = strawberry.field(
        default=None, description="One of these is true."
    )
    not_: "ContactFilter | None" = strawberry.field(
        name="not", default=None, description="This is not true."
    )
    name: ContactTextCondition | None = None
    email: ContactTextCondition | None = None
    phone: ContactTextCondition | None = None
    locale: ContactTextCondition | None = None
    attribute: ContactAttributeCondition | None = None
    consent: ContactConsentCondition | None = None
    blocked: bool | None = None
    last_activity: ContactTimeCondition | None = strawberry.field(
        default=None, description="When they last wrote."
    )
    created: ContactTimeCondition | None = None


def plain(given: Any) -> Any:
    """What of it was given, to be read by the models."""
    if isinstance(given, list):
        return [plain(each) for each in given]
    definition = get_object_definition(given)  # an enumeration has one too, of another kind
    if definition is None:
        return given
    named = {
        field.graphql_name or to_camel(field.python_name): getattr(given, field.python_name)
        for field in definition.fields
    }
    return {name: plain(value) for name, value in named.items() if value is not None}
