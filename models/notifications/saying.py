"""What a notification says, in words for mail and push; it holds none itself."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.conversations.message import preview
from models.notifications.kinds import NotificationType
from models.notifications.notification import Notification
from models.settings import settings

if TYPE_CHECKING:
    from models.viewer import Viewer

TITLES: Final = {
    NotificationType.CONVERSATION_ASSIGNED: "A conversation was assigned to you",
    NotificationType.WAITING_TOO_LONG: "A customer has been waiting for long",
    NotificationType.NEW_MESSAGE: "New message",
    NotificationType.MENTION: "You were mentioned",
    NotificationType.SLA_WARNING: "A promise to a customer is about to be broken",
    NotificationType.SLA_BREACHED: "A promise to a customer was broken",
    NotificationType.MESSAGE_FAILED: "A message could not be delivered",
    NotificationType.INBOX_NEEDS_ATTENTION: "An inbox needs attention",
    NotificationType.IMPORT_FINISHED: "Your import has finished",
    NotificationType.INVITATION_ACCEPTED: "Your invitation was accepted",
}


@dataclass(frozen=True, slots=True)
class Said:
    """`text` is of a message, where it may be quoted."""

    title: str
    about: str
    text: str
    link: str


def title(type: NotificationType, count: int) -> str:
    """One line, without names and texts."""
    if count > 1 and type is NotificationType.NEW_MESSAGE:
        return f"{count} new messages"
    return f"{TITLES[type]} ({count} times)" if count > 1 else TITLES[type]


async def say(notification: Notification, *, to: "Viewer", quoting: bool) -> Said | None:
    """As they may see it now; None of a conversation that they may not see any more."""
    about, text, link = "", "", ""
    if notification.conversation_id is not None:
        of = to.conversations.filter(id=notification.conversation_id)
        conversation = await of.get_or_none()
        if conversation is None:
            return None
        about = f"Conversation #{conversation.number}"
        if front_end := settings().front_end_url.rstrip("/"):
            link = f"{front_end}/conversations/{conversation.number}"
        if quoting and notification.message_id is not None:
            message = await to.messages.get_or_none(id=notification.message_id)
            text = preview(message.body) or "" if message else ""
    said = title(NotificationType(notification.type), notification.count)
    return Said(title=said, about=about, text=text, link=link)
