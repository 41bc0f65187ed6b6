"""Conversations on their way from a line to a member."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated

import strawberry

import models.events
import models.queues
from models.holding import held
from models.queues.claiming import take_next
from models.tenancy import acting_for, find
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.conversations.handling import ConversationInput
from schema.edges import To, edge
from schema.events import cursor_of, follow
from schema.payloads import Payload
from schema.queues.types import Queue
from schema.roots import mutation, subscription
from schema.scalars import Cursor


@strawberry.input
class MoveToQueueInput(ConversationInput):
    queue_id: strawberry.ID | None = strawberry.field(default=None, description="Null for none.")
    keep_assignee: bool = strawberry.field(
        default=False, description="Else it is nobody's there, and waits."
    )


@strawberry.input
class TakeNextInput:
    queue_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Without it, of all that you are in; those where you are primary first.",
    )


@strawberry.input
class AcceptOfferInput:
    conversation_id: strawberry.ID


@strawberry.input
class DeclineOfferInput:
    conversation_id: strawberry.ID


@strawberry.type
class MoveToQueuePayload(Payload):
    conversation: Conversation


@strawberry.type
class TakeNextPayload(Payload):
    conversation: Conversation | None = strawberry.field(description="Null when none waits.")


@strawberry.type
class AcceptOfferPayload(Payload):
    conversation: Conversation


@strawberry.type
class DeclineOfferPayload(Payload):
    conversation: Conversation


@strawberry.type
class ServingMutation:
    @mutation("conversations:assign", description="Hand a conversation to a queue, or to none.")
    async def move_to_queue(self, info: Info, input: MoveToQueueInput) -> MoveToQueuePayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            queue = await find(viewer.queues, input.queue_id) if input.queue_id else None
            keep = input.keep_assignee
            await conversation.move_to_queue(
                queue, keep_assignee=keep, version=input.version, by=viewer
            )
        return await MoveToQueuePayload.at(info, conversation=conversation)

    @mutation(
        "conversations:write",
        description="Make the next conversation of a line yours; however many do so at once, each "
        "gets another one.",
    )
    async def take_next(self, info: Info, input: TakeNextInput) -> TakeNextPayload:
        viewer = info.context.viewer
        queue = await find(viewer.queues, input.queue_id) if input.queue_id else None
        return await TakeNextPayload.at(info, conversation=await take_next(queue, by=viewer))

    @mutation("conversations:write", description="Take the conversation that is on offer to you.")
    async def accept_offer(self, info: Info, input: AcceptOfferInput) -> AcceptOfferPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            await conversation.accept_offer(by=viewer)
        return await AcceptOfferPayload.at(info, conversation=conversation)

    @mutation(
        "conversations:write",
        description="Leave the conversation that is on offer to you to the next one.",
    )
    async def decline_offer(self, info: Info, input: DeclineOfferInput) -> DeclineOfferPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            await conversation.decline_offer(by=viewer)
        return await DeclineOfferPayload.at(info, conversation=conversation)


@strawberry.type
class QueueHappened:
    recorded: strawberry.Private[models.events.Event]

    queue: Queue = edge(
        To("recorded.subject_id", models.queues.Queue), description="The queue, as it is now."
    )

    @strawberry.field(description="The position behind this.")
    def cursor(self) -> Cursor:
        return cursor_of(self.recorded)

    @strawberry.field(description="What happened, such as queue.updated.")
    def event(self) -> str:
        return self.recorded.name


@strawberry.type(description="A queue that was opened, changed, archived, or has other members.")
class QueueChanged(QueueHappened):
    pass


@strawberry.type(description="A waiting line that has changed; ask its queue what it is now.")
class QueueLineChanged(QueueHappened):
    pass


LINE = "queue.line_changed"
QUEUE_EVENTS = tuple(
    name for name in models.events.EVENT_NAMES if name.startswith("queue.") and name != LINE
)
QueueId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Of this queue only; without it, of all."),
]


@strawberry.type
class QueueSubscription:
    @subscription("queues:read", description="Queues and who is in them, as they change.")
    async def queue_changed(
        self, info: Info, after: Cursor | None = None
    ) -> AsyncIterator[QueueChanged]:
        async with aclosing(follow(info, after, names=QUEUE_EVENTS)) as told:
            async for event in told:
                yield QueueChanged(recorded=event)

    @subscription(
        "queues:read",
        description="Waiting lines, as they change: not once for each place that moves, and of "
        "several changes that wait to be told the last alone.",
    )
    async def queue_line_changed(
        self, info: Info, queue_id: QueueId = None, after: Cursor | None = None
    ) -> AsyncIterator[QueueLineChanged]:
        about = None
        if queue_id is not None:
            viewer = info.context.viewer
            with acting_for(viewer.company_id):
                about = (await find(viewer.queues, queue_id)).id
        async with aclosing(follow(info, after, names=(LINE,), coalesce=True)) as told:
            async for event in told:
                if about in (None, event.subject_id):
                    yield QueueLineChanged(recorded=event)
