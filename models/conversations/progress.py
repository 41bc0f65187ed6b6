"""How far a message has come on its way to the contact."""

from enum import StrEnum
from typing import Final


class MessageStatus(StrEnum):
    """RECEIVED is what needs no delivery: inbound messages and notes."""

    RECEIVED = "RECEIVED"
    QUEUED = "QUEUED"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    READ = "READ"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"


# A status gives way to one further down. FAILED gives way to none, and what arrived cannot fail.
PROGRESS: Final = (
    MessageStatus.QUEUED,
    MessageStatus.SENDING,
    MessageStatus.UNKNOWN,
    MessageStatus.SENT,
    MessageStatus.FAILED,
    MessageStatus.DELIVERED,
    MessageStatus.READ,
)
REACHED: Final[dict[MessageStatus, tuple[str, ...]]] = {
    MessageStatus.SENT: ("sent_at",),
    MessageStatus.DELIVERED: ("sent_at", "delivered_at"),
    MessageStatus.READ: ("sent_at", "delivered_at", "read_at"),
    MessageStatus.FAILED: ("failed_at",),
}


def gives_way(status: MessageStatus, later: MessageStatus) -> bool:
    """Does the one status change to the other when a delivery reports it?"""
    if status is MessageStatus.FAILED or not {status, later} <= set(PROGRESS):
        return False
    return PROGRESS.index(later) > PROGRESS.index(status)
