"""Giving labels to conversations, and hearing of labels."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Final, get_args

import strawberry

import models.conversations
from models.events import EventName
from models.holding import held
from schema.context import Info
from schema.conversations.conversation import Conversation
from schema.conversations.handling import ConversationInput
from schema.conversations.labels import Label
from schema.edges import To, edge
from schema.events import follow
from schema.happened import Happened
from schema.payloads import Payload
from schema.roots import mutation, subscription
from schema.scalars import Cursor
from schema.several import several

OF_LABELS: Final = tuple(name for name in get_args(EventName) if name.startswith("label."))


@strawberry.input
class SetLabelsInput(ConversationInput):
    label_ids: list[strawberry.ID] = strawberry.field(description="These, and no others.")


@strawberry.input
class AddLabelsInput(ConversationInput):
    label_ids: list[strawberry.ID]


@strawberry.input
class RemoveLabelsInput(ConversationInput):
    label_ids: list[strawberry.ID]


@strawberry.type
class SetLabelsPayload(Payload):
    conversation: Conversation


@strawberry.type
class AddLabelsPayload(Payload):
    conversation: Conversation


@strawberry.type
class RemoveLabelsPayload(Payload):
    conversation: Conversation


@strawberry.type(description="A label that was made, changed or archived, as it is now.")
class LabelChanged(Happened):
    label: Label = edge(
        To("recorded.subject_id", models.conversations.Label), description="The label."
    )


@strawberry.type
class LabellingMutation:
    @mutation(
        "conversations:write", description="Let a conversation have these labels and no others."
    )
    async def set_labels(self, info: Info, input: SetLabelsInput) -> SetLabelsPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            labels = await several(viewer.labels, input.label_ids, path="labelIds")
            await conversation.set_labels(labels, by=viewer, version=input.version)
        return await SetLabelsPayload.at(info, conversation=conversation)

    @mutation(
        "conversations:write",
        description="Give labels to a conversation; those that it has already change nothing.",
    )
    async def add_labels(self, info: Info, input: AddLabelsInput) -> AddLabelsPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            labels = await several(viewer.labels, input.label_ids, path="labelIds")
            await conversation.add_labels(labels, by=viewer, version=input.version)
        return await AddLabelsPayload.at(info, conversation=conversation)

    @mutation(
        "conversations:write",
        description="Take labels from a conversation; those that it has not change nothing.",
    )
    async def remove_labels(self, info: Info, input: RemoveLabelsInput) -> RemoveLabelsPayload:
        viewer = info.context.viewer
        async with held(viewer.conversations, input.conversation_id) as conversation:
            labels = await several(viewer.labels, input.label_ids, path="labelIds")
            await conversation.remove_labels(labels, by=viewer, version=input.version)
        return await RemoveLabelsPayload.at(info, conversation=conversation)


@strawberry.type
class LabelSubscription:
    @subscription("conversations:read", description="Labels that are made, changed or archived.")
    async def label_changed(
        self, info: Info, after: Cursor | None = None
    ) -> AsyncIterator[LabelChanged]:
        async with aclosing(follow(info, after, names=OF_LABELS)) as told:
            async for event in told:
                yield LabelChanged(recorded=event)
