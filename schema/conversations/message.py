"""What is said in a conversation, by whom, and how far it has come."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Union

import strawberry

import models.conversations
from models.conversations import Direction, MessageStatus
from models.tenancy import CompanyModel
from schema.contacts import Contact
from schema.context import Info
from schema.deliveries import DeliveryAttempt
from schema.edges import Soon, edge
from schema.identity.types import ApiKey, Member
from schema.nodes import Node, node

if TYPE_CHECKING:
    from schema.conversations.conversation import Conversation

strawberry.enum(
    Direction, name="MessageDirection", description="INTERNAL is a note: no contact sees it."
)
strawberry.enum(
    MessageStatus,
    description="How far the delivery is, which only moves forward, but for retryMessage. "
    "RECEIVED: nothing to deliver. UNKNOWN: sent, and never heard whether it arrived.",
)

Row = strawberry.Parent[models.conversations.Message]
Sender = Annotated[
    Union[Member, Contact, ApiKey],  # noqa: UP007 - Strawberry wants a named Union
    strawberry.union("Sender", description="Who wrote a message."),
]


@strawberry.type(description="What a message said until it was edited.")
class MessageRevision:
    body: str
    created_at: datetime = strawberry.field(description="When it was edited.")


@node("messages:read", lambda viewer: viewer.messages)
@strawberry.type(description="One entry of a conversation.")
class Message(Node):
    seq: int = strawberry.field(description="Its place in the conversation, from 1.")
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

    @strawberry.field(description="The text; null once the message is deleted.")
    def body(root: Row) -> str | None:
        return None if root.deleted_at else root.body

    @edge(
        member="member_id",
        contact="contact_id",
        api_key="api_key_id",
        description="Who wrote it; null when the system did.",
        graphql_type=Sender | None,
    )
    def sender(root: Row, info: Info) -> Soon[CompanyModel]:
        loaders, viewer = info.context.loaders, info.context.viewer
        if root.member_id is not None:
            viewer.require("members:read")
            return loaders.member.get(root.member_id)
        if root.contact_id is not None:
            viewer.require("contacts:read")
            return loaders.contact.get(root.contact_id)
        return loaders.api_key.get(root.api_key_id) if root.api_key_id else None

    @edge(
        conversation="conversation_id",
        description="Where it was said.",
        graphql_type=Annotated[
            "Conversation", strawberry.lazy("schema.conversations.conversation")
        ],
    )
    def conversation(root: Row, info: Info) -> Soon[models.conversations.Conversation]:
        info.context.viewer.require("conversations:read")
        return info.context.loaders.conversation.get(root.conversation_id)

    @edge(
        message="reply_to_id",
        description="The message it answers.",
        graphql_type=Annotated["Message", strawberry.lazy("schema.conversations.message")] | None,
    )
    def reply_to(root: Row, info: Info) -> Soon[models.conversations.Message]:
        if root.reply_to_id is None:
            return None
        return info.context.loaders.message.get(root.reply_to_id)

    @strawberry.field(
        description="What it said before each edit, oldest first.",
        graphql_type=list[MessageRevision],
    )
    async def revisions(root: Row, info: Info) -> list[models.conversations.MessageRevision]:
        return await info.context.loaders.message_revisions.load(root.id)

    @strawberry.field(
        description="The attempts to bring it to the contact, oldest first.",
        graphql_type=list[DeliveryAttempt],
    )
    async def delivery_attempts(
        root: Row, info: Info
    ) -> list[models.conversations.DeliveryAttempt]:
        return await info.context.loaders.delivery_attempts.load(root.id)
