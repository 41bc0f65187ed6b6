"""Who takes part in a conversation, whoever sees to it."""

from datetime import datetime

import strawberry

import models.identity
from models.conversations import ParticipantRole
from schema.edges import To, edge
from schema.identity.types import Member

strawberry.enum(
    ParticipantRole,
    description="FOLLOWER by their own will or a colleague's, MENTIONED in a note.",
)


@strawberry.type(description="A member who takes part in a conversation.")
class ConversationParticipant:
    role: ParticipantRole
    muted: bool = strawberry.field(description="They do not want to be told of it.")
    created_at: datetime = strawberry.field(description="Since when.")

    member: Member = edge(
        To("member_id", models.identity.Member, needs="members:read"), description="Who."
    )
