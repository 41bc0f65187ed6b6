"""Conversations: one, and the lists of them."""

from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

import models.contacts
import models.conversations
import models.identity
import models.inboxes
from models.conversations import ConversationStatus, Priority
from models.errors import Invalid, NotFound
from models.identifiers import local_id
from models.tenancy import find
from schema.contacts import Contact
from schema.context import Info
from schema.conversations.message import Message
from schema.edges import Soon, edge
from schema.identity.types import Member
from schema.inboxes import Inbox
from schema.nodes import Node, node
from schema.pages import Connection, Order, Window, page
from schema.roots import query

strawberry.enum(
    ConversationStatus,
    description="PENDING waits for somebody to begin, SNOOZED until its time or a message.",
)
strawberry.enum(Priority, description="What matters more.")
THREAD = Order("seq", descending=False)
Row = strawberry.Parent[models.conversations.Conversation]


@strawberry.enum(description="What a list of conversations is sorted by.")
class ConversationOrder(Enum):
    LAST_MESSAGE_AT = "last_message_at"
    CREATED_AT = "id"  # a UUIDv7 begins with its time
    NUMBER = "number"


@strawberry.enum(description="Which end of a list comes first.")
class SortDirection(Enum):
    ASC = "ASC"
    DESC = "DESC"


@node("conversations:read", lambda viewer: viewer.conversations)
@strawberry.type(description="A thread with one contact in one inbox.")
class Conversation(Node):
    number: int = strawberry.field(description="What people call it; unique in the company.")
    subject: str | None
    status: ConversationStatus
    priority: Priority
    version: int = strawberry.field(description="Moves with every change; mutations can expect it.")
    snoozed_until: datetime | None
    resolved_at: datetime | None
    reopened_count: int
    waiting_since: datetime | None = strawberry.field(
        description="The contact has been waiting for an answer since then."
    )
    first_reply_at: datetime | None
    message_count: int = strawberry.field(description="With notes and tombstones.")
    last_message_at: datetime = strawberry.field(
        description="When the last message, not a note, came or went; at first, when it began."
    )
    created_at: datetime
    updated_at: datetime

    @strawberry.field(description="The beginning of the last message, up to 160 characters.")
    def last_message_preview(root: Row, info: Info) -> str | None:
        return root.last_message_preview if info.context.viewer.may("messages:read") else None

    @edge(
        message="last_message_id",
        description="The last message that is not a note.",
        graphql_type=Message | None,
    )
    def last_message(root: Row, info: Info) -> Soon[models.conversations.Message]:
        if root.last_message_id is None or not info.context.viewer.may("messages:read"):
            return None
        return info.context.loaders.message.get(root.last_message_id)

    @strawberry.field(
        description="What was said, oldest first; ask for the `last` to see the end.",
        graphql_type=Connection[Message],
    )
    async def messages(
        root: Row,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[models.conversations.Message]:
        info.context.viewer.require("messages:read")
        rows = info.context.viewer.messages.filter(conversation_id=root.id)
        return await page(rows, THREAD, Window(first, after, last, before), info=info)

    @edge(contact="contact_id", description="With whom.", graphql_type=Contact)
    def contact(root: Row, info: Info) -> Soon[models.contacts.Contact]:
        info.context.viewer.require("contacts:read")
        return info.context.loaders.contact.get(root.contact_id)

    @edge(inbox="inbox_id", description="Where.", graphql_type=Inbox)
    def inbox(root: Row, info: Info) -> Soon[models.inboxes.Inbox]:
        info.context.viewer.require("inboxes:read")
        return info.context.loaders.inbox.get(root.inbox_id)

    @edge(member="assignee_id", description="Who sees to it.", graphql_type=Member | None)
    def assignee(root: Row, info: Info) -> Soon[models.identity.Member]:
        if root.assignee_id is None:
            return None
        info.context.viewer.require("members:read")
        return info.context.loaders.member.get(root.assignee_id)

    @strawberry.field(
        description="What its contact wrote and you have not read; null for API keys."
    )
    async def unread_count(root: Row, info: Info) -> int | None:
        member_id = info.context.viewer.member_id
        if member_id is None:
            return None
        read = await info.context.loaders.read_count.load((member_id, root.id))
        return max(root.inbound_count - read, 0)


@strawberry.type
class ListQuery:
    @query(
        "conversations:read",
        description="The company's conversations.",
        graphql_type=Connection[Conversation],
    )
    async def conversations(
        self,
        info: Info,
        *,
        status: Annotated[
            list[ConversationStatus] | None, strawberry.argument(description="Any of these.")
        ] = None,
        assignee: strawberry.ID | None = None,
        unassigned: bool = False,
        inbox: strawberry.ID | None = None,
        contact: strawberry.ID | None = None,
        order_by: ConversationOrder = ConversationOrder.LAST_MESSAGE_AT,
        direction: SortDirection = SortDirection.DESC,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Connection[models.conversations.Conversation]:
        if assignee is not None and unassigned:
            message = "Ask for an `assignee` or for `unassigned`, not both."
            raise Invalid.because("unassigned", "ASSIGNEE_AND_UNASSIGNED", message)
        rows = info.context.viewer.conversations
        if status is not None:
            rows = (
                rows.filter(status=status[0])
                if len(status) == 1
                else rows.filter(status__in=status)
            )
        if unassigned:
            rows = rows.filter(assignee_id=None)
        for column, kind, id in (
            ("assignee_id", "Member", assignee),
            ("inbox_id", "Inbox", inbox),
            ("contact_id", "Contact", contact),
        ):
            if id is not None:
                rows = rows.filter(**{column: _local(kind, id)})
        order = Order(order_by.value, descending=direction is SortDirection.DESC)
        return await page(rows, order, Window(first, after, last, before), info=info)

    @query("conversations:read", description="One conversation.", graphql_type=Conversation)
    async def conversation(
        self, info: Info, id: strawberry.ID
    ) -> models.conversations.Conversation:
        return await find(info.context.viewer.conversations, id)


def _local(kind: str, id: strawberry.ID) -> UUID:
    """Inside the walls a foreign id matches nothing, so that nothing needs to be asked about it."""
    decoded = local_id(id)
    if decoded is None or decoded[0] != kind:
        raise NotFound
    return decoded[1]
