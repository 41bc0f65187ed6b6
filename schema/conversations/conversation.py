"""Conversations: one, and the lists of them."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Final
from uuid import UUID

import strawberry

import models.contacts
import models.conversations
import models.identity
import models.inboxes
from models.conversations import ConversationStatus, Priority
from models.conversations.labelling import labelled, labels_of
from models.conversations.participant import attended
from models.errors import Invalid, NotFound
from models.identifiers import local_id
from models.search import SearchKind, found
from schema.contacts import Contact
from schema.context import Info
from schema.conversations.drafts import Draft
from schema.conversations.labels import Label
from schema.conversations.message import Message
from schema.conversations.participants import ConversationParticipant
from schema.edges import To, children, derived, edge
from schema.identity.types import Member
from schema.inboxes import Inbox
from schema.nodes import Node, One, node, one
from schema.pages import Connection, Order, Page, Window, page
from schema.roots import query

strawberry.enum(
    ConversationStatus,
    description="PENDING waits for somebody to begin, SNOOZED until its time or a message.",
)
strawberry.enum(Priority, description="What matters more.")
THREAD = Order("seq", descending=False, unique=True)
MOST_LABELS: Final = 20
LABELS: Final[Any] = labels_of
DRAFTS: Final[Any] = models.conversations.Draft.of
Row = strawberry.Parent[models.conversations.Conversation]


@strawberry.enum(description="What a list of conversations is sorted by.")
class ConversationOrder(Enum):
    LAST_MESSAGE_AT = "last_message_at"
    CREATED_AT = "id"  # a UUIDv7 begins with its time
    NUMBER = "number"


@strawberry.enum(description="Whether one of several labels is enough.")
class LabelsMode(Enum):
    ANY = "ANY"
    ALL = "ALL"


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
    message_count: int = strawberry.field(description="With notes, activity lines and tombstones.")
    last_message_at: datetime = strawberry.field(
        description="When the last message, not a note, came or went; at first, when it began."
    )
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

    merged_into: Annotated[
        "Conversation", strawberry.lazy("schema.conversations.conversation")
    ] | None = edge(
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

    @derived(description="What its contact wrote and you have not read; null for API keys.")
    async def unread_count(id: UUID, inbound_count: int, info: Info) -> int | None:
        member_id = info.context.viewer.member_id
        if member_id is None:
            return None
        return max(inbound_count - await info.context.loaders.read_count.load((member_id, id)), 0)


@strawberry.type
class ListQuery:
    @query(
        "conversations:read",
        description="The company's conversations.",
        graphql_type=Connection[Conversation],
    )
    def conversations(
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
        labels: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(description="That have these; an empty list asks for nothing."),
        ] = None,
        labels_mode: LabelsMode = LabelsMode.ANY,
        participant: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="That this member takes part in."),
        ] = None,
        search: Annotated[
            str | None,
            strawberry.argument(description="Words of its subject or contact's name; its number."),
        ] = None,
        order_by: ConversationOrder = ConversationOrder.LAST_MESSAGE_AT,
        direction: SortDirection = SortDirection.DESC,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
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
        if labels:
            if len(labels) > MOST_LABELS:
                message = f"`labels` can name {MOST_LABELS} at most."
                raise Invalid.because("labels", "TOO_MANY", message)
            ids = list(dict.fromkeys(_local("Label", id) for id in labels))
            rows = labelled(rows, ids, every=labels_mode is LabelsMode.ALL)
        if participant is not None:
            rows = attended(rows, _local("Member", participant))
        sight = info.context.viewer.sight
        rows = found(rows, search or "", SearchKind.CONVERSATION, sight=sight)
        order = Order(order_by.value, descending=direction is SortDirection.DESC)
        return page(rows, order, Window(first, after, last, before))

    @query("conversations:read", description="One conversation.", graphql_type=Conversation)
    def conversation(self, info: Info, id: strawberry.ID) -> One:
        return one(info.context.viewer.conversations, id)


def _local(kind: str, id: strawberry.ID) -> UUID:
    """Inside the walls a foreign id matches nothing, so that nothing needs to be asked about it."""
    decoded = local_id(id)
    if decoded is None or decoded[0] != kind:
        raise NotFound
    return decoded[1]
