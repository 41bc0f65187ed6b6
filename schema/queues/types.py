"""What a client reads of queues and of the lines in them."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final
from uuid import UUID

import strawberry

import models.conversations
import models.identity
import models.oversight
import models.queues
from models.queues import Assignment, Level
from models.queues.figures import Length, lengths
from schema.context import Info
from schema.edges import To, children, derived, edge
from schema.identity.types import Member
from schema.nodes import Node, node
from schema.pages import Connection, Order, Page, Window, page
from schema.queues.business_hours import BusinessHours

if TYPE_CHECKING:
    from schema.conversations.conversation import Conversation
    from schema.oversight.policies import SlaPolicy

strawberry.enum(
    Assignment,
    name="QueueAssignment",
    description="Who is given what waits: nobody, members in turn, or whoever has least.",
)
strawberry.enum(
    Level,
    name="QueueLevel",
    description="A backup is given only what no primary member can take.",
)
NEXT_FIRST: Final = Order("place", descending=False)
LENGTHS: Final[Any] = lengths
ESTIMATED = "In seconds, as claims went lately; null before the first."


@strawberry.type(description="A member who is in a queue.")
class QueueMember:
    level: Level
    created_at: datetime = strawberry.field(description="Since when.")

    member: Member = edge(
        To("member_id", models.identity.Member, needs="members:read"), description="Who."
    )


@strawberry.type(description="A conversation's place in a waiting line.")
class QueueEntry:
    enqueued_at: datetime = strawberry.field(description="Waits since then, in whichever queue.")
    joined_at: datetime = strawberry.field(description="And in this one since then.")
    offer_expires_at: datetime | None

    conversation: Annotated[
        "Conversation", strawberry.lazy("schema.conversations.conversation")
    ] = edge(To("conversation_id", models.conversations.Conversation), description="Which waits.")
    offered_to: Member | None = edge(
        To("offered_to_id", models.identity.Member, needs="members:read"),
        description="Who may accept it now, before it is offered to the next.",
    )


@strawberry.type(description="A waiting line as a whole.")
class QueueLine:
    waiting: int = strawberry.field(description="How many conversations wait.")
    longest_since: datetime | None = strawberry.field(
        description="Since when the one that has waited longest has; null when none waits."
    )
    estimated_seconds: int | None = strawberry.field(
        description=f"How long the next one to come will wait. {ESTIMATED}"
    )


@strawberry.type(description="A conversation's wait.")
class Waiting:
    position: int = strawberry.field(description="1 is the next one.")
    estimated_seconds: int | None = strawberry.field(
        description=f"How long it will still wait. {ESTIMATED}"
    )
    entered_at: datetime = strawberry.field(description="Since when it waits.")
    offer_expires_at: datetime | None

    offered_to: Member | None = edge(
        To("offered_to_id", models.identity.Member, needs="members:read"),
        description="Who may accept it now, before it is offered to the next.",
    )


@node("queues:read", lambda viewer: viewer.queues)
@strawberry.type(
    description="A department: its members, and how what waits there finds one of them."
)
class Queue(Node):
    name: str = strawberry.field(
        description="Unique, in whatever case, among those that are not archived."
    )
    colour: str | None = strawberry.field(description="#rrggbb.")
    description: str | None
    greeting: str | None = strawberry.field(
        description="Sent once to a contact whose conversation comes here in its hours."
    )
    out_of_hours_message: str | None = strawberry.field(
        description="Sent once a closed period to a contact who writes then."
    )
    assignment: Assignment
    accept_timeout_seconds: int | None = strawberry.field(
        description="With it a conversation is offered for so long, not given."
    )
    overflow_after_seconds: int | None = strawberry.field(
        description="What has waited for so long goes on to the overflow queue."
    )
    archived_at: datetime | None = strawberry.field(description="Takes nothing in since.")
    version: int = strawberry.field(description="Moves with every change; mutations can expect it.")
    created_at: datetime
    updated_at: datetime

    overflow_queue: Annotated["Queue", strawberry.lazy("schema.queues.types")] | None = edge(
        To("overflow_queue_id", models.queues.Queue), description="Where the impatient go."
    )
    business_hours: BusinessHours | None = edge(
        To("business_hours_id", models.queues.BusinessHours), description="When it is served."
    )
    sla_policy: Annotated["SlaPolicy", strawberry.lazy("schema.oversight.policies")] | None = edge(
        To("sla_policy_id", models.oversight.SlaPolicy), description="What is promised in it."
    )
    members: list[QueueMember] = children(
        models.queues.QueueMember, "queue_id", description="In the order in which they came."
    )

    @derived(description="The waiting line.")
    async def line(id: UUID, info: Info) -> QueueLine:
        found: Any = await info.context.loaders.read_by(LENGTHS, none=Length()).load(id)
        return found  # type: ignore[no-any-return]

    @strawberry.field(
        description="What waits, the next one first.", graphql_type=Connection[QueueEntry]
    )
    def waiting(
        root: strawberry.Parent[models.queues.Queue],
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        info.context.viewer.require("conversations:read")
        rows = info.context.viewer.queue_entries.filter(queue_id=root.id)
        return page(rows, NEXT_FIRST, Window(first, after, last, before))
