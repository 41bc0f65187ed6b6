"""What I am told of, as it happens; nobody hears of another's."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import strawberry

import models.events
import models.notifications
from schema.context import Info
from schema.edges import To, edge
from schema.events import cursor_of, follow
from schema.notifications.notification import Notification
from schema.roots import subscription
from schema.scalars import Cursor


@strawberry.type
class _Happened:
    recorded: strawberry.Private[models.events.Event]

    @strawberry.field(description="The position behind this.")
    def cursor(self) -> Cursor:
        return cursor_of(self.recorded)

    @strawberry.field(description="What happened, such as notification.created.")
    def event(self) -> str:
        return self.recorded.name


@strawberry.type(description="Something new that you are told of, as it is now.")
class NotificationAdded(_Happened):
    notification: Notification | None = edge(
        To("recorded.subject_id", models.notifications.Notification), description="It."
    )


@strawberry.type(description="A notification of yours that changed, as it is now.")
class NotificationChanged(_Happened):
    notification: Notification | None = edge(
        To("recorded.subject_id", models.notifications.Notification),
        description="Null of notification.all_read: fetch those you show again.",
    )


@strawberry.type
class NotificationSubscription:
    @subscription("company:read", description="Your notifications, as they are added.")
    async def notification_added(
        self, info: Info, after: Cursor | None = None
    ) -> AsyncIterator[NotificationAdded]:
        async with aclosing(follow(info, after, names=("notification.created",))) as told:
            async for event in told:
                yield NotificationAdded(recorded=event)

    @subscription(
        "company:read",
        description="Your notifications, as they happen again, are read, or come back from a "
        "snooze.",
    )
    async def notification_changed(
        self, info: Info, after: Cursor | None = None
    ) -> AsyncIterator[NotificationChanged]:
        names = ("notification.updated", "notification.all_read")
        async with aclosing(follow(info, after, names=names)) as told:
            async for event in told:
                yield NotificationChanged(recorded=event)
