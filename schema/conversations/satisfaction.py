"""What contacts say of how they were helped."""

from datetime import datetime

import strawberry

import models.identity
from schema.edges import To, derived, edge
from schema.identity.types import Member


@strawberry.type(description="A contact was asked how they were helped, and may have answered.")
class SatisfactionRequest:
    rating: int | None = strawberry.field(description="1 to 5; null until it is answered.")
    rated_at: datetime | None
    expires_at: datetime = strawberry.field(description="Until then it can be answered.")
    created_at: datetime = strawberry.field(description="When it was asked.")

    member: Member | None = edge(
        To("member_id", models.identity.Member, needs="members:read"),
        description="Who saw to the conversation then.",
    )

    @derived(description="What they said beside it.", shown_to="messages:read")
    def comment(comment: str | None) -> str | None:
        return comment
