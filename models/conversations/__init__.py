"""Threads, what is said in them, and its way out."""

from models.conversations import cancellation  # noqa: F401 - tells messages of cancelled jobs
from models.conversations.activity import ConversationMerged, Recorded, Side
from models.conversations.bulk import BulkFinished, BulkOperation, BulkOutcome, BulkState
from models.conversations.bulk_action import BulkAction
from models.conversations.conversation import Conversation
from models.conversations.counter import ConversationCounter
from models.conversations.delivery import AttemptOutcome, DeliveryAttempt
from models.conversations.draft import Draft, DraftKind
from models.conversations.handling import (
    AlreadyTaken,
    ConversationResolved,
    ConversationStatus,
    MemberInactive,
    Priority,
)
from models.conversations.label import Label, LabelArchived, LabelExists
from models.conversations.labelling import ConversationLabel
from models.conversations.mentions import MessageMention
from models.conversations.message import (
    ActivityFixed,
    Direction,
    Message,
    MessageDeleted,
    MessageKind,
    SenderKind,
)
from models.conversations.participant import ConversationMember, ParticipantRole
from models.conversations.progress import MessageStatus
from models.conversations.reach import ContactBlocked, ContactDeleted, InboxDisabled
from models.conversations.reading import ConversationRead
from models.conversations.revision import MessageRevision
from models.conversations.satisfaction import (
    SatisfactionExpired,
    SatisfactionRated,
    SatisfactionRequest,
)

__all__ = [
    "ActivityFixed",
    "AlreadyTaken",
    "AttemptOutcome",
    "BulkAction",
    "BulkFinished",
    "BulkOperation",
    "BulkOutcome",
    "BulkState",
    "ContactBlocked",
    "ContactDeleted",
    "Conversation",
    "ConversationCounter",
    "ConversationLabel",
    "ConversationMember",
    "ConversationMerged",
    "ConversationRead",
    "ConversationResolved",
    "ConversationStatus",
    "DeliveryAttempt",
    "Direction",
    "Draft",
    "DraftKind",
    "InboxDisabled",
    "Label",
    "LabelArchived",
    "LabelExists",
    "MemberInactive",
    "Message",
    "MessageDeleted",
    "MessageKind",
    "MessageMention",
    "MessageRevision",
    "MessageStatus",
    "ParticipantRole",
    "Priority",
    "Recorded",
    "SatisfactionExpired",
    "SatisfactionRated",
    "SatisfactionRequest",
    "SenderKind",
    "Side",
]
