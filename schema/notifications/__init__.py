"""What members are told of: the list, the live, the ways and the devices."""

import strawberry

from schema.notifications.choosing import ChoosingMutation, ChoosingQuery
from schema.notifications.devices import DeviceMutation, DeviceQuery
from schema.notifications.live import NotificationSubscription
from schema.notifications.reading import ReadingMutation, ReadingQuery

__all__ = ["NotificationMutation", "NotificationQuery", "NotificationSubscription"]


@strawberry.type
class NotificationQuery(ReadingQuery, ChoosingQuery, DeviceQuery):
    """What is there, and what was chosen."""


@strawberry.type
class NotificationMutation(ReadingMutation, ChoosingMutation, DeviceMutation):
    """What members do with it."""
