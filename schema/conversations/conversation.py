"""Conversations: one, and the lists of them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

import models.contacts
import models.conversations
import models.identity
import models.inboxes
import models.oversight
import models.queues
from models.conversations import ConversationStatus, Priority
from models.conversations.labelling import labels_of
from models.queues.figures import waits
from schema.contacts import Contact
from schema.context import Info
from schema.conversations.drafts import Draft
from schema.conversations.labels import Label
from schema.conversations.message import Message
from schema.conversations.participants import ConversationParticipant
from schema.conversations.satisfaction import SatisfactionRequest
from schema.edges import To, children, derived, edge
from schema.identity.types import Member
from schema.inboxes import Inbox
from schema.nodes import Node, node
from schema.pages import Connection, Order, Page, Window, page
from schema.queues.types import Queue, Waiting

strawberry.enum(
    ConversationStatus,
    description="PENDING waits for somebody to begin, SNOOZED until its time or a message.",
)
strawberry.enum(Priority, description="What matters more.")
if TYPE_CHECKING:
    from schema.oversight.clocks import SlaClock
    from schema.oversight.policies import SlaPolicy

THREAD = Order("seq", descending=False, unique=True)
LABELS: Final[Any] = labels_of
WAITS: Final[Any] = waits
DRAFTS: Final[Any] = models.conversations.Draft.of
Row = strawberry.Parent[models.conversations.Conversation]


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
    next_sla_due_at: datetime | None = strawberry.field(
        description="When the first of its SLA clocks is due, or was; of those that run."
    )
    message_count: int = strawberry.field(description="With notes, activity lines and tombstones.")
    last_message_at: datetime = strawberry.field(
        description="When the last message, not a note, came or went; at first, when it began."
    )
    custom_attributes: JSON = strawberry.field(description="By the keys of their definitions.")
    created_at: datetime
    updated_at: datetime

    last_message: Message | None = edge(
        To("last_message_id", models.conversations.Message, within=True),
        shown_to="messages:read",
        description="The last message that is not a note.",
    )
    contact: Contact = edge(
        To("contact_id", models.contacts.Contact, needs="contacts:read"), description="With whom."
    )
    inbox: Inbox = edge(
        To("inbox_id", models.inboxes.Inbox, needs="inboxes:read"), description="Where."
    )
    assignee: Member | None = edge(
        To("assignee_id", models.identity.Member, needs="members:read"),
        description="Who sees to it.",
    )

    queue: Queue | None = edge(
        To("queue_id", models.queues.Queue, needs="queues:read"), description="Whose it is."
    )

    @derived(description="Where it stands in its queue's line; null when it does not wait.")
    async def waiting(id: UUID, queue_id: UUID | None, info: Info) -> Waiting | None:
        if queue_id is None:
            return None
        found: Waiting | None = await info.context.loaders.read_by(WAITS, none=None).load(id)
        return found

    merged_into: (
        Annotated["Conversation", strawberry.lazy("schema.conversations.conversation")] | None
    ) = edge(
        To("merged_into_id", models.conversations.Conversation),
        description="Where it goes on; then it is closed for good.",
    )

    @derived(
        description="The beginning of the last message, up to 160 characters.",
        shown_to="messages:read",
    )
    def last_message_preview(last_message_preview: str | None) -> str | None:
        return last_message_preview

    @strawberry.field(
        description="What was said, oldest first; ask for the `last` to see the end.",
        graphql_type=Connection[Message],
    )
    def messages(
        root: Row,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        info.context.viewer.require("messages:read")
        rows = info.context.viewer.messages.filter(conversation_id=root.id)
        return page(rows, THREAD, Window(first, after, last, before))

    participants: list[ConversationParticipant] = children(
        models.conversations.ConversationMember,
        "conversation_id",
        description="The members who take part, in the order in which they came.",
    )

    satisfaction: list[SatisfactionRequest] = children(
        models.conversations.SatisfactionRequest,
        "conversation_id",
        description="Each time that its contact was asked how they were helped, oldest first.",
    )

    @derived(description="Its labels, by name.")
    async def labels(id: UUID, info: Info) -> list[Label]:
        found: list[Label] = await info.context.loaders.read_by(LABELS, none=[]).load(id)
        return found

    @derived(description="What you have begun to write here; nobody else sees it.")
    async def drafts(id: UUID, info: Info) -> list[Draft]:
        member_id = info.context.viewer.member_id
        if member_id is None:
            return []
        mine: list[Draft] = await info.context.loaders.read_by(DRAFTS, none=[]).load(
            (member_id, id)
        )
        return mine

    @strawberry.field(
        description="What was merged into it; conversationTimeline reads their messages, too.",
        graphql_type=Connection[
            Annotated["Conversation", strawberry.lazy("schema.conversations.conversation")]
        ],
    )
    def merged_conversations(
        root: Row, info: Info, first: int | None = None, after: str | None = None
    ) -> Page:
        rows = info.context.viewer.conversations.filter(merged_into_id=root.id)
        return page(rows, Order("id", descending=False), Window(first, after))

    sla_policy: Annotated["SlaPolicy", strawberry.lazy("schema.oversight.policies")] | None = edge(
        To("sla_policy_id", models.oversight.SlaPolicy, needs="queues:read"),
        description="What is promised of this one alone; null for what holds where it is.",
    )

    @strawberry.field(
        description="Its promises, the newest first.",
        graphql_type=Connection[Annotated["SlaClock", strawberry.lazy("schema.oversight.clocks")]],
    )
    def sla_clocks(
        root: Row, info: Info, first: int | None = None, after: str | None = None
    ) -> Page:
        rows = info.context.viewer.sla_clocks.filter(conversation_id=root.id)
        return page(rows, Order("id"), Window(first, after))

    @derived(description="What its contact wrote and you have not read; null for API keys.")
    async def unread_count(id: UUID, inbound_count: int, info: Info) -> int | None:
        member_id = info.context.viewer.member_id
        if member_id is None:
            return None
        return max(inbound_count - await info.context.loaders.read_count.load((member_id, id)), 0)
