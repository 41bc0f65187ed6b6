"""Conversations and messages, as they change."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated, Final, get_args
from uuid import UUID

import strawberry

import models.conversations
import models.events
from models.events import EventName
from models.identifiers import global_id
from models.tenancy import acting_for, find
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.conversations.message import Message
from schema.edges import To, edge
from schema.events import cursor_of, follow
from schema.happened import Happened
from schema.roots import subscription
from schema.scalars import Cursor

CHANGED: Final = (
    *("message.status_changed", "message.edited", "message.deleted"),
    "message.attachments_changed",
)
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


@strawberry.type(description="A new message, as it is now.")
class MessageAdded(Happened):
    message: Message = edge(
        To("recorded.subject_id", models.conversations.Message, within=True),
        description="The message.",
    )


@strawberry.type(description="A message whose status or text changed, as it is now.")
class MessageChanged(Happened):
    message: Message = edge(
        To("recorded.subject_id", models.conversations.Message, within=True),
        description="The message.",
    )


@strawberry.type(description="A conversation that changed, as it is now.")
class ConversationChanged(Happened):
    conversation: Conversation = edge(
        To("recorded.subject_id", models.conversations.Conversation, within=True),
        description="The conversation.",
    )


@strawberry.type(description="A conversation that you see no more.")
class ConversationRemoved:
    recorded: strawberry.Private[models.events.Event]

    @strawberry.field(description="The position behind this.")
    def cursor(self) -> Cursor:
        return cursor_of(self.recorded)

    @strawberry.field(description="Of the conversation: forget it, and what was said in it.")
    def conversation_id(self) -> strawberry.ID:
        return strawberry.ID(global_id("Conversation", self.recorded.subject_id))


@strawberry.type
class LiveSubscription:
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

    @subscription(
        "conversations:read",
        description="Conversations that have left your view: another queue has them now, or "
        "another member. Nothing more is told of them, unless they come back, by "
        "conversationChanged.",
    )
    async def conversation_removed(
        self, info: Info, after: Cursor | None = None
    ) -> AsyncIterator[ConversationRemoved]:
        told = follow(info, after, names=OF_CONVERSATIONS, leaving=True)
        async with aclosing(told):
            async for event in told:
                yield ConversationRemoved(recorded=event)


async def _found(info: Info, id: strawberry.ID | None) -> UUID | None:
    """A subscription follows outside the company's walls, so it must look inside them first."""
    if id is None:
        return None
    viewer = info.context.viewer
    with acting_for(viewer.company_id):
        return (await find(viewer.conversations, id)).id
