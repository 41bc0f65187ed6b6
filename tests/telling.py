"""Notifications and devices of the tests, made by the product's own verbs."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from models.conversations import Conversation, Message
from models.database import transaction
from models.notifications import Notification, NotificationType, PushDevice
from models.notifications.telling import News, tell
from models.viewer import Viewer

_point = ec.generate_private_key(ec.SECP256R1()).public_key()
KEYS: Final = {
    "p256dh": urlsafe_b64encode(
        _point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    ).decode(),
    "auth": urlsafe_b64encode(bytes(16)).decode(),
}


async def noticed(
    conversation: Conversation,
    member_id: UUID | None,
    *,
    type: NotificationType = NotificationType.NEW_MESSAGE,
    message: Message | None = None,
) -> Notification:
    """This member is told of it, in the company we act for."""
    news = News(
        type=type,
        subject_type="Conversation",
        subject=conversation.id,
        actor_kind="SYSTEM",
        actor=None,
        at=datetime.now(UTC),
        conversation_id=conversation.id,
        message_id=None if message is None else message.id,
    )
    async with transaction():
        await tell(news, [member_id])
    found = Notification.filter(member_id=member_id, dedupe_key=news.dedupe_key)
    last = await found.order_by("-happened_at").first()
    assert last is not None
    return last


async def a_device(name: str, *, by: Viewer) -> PushDevice:
    endpoint = f"http://127.0.0.1:9/{by.member_id}"
    return await PushDevice.register(name=name, endpoint=endpoint, by=by, **KEYS)
