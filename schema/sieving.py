"""What of all that is found is asked for."""

from datetime import datetime
from typing import Any, Final

import strawberry

from models.checks import aware
from models.errors import NotFound
from models.identifiers import local_id
from models.search.sifting import Sieve
from models.views import Criteria
from schema.conversations.filtering import ConversationFilter

SENDERS: Final = {"Member": "member_id", "Contact": "contact_id", "ApiKey": "api_key_id"}


@strawberry.input(
    description="Of conversations, and of what is said in them; contacts are left out. Of very "
    "many that are found a page can hold fewer than `first`, and still have a next one."
)
class SearchFilter:
    conversations: ConversationFilter | None = strawberry.field(
        default=None, description="Those, and what is said in them."
    )
    sender: strawberry.ID | None = strawberry.field(
        default=None, description="Messages of this member, contact or API key."
    )
    said_after: datetime | None = strawberry.field(
        default=None, description="Messages, at or after."
    )
    said_before: datetime | None = strawberry.field(default=None, description="Messages, before.")

    def sieve(self) -> Sieve:
        """Raises Invalid, and NotFound for an id of another type."""
        times: dict[str, Any] = {
            name: aware(path, at)
            for name, path, at in (
                ("said_after", "saidAfter", self.said_after),
                ("said_before", "saidBefore", self.said_before),
            )
            if at is not None
        }
        criteria = self.conversations.criteria() if self.conversations else Criteria()
        return Sieve(criteria, **_sender(self.sender), **times)


def _sender(id: str | None) -> dict[str, Any]:
    if id is None:
        return {}
    decoded = local_id(id)
    if decoded is None or decoded[0] not in SENDERS:
        raise NotFound
    return {SENDERS[decoded[0]]: decoded[1]}
