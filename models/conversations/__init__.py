"""Threads, what is said in them, and its way out."""

from models.conversations.conversation import (
    Conversation,
    ConversationCounter,
    ConversationRead,
    ConversationStatus,
    Priority,
)
from models.conversations.delivery import AttemptOutcome, DeliveryAttempt
from models.conversations.message import (
    Direction,
    Message,
    MessageRevision,
    MessageStatus,
    SenderKind,
)

__all__ = [
    "AttemptOutcome",
    "Conversation",
    "ConversationCounter",
    "ConversationRead",
    "ConversationStatus",
    "DeliveryAttempt",
    "Direction",
    "Message",
    "MessageRevision",
    "MessageStatus",
    "Priority",
    "SenderKind",
]
