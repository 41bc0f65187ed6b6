"""Conversations and what is said in them."""

import strawberry

from schema.conversations.conversation import Conversation, ListQuery
from schema.conversations.handling import HandlingMutation
from schema.conversations.live import ConversationSubscription
from schema.conversations.message import Message
from schema.conversations.reading import ReadingMutation, ReadingQuery
from schema.conversations.writing import WritingMutation

__all__ = [
    "Conversation",
    "ConversationMutation",
    "ConversationQuery",
    "ConversationSubscription",
    "Message",
]


@strawberry.type
class ConversationQuery(ListQuery, ReadingQuery):
    """What can be asked about conversations."""


@strawberry.type
class ConversationMutation(WritingMutation, HandlingMutation, ReadingMutation):
    """What can be done in conversations."""
