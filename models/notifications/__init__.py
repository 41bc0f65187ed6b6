"""What members are told of, and on which ways."""

from models.notifications.device import PushDevice
from models.notifications.kinds import DigestMode, NotificationChannel, NotificationType
from models.notifications.notification import Notification, NotificationCounter
from models.notifications.policy import NotificationPolicy
from models.notifications.preferences import NotificationPreference, NotificationSettings

__all__ = [
    "DigestMode",
    "Notification",
    "NotificationChannel",
    "NotificationCounter",
    "NotificationPolicy",
    "NotificationPreference",
    "NotificationSettings",
    "NotificationType",
    "PushDevice",
]
