"""Conversations and what is said in them."""

import strawberry

from schema.conversations.bulk import BulkMutation, BulkQuery, BulkSubscription
from schema.conversations.conversation import Conversation
from schema.conversations.counts import ViewSubscription
from schema.conversations.drafts import Draft, DraftMutation, DraftQuery, DraftSubscription
from schema.conversations.handling import HandlingMutation
from schema.conversations.labelling import LabellingMutation, LabelSubscription
from schema.conversations.labels import Label, LabelMutation, LabelQuery
from schema.conversations.listing import ListQuery
from schema.conversations.live import LiveSubscription
from schema.conversations.merging import MergingMutation, MergingQuery
from schema.conversations.message import Message
from schema.conversations.participating import ParticipatingMutation
from schema.conversations.reading import ReadingMutation, ReadingQuery
from schema.conversations.views import View, ViewMutation, ViewQuery
from schema.conversations.writing import WritingMutation

__all__ = [
    "Conversation",
    "ConversationMutation",
    "ConversationQuery",
    "ConversationSubscription",
    "Draft",
    "Label",
    "Message",
    "View",
]


@strawberry.type
class ConversationQuery(
    ListQuery,
    ReadingQuery,
    LabelQuery,
    DraftQuery,
    MergingQuery,
    BulkQuery,
    ViewQuery,
):
    """What can be asked about conversations."""


@strawberry.type
class ConversationMutation(
    WritingMutation,
    HandlingMutation,
    ReadingMutation,
    LabelMutation,
    LabellingMutation,
    ParticipatingMutation,
    DraftMutation,
    MergingMutation,
    BulkMutation,
    ViewMutation,
):
    """What can be done in conversations."""


@strawberry.type
class ConversationSubscription(
    LiveSubscription,
    LabelSubscription,
    DraftSubscription,
    BulkSubscription,
    ViewSubscription,
):
    """What can be heard of conversations."""
