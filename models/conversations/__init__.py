"""Threads, what is said in them, and its way out."""

from models.conversations.conversation import (
    ContactBlocked,
    ContactDeleted,
    Conversation,
    InboxDisabled,
)
from models.conversations.counter import ConversationCounter
from models.conversations.delivery import AttemptOutcome, DeliveryAttempt
from models.conversations.handling import (
    AlreadyTaken,
    ConversationResolved,
    ConversationStatus,
    MemberInactive,
    Priority,
)
from models.conversations.message import (
    Direction,
    Message,
    MessageDeleted,
    MessageRevision,
    MessageStatus,
    SenderKind,
)
from models.conversations.reading import ConversationRead

__all__ = [
    "AlreadyTaken",
    "AttemptOutcome",
    "ContactBlocked",
    "ContactDeleted",
    "Conversation",
    "ConversationCounter",
    "ConversationRead",
    "ConversationResolved",
    "ConversationStatus",
    "DeliveryAttempt",
    "Direction",
    "InboxDisabled",
    "MemberInactive",
    "Message",
    "MessageDeleted",
    "MessageRevision",
    "MessageStatus",
    "Priority",
    "SenderKind",
]
