"""Threads, what is said in them, and its way out."""

from models.conversations import cancellation  # noqa: F401 - tells messages of cancelled jobs
from models.conversations.conversation import Conversation
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
    SenderKind,
)
from models.conversations.progress import MessageStatus
from models.conversations.reach import ContactBlocked, ContactDeleted, InboxDisabled
from models.conversations.reading import ConversationRead
from models.conversations.revision import MessageRevision

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
