"""Moving a conversation along."""

from datetime import datetime
from typing import Any

import strawberry
from strawberry.scalars import JSON

from models.conversations import Priority
from models.holding import held
from models.tenancy import find
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.payloads import Payload
from schema.roots import mutation


@strawberry.input
class ConversationInput:
    conversation_id: strawberry.ID
    version: int | None = strawberry.field(
        default=None,
        description="The version you saw; CONFLICT, with currentVersion, when it has moved.",
    )


@strawberry.input
class UpdateConversationInput(ConversationInput):
    subject: str | None = strawberry.UNSET
    custom_attributes: JSON | None = strawberry.field(
        default=strawberry.UNSET, description="Only the given keys change; null removes one."
    )


@strawberry.input
class AssignConversationInput(ConversationInput):
    member_id: strawberry.ID | None = strawberry.field(
        default=None, description="An active member; null for nobody."
    )


@strawberry.input
class TakeConversationInput(ConversationInput):
    pass


@strawberry.input
class SnoozeConversationInput(ConversationInput):
    until: datetime


@strawberry.input
class ResolveConversationInput(ConversationInput):
    pass


@strawberry.input
class ReopenConversationInput(ConversationInput):
    pass


@strawberry.input
class SetPriorityInput(ConversationInput):
    priority: Priority


@strawberry.type
class UpdateConversationPayload(Payload):
    conversation: Conversation


@strawberry.type
class AssignConversationPayload(Payload):
    conversation: Conversation


@strawberry.type
class TakeConversationPayload(Payload):
    conversation: Conversation


@strawberry.type
class SnoozeConversationPayload(Payload):
    conversation: Conversation


@strawberry.type
class ResolveConversationPayload(Payload):
    conversation: Conversation


@strawberry.type
class ReopenConversationPayload(Payload):
    conversation: Conversation


@strawberry.type
class SetPriorityPayload(Payload):
    conversation: Conversation


@strawberry.type
class HandlingMutation:
    @mutation(
        "conversations:write",
        description="Change what is given of a conversation: its subject, or custom attributes.",
    )
    async def update_conversation(
        self, info: Info, input: UpdateConversationInput
    ) -> UpdateConversationPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            found = conversation.version
            if input.subject is not strawberry.UNSET:
                await conversation.rename(input.subject, by=viewer, version=input.version)
            if input.custom_attributes is not strawberry.UNSET:
                # What has been renamed above has moved by that alone.
                seen = input.version if conversation.version == found else None
                given: Any = input.custom_attributes or {}
                await conversation.set_attributes(given, by=viewer, version=seen)
        return await UpdateConversationPayload.at(info, conversation=conversation)

    @mutation("conversations:assign", description="Give a conversation to a member, or to nobody.")
    async def assign_conversation(
        self, info: Info, input: AssignConversationInput
    ) -> AssignConversationPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            member = await find(viewer.members, input.member_id) if input.member_id else None
            await conversation.assign(member, by=viewer, version=input.version)
        return await AssignConversationPayload.at(info, conversation=conversation)

    @mutation(
        "conversations:write",
        description="Make a conversation yours. When another has it: ALREADY_TAKEN, and by whom.",
    )
    async def take_conversation(
        self, info: Info, input: TakeConversationInput
    ) -> TakeConversationPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            await conversation.take(by=viewer, version=input.version)
        return await TakeConversationPayload.at(info, conversation=conversation)

    @mutation(
        "conversations:write",
        description="Set a conversation aside until a time, or until its contact writes.",
    )
    async def snooze_conversation(
        self, info: Info, input: SnoozeConversationInput
    ) -> SnoozeConversationPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            await conversation.snooze(input.until, by=viewer, version=input.version)
        return await SnoozeConversationPayload.at(info, conversation=conversation)

    @mutation("conversations:write", description="Say that a conversation is done.")
    async def resolve_conversation(
        self, info: Info, input: ResolveConversationInput
    ) -> ResolveConversationPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            await conversation.resolve(by=viewer, version=input.version)
        return await ResolveConversationPayload.at(info, conversation=conversation)

    @mutation("conversations:write", description="Open a conversation, from whatever state.")
    async def reopen_conversation(
        self, info: Info, input: ReopenConversationInput
    ) -> ReopenConversationPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            await conversation.reopen(by=viewer, version=input.version)
        return await ReopenConversationPayload.at(info, conversation=conversation)

    @mutation("conversations:write", description="Say how much a conversation matters.")
    async def set_priority(self, info: Info, input: SetPriorityInput) -> SetPriorityPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            await conversation.prioritise(input.priority, by=viewer, version=input.version)
        return await SetPriorityPayload.at(info, conversation=conversation)
