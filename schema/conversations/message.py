"""What is said in a conversation, by whom, and how far it has come."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, Union
from uuid import UUID

import strawberry

import models.contacts
import models.conversations
import models.files
import models.identity
from models.conversations import Direction, MessageKind, MessageStatus
from models.identifiers import global_id
from schema.contacts import Contact
from schema.context import Info
from schema.deliveries import DeliveryAttempt
from schema.edges import To, children, derived, edge, filled
from schema.files.attachment import Attachment
from schema.identity.types import ApiKey, Member
from schema.nodes import Node, node

if TYPE_CHECKING:
    from schema.conversations.conversation import Conversation

strawberry.enum(
    Direction,
    name="MessageDirection",
    description="INTERNAL is a note, or activity: no contact sees it.",
)
strawberry.enum(
    MessageKind,
    description="ACTIVITY is a line about the conversation itself: it has an `activity` and no "
    "text, is never unread, and cannot be edited, deleted or answered.",
)
strawberry.enum(
    MessageStatus,
    description="How far the delivery is, which only moves forward, but for retryMessage. "
    "RECEIVED: nothing to deliver. UNKNOWN: sent, and never heard whether it arrived.",
)

MENTIONED: Final[Any] = models.conversations.MessageMention.of
Sender = Annotated[
    Union[Member, Contact, ApiKey],  # noqa: UP007 - Strawberry wants a named Union
    strawberry.union("Sender", description="Who wrote a message."),
]


@strawberry.type(description="What a message said until it was edited.")
class MessageRevision:
    body: str
    created_at: datetime = strawberry.field(description="When it was edited.")


@strawberry.type(description="What became of a conversation, told in its thread.")
class Activity:
    name: str = strawberry.field(description="The event's, such as conversation.assigned.")
    field: str | None = strawberry.field(
        description="Of conversation.updated: what was changed, such as subject."
    )
    from_: str | None = strawberry.field(
        name="from",
        description="What it was, as it was called then: a member, a priority, labels, a subject.",
    )
    to: str | None = strawberry.field(description="What it became; of a snooze the time it ends.")
    from_id: strawberry.ID | None = strawberry.field(
        description="The object that it was, to be fetched with `node`, if it was one."
    )
    to_id: strawberry.ID | None = strawberry.field(description="The object that it became.")

    @classmethod
    def of(cls, line: Mapping[str, Any]) -> "Activity":
        return cls(
            name=line["name"],
            field=line.get("field"),
            from_=line.get("from"),
            to=line.get("to"),
            from_id=line.get("fromId"),
            to_id=line.get("toId"),
        )


@node("messages:read", lambda viewer: viewer.messages)
@strawberry.type(description="One entry of a conversation.")
class Message(Node):
    seq: int = strawberry.field(description="Its place in the conversation, from 1.")
    template_version: int | None = strawberry.field(
        description="Which version of the template it was made of."
    )
    kind: MessageKind
    direction: Direction
    status: MessageStatus
    client_id: str | None = strawberry.field(description="The sender's own id of it.")
    external_id: str | None = strawberry.field(description="The channel's id of it.")
    error_code: str | None = strawberry.field(description="Why it failed or is in doubt.")
    error_detail: str | None
    occurred_at: datetime = strawberry.field(description="When it was written.")
    created_at: datetime = strawberry.field(description="When we had it.")
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    failed_at: datetime | None
    edited_at: datetime | None
    deleted_at: datetime | None

    sender: Sender | None = edge(
        To("member_id", models.identity.Member, needs="members:read"),
        To("contact_id", models.contacts.Contact, needs="contacts:read"),
        To("api_key_id", models.identity.ApiKey),
        description="Who wrote it; null when the system did.",
    )
    conversation: Annotated[
        "Conversation", strawberry.lazy("schema.conversations.conversation")
    ] = edge(
        To(
            "conversation_id",
            models.conversations.Conversation,
            needs="conversations:read",
            within=True,
        ),
        description="Where it was said.",
    )
    reply_to: Annotated["Message", strawberry.lazy("schema.conversations.message")] | None = edge(
        To("reply_to_id", models.conversations.Message, within=True),
        description="The message it answers.",
    )
    attachments: list[Attachment] = children(
        models.files.Attachment, "message_id", description="Its files, in their order."
    )
    revisions: list[MessageRevision] = children(
        models.conversations.MessageRevision,
        "message_id",
        description="What it said before each edit, oldest first.",
    )
    delivery_attempts: list[DeliveryAttempt] = children(
        models.conversations.DeliveryAttempt,
        "message_id",
        description="The attempts to bring it to the contact, oldest first.",
    )
    body: str | None = filled(
        "body", description="The text; null once the message is deleted, and of activity."
    )

    @derived(description="Of the kind TEMPLATE: which one it was made of.")
    def template_id(template_id: UUID | None) -> strawberry.ID | None:
        return None if template_id is None else strawberry.ID(global_id("Template", template_id))

    @derived(
        description="Whom a note mentions, in its order; null without members:read.",
        shown_to="members:read",
    )
    async def mentions(id: UUID, direction: Direction, info: Info) -> list[Member] | None:
        if direction is not Direction.INTERNAL:
            return []
        found: list[Member] = await info.context.loaders.read_by(MENTIONED, none=[]).load(id)
        return found

    @derived(description="Of an ACTIVITY line: what happened.")
    def activity(activity: Any) -> Activity | None:
        return Activity.of(activity) if activity else None
