"""Telling members what happens, by the log; mail, push and what comes back at its time, by job."""

from typing import Final
from uuid import UUID

import structlog

from jobs.clock import recurring
from jobs.task import task
from models.database import transaction
from models.events.consumers import consumer
from models.notifications import letter, push, sources
from models.notifications.notification import WAKE, Notification
from models.notifications.telling import MAIL, PUSH
from models.tenancy import every_company, find

READ_DAYS: Final = 90
log = structlog.get_logger()

consumer("notifications", *sources.SOURCES)(sources.notice)


@task(sources.WAITING, attempts=5, announced=False)
async def notice_waiting(conversation_id: UUID) -> None:
    async with transaction():
        await sources.wait_too_long(conversation_id)


@task(WAKE, attempts=5, announced=False)
async def wake_notification(notification_id: UUID) -> None:
    await (await find(Notification.all(), notification_id)).wake()


@task(MAIL, attempts=5, announced=False)
async def mail_notifications(member_id: UUID) -> None:
    await letter.write_due(member_id)


@task(PUSH, attempts=6, base=5, cap=900, announced=False)
async def push_notification(notification_id: UUID, device_id: UUID) -> None:
    await push.push(notification_id, device_id)


@recurring("notifications.forget", "57 * * * *")
async def forget_notifications() -> None:
    """Those read long ago, of every company; what is unread stays."""
    with every_company():
        gone = await Notification.forget_read(days=READ_DAYS)
    if gone:
        log.info("forgotten", what="notifications", rows=gone)
