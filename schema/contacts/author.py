"""Who wrote something down of a contact."""

from typing import Annotated, Any, Union

import strawberry

import models.identity
from schema.edges import To, edge
from schema.identity.types import ApiKey, Member

Author = Annotated[
    Union[Member, ApiKey],  # noqa: UP007 - Strawberry wants a named Union
    strawberry.union("ContactAuthor", description="Who wrote something down of a contact."),
]


def authored(description: str) -> Any:
    """The field of a row that a member or an API key wrote; null when the system did."""
    return edge(
        To("member_id", models.identity.Member, needs="members:read"),
        To("api_key_id", models.identity.ApiKey),
        description=description,
    )
