"""What I have read and what I have not."""

import strawberry

from models.conversations import ConversationRead
from models.tenancy import find
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.payloads import Payload
from schema.roots import mutation, query


@strawberry.input
class MarkConversationReadInput:
    conversation_id: strawberry.ID
    up_to: strawberry.ID | None = strawberry.field(
        default=None, description="The last message you have seen; without it, all."
    )


@strawberry.input
class MarkConversationUnreadInput:
    conversation_id: strawberry.ID
    since: strawberry.ID | None = strawberry.field(
        default=None, description="The first unread message; without it, the last inbound one."
    )


@strawberry.type
class MarkConversationReadPayload(Payload):
    conversation: Conversation


@strawberry.type
class MarkConversationUnreadPayload(Payload):
    conversation: Conversation


@strawberry.type
class ReadingQuery:
    @query(
        "conversations:read",
        description="How many unresolved conversations you have not read; null for API keys.",
    )
    async def unread_count(self, info: Info) -> int | None:
        viewer = info.context.viewer
        return None if viewer.member_id is None else await ConversationRead.unread_in(viewer)


@strawberry.type
class ReadingMutation:
    @mutation(
        "conversations:read", description="You have read this far. Only ever moves you forward."
    )
    async def mark_conversation_read(
        self, info: Info, input: MarkConversationReadInput
    ) -> MarkConversationReadPayload:
        viewer = info.context.viewer
        conversation = await find(viewer.conversations, input.conversation_id)
        up_to = await find(viewer.messages, input.up_to) if input.up_to else None
        await ConversationRead.advance(conversation, by=viewer, up_to=up_to)
        return await MarkConversationReadPayload.at(info, conversation=conversation)

    @mutation("conversations:read", description="Keep this for later, as if you had not read it.")
    async def mark_conversation_unread(
        self, info: Info, input: MarkConversationUnreadInput
    ) -> MarkConversationUnreadPayload:
        viewer = info.context.viewer
        conversation = await find(viewer.conversations, input.conversation_id)
        since = await find(viewer.messages, input.since) if input.since else None
        await ConversationRead.rewind(conversation, by=viewer, to=since)
        return await MarkConversationUnreadPayload.at(info, conversation=conversation)
