"""One thing that a member is told of."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry

import models.conversations
from models.identifiers import global_id
from models.notifications.saying import title as title_of
from schema.conversations import Conversation
from schema.conversations.message import Message
from schema.edges import To, derived, edge
from schema.nodes import Node, node
from schema.notifications.kinds import NotificationType

ACTORS: Any = {"MEMBER": "Member", "CONTACT": "Contact", "API_KEY": "ApiKey"}


@node("company:read", lambda viewer: viewer.notifications)
@strawberry.type(description="Something you are told of. It is yours alone.")
class Notification(Node):
    type: NotificationType
    count: int = strawberry.field(
        description="How often it has happened since you last read of it: more of the same does "
        "not make another."
    )
    created_at: datetime
    happened_at: datetime = strawberry.field(description="The last time.")
    read_at: datetime | None
    snoozed_until: datetime | None

    conversation: Conversation | None = edge(
        To("conversation_id", models.conversations.Conversation, needs="conversations:read"),
        description="What it is about; null where it is about none, or one you no longer see.",
    )
    message: Message | None = edge(
        To("message_id", models.conversations.Message, needs="messages:read"),
        description="The last message that it tells of, if it tells of messages.",
    )

    @derived(description="What happened in one line, without names and texts.")
    def title(type: NotificationType, count: int) -> str:
        return title_of(NotificationType(type), count)

    @derived(description="The object it is about; fetch it with `node`.")
    def subject_id(subject_type: str, subject: UUID) -> strawberry.ID:
        return strawberry.ID(global_id(subject_type, subject))

    @derived(description="The type of that object.")
    def subject_type(subject_type: str) -> str:
        return subject_type

    @derived(description="Who did it last; null when it was the system.")
    def actor_id(actor_kind: str, actor: UUID | None) -> strawberry.ID | None:
        if actor is None:
            return None
        return strawberry.ID(global_id(ACTORS[actor_kind], actor))
