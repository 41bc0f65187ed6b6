"""Starting conversations and writing in them."""

from typing import Final

import strawberry

import models.conversations
from models.conversations import Draft, DraftKind
from models.holding import upon
from models.tenancy import find
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.conversations.message import Message
from schema.payloads import Payload
from schema.roots import mutation
from schema.several import several

DRAFTED: Final = {False: DraftKind.REPLY, True: DraftKind.NOTE}


@strawberry.input
class StartConversationInput:
    inbox_id: strawberry.ID
    contact_id: strawberry.ID
    subject: str | None = None
    body: str | None = strawberry.field(default=None, description="The first message, if any.")
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same conversation."
    )


@strawberry.input
class SendMessageInput:
    conversation_id: strawberry.ID
    body: str = strawberry.field(
        default="", description="1 to 10,000 characters; with attachments it may be empty."
    )
    attachment_ids: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Uploads of yours that are STORED; ten at most."
    )
    client_id: str | None = strawberry.field(
        default=None, description="Yours: asking again with it gives the same message."
    )
    note: bool = strawberry.field(default=False, description="For colleagues; never sent.")
    reply_to_id: strawberry.ID | None = None
    mentions: list[strawberry.ID] | None = strawberry.field(
        default=None,
        description="Active members, of a note only: they take part in the conversation from "
        "here on. The body may say their names or not.",
    )
    clear_draft: bool = strawberry.field(
        default=False, description="Your draft of this kind here is gone once this is sent."
    )


@strawberry.input
class EditMessageInput:
    message_id: strawberry.ID
    body: str


@strawberry.input
class DeleteMessageInput:
    message_id: strawberry.ID


@strawberry.type
class StartConversationPayload(Payload):
    conversation: Conversation


@strawberry.type
class SendMessagePayload(Payload):
    message: Message


@strawberry.type
class EditMessagePayload(Payload):
    message: Message


@strawberry.type
class DeleteMessagePayload(Payload):
    message: Message


@strawberry.type
class WritingMutation:
    @mutation(
        "conversations:write",
        description="Begin a conversation with a contact. A first message needs messages:send.",
    )
    async def start_conversation(
        self, info: Info, input: StartConversationInput
    ) -> StartConversationPayload:
        viewer = info.context.viewer
        if input.body is not None:
            viewer.require("messages:send")
        conversation = await models.conversations.Conversation.start(
            await find(viewer.inboxes, input.inbox_id),
            await find(viewer.contacts, input.contact_id),
            by=viewer,
            subject=input.subject,
            body=input.body,
            client_id=input.client_id,
        )
        return await StartConversationPayload.at(info, conversation=conversation)

    @mutation("messages:send", description="Write to the contact, or a note to colleagues.")
    async def send_message(self, info: Info, input: SendMessageInput) -> SendMessagePayload:
        viewer = info.context.viewer
        replied = await find(viewer.messages, input.reply_to_id) if input.reply_to_id else None
        named = input.mentions
        mentioned = await several(viewer.members, named, path="mentions") if named else ()

        async def say(
            conversation: models.conversations.Conversation,
        ) -> models.conversations.Message:
            message = await conversation.post(
                input.body,
                author=viewer,
                client_id=input.client_id,
                note=input.note,
                reply_to=replied,
                mentions=mentioned,
                attachments=input.attachment_ids,
            )
            if input.clear_draft:
                await Draft.clear(conversation, DRAFTED[input.note], by=viewer)
            return message

        message = await upon(viewer.conversations, input.conversation_id, say)
        return await SendMessagePayload.at(info, message=message)

    @mutation(
        "messages:send",
        description="Say your own message or note otherwise, keeping what it said as a revision. "
        "What the contact was sent already stays with them: this changes our copy.",
    )
    async def edit_message(self, info: Info, input: EditMessageInput) -> EditMessagePayload:
        message = await find(info.context.viewer.messages, input.message_id)
        await message.edit(input.body, by=info.context.viewer)
        return await EditMessagePayload.at(info, message=message)

    @mutation(
        "messages:send",
        description="Leave a tombstone: the text and its revisions are gone. Your own messages; "
        "with messages:delete any. What was sent is not taken back.",
    )
    async def delete_message(self, info: Info, input: DeleteMessageInput) -> DeleteMessagePayload:
        message = await find(info.context.viewer.messages, input.message_id)
        await message.erase(by=info.context.viewer)
        return await DeleteMessagePayload.at(info, message=message)
