"""Web Push: a notification, encrypted for one browser, handed to its push service (RFC 8030)."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import orjson
import structlog
from pywebpush import WebPusher

from models.callback import Uncallable, caller
from models.database import transaction
from models.identifiers import global_id
from models.identity.member import Member
from models.job import PermanentFailure, RetryAfter
from models.notifications.device import PushDevice
from models.notifications.notification import Notification
from models.notifications.policy import NotificationPolicy
from models.notifications.saying import say
from models.notifications.vapid import authorization
from models.sight import sights

TTL: Final = 24 * 3600  # seconds for which a browser may be away
GONE: Final = (404, 410)
PASSING: Final = (408, 425, 429)
log = structlog.get_logger()


class PushFailed(Exception):
    """It was not taken this time."""


async def push(notification_id: UUID, device_id: UUID) -> None:
    """Unless it has been read meanwhile. Raises RetryAfter, PermanentFailure and PushFailed."""
    notification = await Notification.get_or_none(id=notification_id)
    device = await PushDevice.get_or_none(id=device_id)
    if notification is None or device is None:
        return
    told = await _told(notification, device)
    if told is None:
        return
    signed = authorization(device.endpoint)
    if signed is None:
        raise PermanentFailure("There is no VAPID_PRIVATE_KEY.")
    keys = {"p256dh": device.p256dh, "auth": device.auth}
    pusher = WebPusher({"endpoint": device.endpoint, "keys": keys})
    headers = {
        **signed,
        "Content-Type": "application/octet-stream",
        "Content-Encoding": "aes128gcm",
        "TTL": str(TTL),
        "Urgency": "normal",
        # Of one notification a browser that was away is given the last only.
        "Topic": urlsafe_b64encode(notification.id.bytes).decode().rstrip("="),
    }
    try:
        answer = await caller().post(device.endpoint, pusher.encode(told)["body"], headers)
    except Uncallable as no:
        raise PermanentFailure(f"{no.code}: {no}") from None
    if answer.status in GONE:
        log.info("push.device_gone", device=str(device.id), status=answer.status)
        await device.drop()
    elif answer.status in PASSING or answer.status >= 500:
        if answer.retry_after is not None:
            raise RetryAfter(answer.retry_after, f"The push service said {answer.status}.")
        raise PushFailed(f"The push service said {answer.status}.")
    elif not 200 <= answer.status < 300:
        raise PermanentFailure(f"The push service said {answer.status}.")
    else:
        async with transaction():
            await PushDevice.filter(id=device.id).update(last_pushed_at=datetime.now(UTC))


async def _told(notification: Notification, device: PushDevice) -> bytes | None:
    from models.viewer import Viewer  # noqa: PLC0415 - it imports the areas

    member = await Member.active().get_or_none(id=device.member_id)
    is_over = notification.snoozed_until is not None or (
        notification.read_at is not None and notification.read_at > notification.happened_at
    )
    if member is None or is_over or notification.member_id != member.id:
        return None
    viewer = Viewer.member(member, sight=(await sights([member.id]))[member.id])
    quoting = (await NotificationPolicy.current()).previews
    said = await say(notification, to=viewer, quoting=quoting)
    if said is None:
        return None
    return orjson.dumps(
        {
            "id": global_id("Notification", notification.id),
            "type": notification.type,
            "count": notification.count,
            "conversationId": notification.conversation_id
            and global_id("Conversation", notification.conversation_id),
            "title": said.title,
            "body": said.text or said.about,
            "url": said.link,
        }
    )
