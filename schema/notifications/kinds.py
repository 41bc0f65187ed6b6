"""The words of notifications, as the API has them."""

import strawberry

from models.notifications import DigestMode, NotificationChannel, NotificationType

__all__ = ["DigestMode", "NotificationChannel", "NotificationType"]

strawberry.enum(NotificationType, description="What members are told of.")
strawberry.enum(NotificationChannel, description="On which way.")
strawberry.enum(
    DigestMode,
    description="When mail goes out: a minute after it happens, or all of an hour or day in one.",
)
