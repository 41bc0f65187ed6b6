"""Conversations and messages, as they change."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Final, get_args
from uuid import UUID

import strawberry

import models.conversations
import models.events
from models.events import EventName
from models.tenancy import acting_for, find
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.conversations.message import Message
from schema.edges import To, edge
from schema.events import cursor_of, follow
from schema.roots import subscription
from schema.scalars import Cursor

CHANGED: Final = ("message.status_changed", "message.edited", "message.deleted")
OF_CONVERSATIONS: Final = tuple(
    name for name in get_args(EventName) if name.startswith("conversation.")
)
ConversationId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="Of this conversation only; without it, of all."),
]

LatestOnly = Annotated[
    bool,
    strawberry.argument(
        description="While several changes of one wait to be told, leave out all but the last."
    ),
]


@strawberry.type
class _Happened:
    recorded: strawberry.Private[models.events.Event]

    @strawberry.field(description="The position behind this.")
    def cursor(self) -> Cursor:
        return cursor_of(self.recorded)

    @strawberry.field(description="What happened, such as message.created.")
    def event(self) -> str:
        return self.recorded.name


@strawberry.type(description="A new message, as it is now.")
class MessageAdded(_Happened):
    message: Message = edge(
        To("recorded.subject_id", models.conversations.Message), description="The message."
    )


@strawberry.type(description="A message whose status or text changed, as it is now.")
class MessageChanged(_Happened):
    message: Message = edge(
        To("recorded.subject_id", models.conversations.Message), description="The message."
    )


@strawberry.type(description="A conversation that changed, as it is now.")
class ConversationChanged(_Happened):
    conversation: Conversation = edge(
        To("recorded.subject_id", models.conversations.Conversation),
        description="The conversation.",
    )


@strawberry.type
class ConversationSubscription:
    @subscription("messages:read", description="Messages and notes, as they are added.")
    async def message_added(
        self, info: Info, conversation_id: ConversationId = None, after: Cursor | None = None
    ) -> AsyncIterator[MessageAdded]:
        about = await _found(info, conversation_id)
        async with aclosing(
            follow(info, after, names=("message.created",), conversation_id=about)
        ) as told:
            async for event in told:
                yield MessageAdded(recorded=event)

    @subscription(
        "messages:read", description="Messages whose delivery moves, or that are edited or deleted."
    )
    async def message_changed(
        self,
        info: Info,
        conversation_id: ConversationId = None,
        after: Cursor | None = None,
        latest_only: LatestOnly = False,  # noqa: FBT002 - an argument of the field
    ) -> AsyncIterator[MessageChanged]:
        about = await _found(info, conversation_id)
        async with aclosing(
            follow(info, after, names=CHANGED, conversation_id=about, coalesce=latest_only)
        ) as told:
            async for event in told:
                yield MessageChanged(recorded=event)

    @subscription(
        "conversations:read",
        description="Conversations that begin, move, change hands or are read. "
        "What messages do to them is told by messageAdded.",
    )
    async def conversation_changed(
        self,
        info: Info,
        conversation_id: ConversationId = None,
        after: Cursor | None = None,
        latest_only: LatestOnly = False,  # noqa: FBT002 - an argument of the field
    ) -> AsyncIterator[ConversationChanged]:
        about = await _found(info, conversation_id)
        async with aclosing(
            follow(info, after, names=OF_CONVERSATIONS, conversation_id=about, coalesce=latest_only)
        ) as told:
            async for event in told:
                yield ConversationChanged(recorded=event)


async def _found(info: Info, id: strawberry.ID | None) -> UUID | None:
    """A subscription follows outside the company's walls, so it must look inside them first."""
    if id is None:
        return None
    viewer = info.context.viewer
    with acting_for(viewer.company_id):
        return (await find(viewer.conversations, id)).id
