"""Promises that run, and what becomes of them, live."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final, get_args

import strawberry

import models.conversations
import models.oversight
from models.events import EventName
from models.oversight import SlaMetric, SlaState
from models.tenancy import acting_for, find
from schema.context import Info
from schema.edges import To, edge
from schema.events import follow
from schema.happened import Happened
from schema.nodes import Node, node
from schema.oversight.policies import SlaPolicy
from schema.roots import subscription
from schema.scalars import Cursor

if TYPE_CHECKING:
    from schema.conversations.conversation import Conversation

OF_CLOCKS: Final = tuple(name for name in get_args(EventName) if name.startswith("sla."))
strawberry.enum(SlaMetric, description="What is promised.")
strawberry.enum(
    SlaState,
    description="PENDING runs or is paused; BREACHED goes on until `endedAt`; CANCELLED was no "
    "longer asked for.",
)


@node("conversations:read", lambda viewer: viewer.sla_clocks)
@strawberry.type(description="One promise to one conversation, and what came of it.")
class SlaClock(Node):
    metric: SlaMetric
    state: SlaState
    seconds: int = strawberry.field(description="Promised, of open hours if the policy has some.")
    started_at: datetime
    due_at: datetime | None = strawberry.field(description="Null while it is paused.")
    warned_at: datetime | None
    paused_at: datetime | None = strawberry.field(
        description="Since then its conversation is snoozed."
    )
    met_at: datetime | None
    breached_at: datetime | None
    ended_at: datetime | None = strawberry.field(
        description="When it was met, cancelled, or done too late."
    )

    policy: SlaPolicy = edge(
        To("policy_id", models.oversight.SlaPolicy, needs="queues:read"),
        description="By which it counts.",
    )
    conversation: Annotated[
        "Conversation", strawberry.lazy("schema.conversations.conversation")
    ] = edge(
        To("conversation_id", models.conversations.Conversation, within=True),
        description="Of which it was promised.",
    )


@strawberry.type(description="A clock that began, moved, warned or ended, as it is now.")
class SlaChanged(Happened):
    clock: SlaClock = edge(
        To("recorded.subject_id", models.oversight.SlaClock, within=True), description="The clock."
    )


@strawberry.type
class SlaSubscription:
    @subscription(
        "conversations:read",
        description="SLA clocks, as they begin, stand still, warn, are met or are breached.",
    )
    async def sla_changed(
        self,
        info: Info,
        conversation_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Of this conversation only; without it, of all."),
        ] = None,
        after: Cursor | None = None,
    ) -> AsyncIterator[SlaChanged]:
        viewer, about = info.context.viewer, None
        if conversation_id is not None:
            with acting_for(viewer.company_id):
                about = (await find(viewer.conversations, conversation_id)).id
        async with aclosing(follow(info, after, names=OF_CLOCKS, conversation_id=about)) as told:
            async for event in told:
                yield SlaChanged(recorded=event)
