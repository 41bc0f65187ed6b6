"""Following conversations."""

import strawberry

from models.holding import held
from models.identity import Member
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.payloads import Payload
from schema.roots import mutation
from schema.several import several


@strawberry.input
class FollowConversationInput:
    conversation_id: strawberry.ID


@strawberry.input
class UnfollowConversationInput:
    conversation_id: strawberry.ID


@strawberry.input
class MuteConversationInput:
    conversation_id: strawberry.ID
    muted: bool = True


@strawberry.input
class AddParticipantsInput:
    conversation_id: strawberry.ID
    member_ids: list[strawberry.ID] = strawberry.field(description="Active members.")


@strawberry.input
class RemoveParticipantsInput:
    conversation_id: strawberry.ID
    member_ids: list[strawberry.ID]


@strawberry.type
class FollowConversationPayload(Payload):
    conversation: Conversation


@strawberry.type
class UnfollowConversationPayload(Payload):
    conversation: Conversation


@strawberry.type
class MuteConversationPayload(Payload):
    conversation: Conversation


@strawberry.type
class AddParticipantsPayload(Payload):
    conversation: Conversation


@strawberry.type
class RemoveParticipantsPayload(Payload):
    conversation: Conversation


@strawberry.type
class ParticipatingMutation:
    @mutation("conversations:read", description="Take part in a conversation.")
    async def follow_conversation(
        self, info: Info, input: FollowConversationInput
    ) -> FollowConversationPayload:
        viewer = info.context.viewer
        me = await Member.of(viewer)
        async with held(viewer.conversations, input.conversation_id) as conversation:
            await conversation.add_participants([me], by=viewer)
        return await FollowConversationPayload.at(info, conversation=conversation)

    @mutation(
        "conversations:read",
        description="Take part no longer, also after a mention; the next one brings you back.",
    )
    async def unfollow_conversation(
        self, info: Info, input: UnfollowConversationInput
    ) -> UnfollowConversationPayload:
        viewer = info.context.viewer
        me = await Member.of(viewer)
        async with held(viewer.conversations, input.conversation_id) as conversation:
            await conversation.remove_participants([me], by=viewer)
        return await UnfollowConversationPayload.at(info, conversation=conversation)

    @mutation(
        "conversations:read",
        description="Be told no more of what happens in a conversation, or be told again.",
    )
    async def mute_conversation(
        self, info: Info, input: MuteConversationInput
    ) -> MuteConversationPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            await conversation.mute(muted=input.muted, by=viewer)
        return await MuteConversationPayload.at(info, conversation=conversation)

    @mutation("conversations:write", description="Let colleagues follow a conversation.")
    async def add_participants(
        self, info: Info, input: AddParticipantsInput
    ) -> AddParticipantsPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            members = await several(viewer.members, input.member_ids, path="memberIds")
            await conversation.add_participants(members, by=viewer)
        return await AddParticipantsPayload.at(info, conversation=conversation)

    @mutation("conversations:write", description="Let colleagues follow a conversation no longer.")
    async def remove_participants(
        self, info: Info, input: RemoveParticipantsInput
    ) -> RemoveParticipantsPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            members = await several(viewer.members, input.member_ids, path="memberIds")
            await conversation.remove_participants(members, by=viewer)
        return await RemoveParticipantsPayload.at(info, conversation=conversation)
