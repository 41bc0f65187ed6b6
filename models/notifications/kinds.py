"""What members are told of, on which ways, and what they are told of each unless they say else."""

from enum import StrEnum
from typing import Final


class NotificationType(StrEnum):
    CONVERSATION_ASSIGNED = "CONVERSATION_ASSIGNED"
    WAITING_TOO_LONG = "WAITING_TOO_LONG"
    NEW_MESSAGE = "NEW_MESSAGE"
    MENTION = "MENTION"
    SLA_WARNING = "SLA_WARNING"
    SLA_BREACHED = "SLA_BREACHED"
    MESSAGE_FAILED = "MESSAGE_FAILED"
    INBOX_NEEDS_ATTENTION = "INBOX_NEEDS_ATTENTION"
    IMPORT_FINISHED = "IMPORT_FINISHED"
    INVITATION_ACCEPTED = "INVITATION_ACCEPTED"


class NotificationChannel(StrEnum):
    IN_APP = "IN_APP"
    EMAIL = "EMAIL"
    PUSH = "PUSH"


class DigestMode(StrEnum):
    IMMEDIATE = "IMMEDIATE"
    HOURLY = "HOURLY"
    DAILY = "DAILY"


EVERYWHERE: Final = frozenset(NotificationChannel)
ON_SCREEN: Final = frozenset({NotificationChannel.IN_APP, NotificationChannel.PUSH})
DEFAULTS: Final = {
    NotificationType.CONVERSATION_ASSIGNED: EVERYWHERE,
    NotificationType.WAITING_TOO_LONG: ON_SCREEN,
    NotificationType.NEW_MESSAGE: ON_SCREEN,
    NotificationType.MENTION: EVERYWHERE,
    NotificationType.SLA_WARNING: ON_SCREEN,
    NotificationType.SLA_BREACHED: EVERYWHERE,
    NotificationType.MESSAGE_FAILED: ON_SCREEN,
    NotificationType.INBOX_NEEDS_ATTENTION: EVERYWHERE,
    NotificationType.IMPORT_FINISHED: EVERYWHERE,
    NotificationType.INVITATION_ACCEPTED: frozenset({NotificationChannel.IN_APP}),
}
