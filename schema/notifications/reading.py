"""The list of what I am told of, and what I do with it."""

from datetime import datetime
from typing import Annotated

import strawberry

import models.notifications
from models.identity.refusals import NotAMember
from models.tenancy import find
from schema.context import Info
from schema.notifications.notification import Notification
from schema.pages import Connection, Order, Page, Window, page
from schema.payloads import Payload
from schema.roots import mutation, query


@strawberry.input
class MarkNotificationReadInput:
    notification_id: strawberry.ID


@strawberry.input
class MarkNotificationUnreadInput:
    notification_id: strawberry.ID


@strawberry.input
class MarkAllNotificationsReadInput:
    up_to: datetime | None = strawberry.field(
        default=None, description="Only what happened until then; without it, all."
    )


@strawberry.input
class SnoozeNotificationInput:
    notification_id: strawberry.ID
    until: datetime = strawberry.field(description="When it is unread again.")


@strawberry.type
class MarkNotificationReadPayload(Payload):
    notification: Notification


@strawberry.type
class MarkNotificationUnreadPayload(Payload):
    notification: Notification


@strawberry.type
class MarkAllNotificationsReadPayload(Payload):
    unread_notifications: int = strawberry.field(description="What is left.")


@strawberry.type
class SnoozeNotificationPayload(Payload):
    notification: Notification


@strawberry.type
class ReadingQuery:
    @query(
        "company:read",
        description="What you are told of, the latest first; API keys are told of nothing.",
        graphql_type=Connection[Notification],
    )
    def notifications(
        self,
        info: Info,
        unread_only: Annotated[  # noqa: FBT002 - an argument of the field
            bool, strawberry.argument(description="Only what is unread and not snoozed.")
        ] = False,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page:
        rows = info.context.viewer.notifications
        if unread_only:
            rows = rows.filter(read_at=None, snoozed_until=None)
        return page(rows, Order("happened_at"), Window(first, after, last, before))

    @query(
        "company:read",
        description="How many notifications you have not read, but for the snoozed; null for API "
        "keys.",
    )
    async def unread_notifications(self, info: Info) -> int | None:
        viewer = info.context.viewer
        if viewer.member_id is None:
            return None
        return await models.notifications.Notification.unread_of(viewer)


@strawberry.type
class ReadingMutation:
    @mutation("company:read", description="Mark a notification of yours read.")
    async def mark_notification_read(
        self, info: Info, input: MarkNotificationReadInput
    ) -> MarkNotificationReadPayload:
        notification = await find(info.context.viewer.notifications, input.notification_id)
        await notification.read()
        return await MarkNotificationReadPayload.at(info, notification=notification)

    @mutation("company:read", description="Mark a notification of yours unread again.")
    async def mark_notification_unread(
        self, info: Info, input: MarkNotificationUnreadInput
    ) -> MarkNotificationUnreadPayload:
        notification = await find(info.context.viewer.notifications, input.notification_id)
        await notification.unread()
        return await MarkNotificationUnreadPayload.at(info, notification=notification)

    @mutation("company:read", description="Mark all of your notifications read, snoozed ones too.")
    async def mark_all_notifications_read(
        self, info: Info, input: MarkAllNotificationsReadInput
    ) -> MarkAllNotificationsReadPayload:
        viewer = info.context.viewer
        if viewer.member_id is None:
            raise NotAMember
        await models.notifications.Notification.read_all(by=viewer, up_to=input.up_to)
        left = await models.notifications.Notification.unread_of(viewer)
        return await MarkAllNotificationsReadPayload.at(info, unread_notifications=left)

    @mutation(
        "company:read", description="Put a notification aside until then, when it is unread again."
    )
    async def snooze_notification(
        self, info: Info, input: SnoozeNotificationInput
    ) -> SnoozeNotificationPayload:
        notification = await find(info.context.viewer.notifications, input.notification_id)
        await notification.snooze(input.until)
        return await SnoozeNotificationPayload.at(info, notification=notification)
