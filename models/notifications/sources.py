"""Which events members are told of, and whom they concern."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from models.contacts import ContactImport
from models.conversations import (
    Conversation,
    ConversationStatus,
    Direction,
    Message,
    MessageKind,
    MessageMention,
    MessageStatus,
)
from models.database import fetch
from models.events import Event, EventName
from models.identity.invitation import Invitation
from models.identity.member import Member
from models.identity.permissions import PERMISSIONS
from models.inboxes import InboundEvent
from models.job import Job
from models.notifications.kinds import NotificationType
from models.notifications.notification import Notification
from models.notifications.policy import WAITING_SECONDS, NotificationPolicy
from models.notifications.telling import News, tell
from models.queues.membership import QueueMember
from models.tenancy import current_company

WAITING: Final = "notification.waiting"


async def notice(event: Event) -> None:
    """Tell whom it concerns, in a transaction of its company."""
    await SOURCES[event.name](event)  # type: ignore[index]


async def wait_too_long(conversation_id: UUID) -> None:
    """Tell who should see to it, if it still waits; if it waits anew, look again at its time."""
    conversation = await Conversation.get_or_none(id=conversation_id)
    policy = await NotificationPolicy.current()
    if conversation is None or not _waits(conversation) or policy.waiting_seconds is None:
        return
    assert conversation.waiting_since is not None
    due = conversation.waiting_since + timedelta(seconds=policy.waiting_seconds)
    if due > datetime.now(UTC):
        since = conversation.waiting_since
        await _look_at(conversation.id, since, due_in=due - since)
        return
    news = News(
        type=NotificationType.WAITING_TOO_LONG,
        subject_type="Conversation",
        subject=conversation.id,
        actor_kind="SYSTEM",
        actor=None,
        at=due,
        conversation_id=conversation.id,
    )
    await tell(news, await _responsible(conversation))


async def _assigned(event: Event) -> None:
    to = event.changes.get("to")
    if to is not None:
        news = News.of(
            event, NotificationType.CONVERSATION_ASSIGNED, conversation_id=event.subject_id
        )
        await tell(news, [UUID(to)])


async def _said(event: Event) -> None:
    if event.changes.get("kind", MessageKind.TEXT) == MessageKind.ACTIVITY:
        return
    direction, about = event.changes["direction"], event.conversation_id
    if direction == Direction.INTERNAL:
        mentioned = await MessageMention.filter(message_id=event.subject_id)
        news = News.of(
            event, NotificationType.MENTION, conversation_id=about, message_id=event.subject_id
        )
        await tell(news, [each.member_id for each in mentioned])
    elif direction == Direction.INBOUND:
        await _heard(event)


async def _heard(event: Event) -> None:
    """Who sees to it and who follows hear of it; whoever it was given to since, of that alone."""
    where = (current_company(), event.conversation_id, event.seq, event.occurred_at)
    [row] = await fetch(HEARD, *where)
    if row["waiting_since"] is not None and row["waiting_seconds"] is not None:
        await _look_at(
            where[1], row["waiting_since"], due_in=timedelta(seconds=row["waiting_seconds"])
        )
    news = News.of(
        event,
        NotificationType.NEW_MESSAGE,
        conversation_id=event.conversation_id,
        message_id=event.subject_id,
    )
    await tell(news, [row["assignee_id"], *row["followers"]])


async def _status_changed(event: Event) -> None:
    if event.changes["to"] != MessageStatus.FAILED:
        return
    message = await Message.get(id=event.subject_id)
    conversation = await Conversation.get(id=message.conversation_id)
    news = News.of(
        event,
        NotificationType.MESSAGE_FAILED,
        conversation_id=conversation.id,
        message_id=message.id,
    )
    await tell(news, [message.member_id or conversation.assignee_id])


async def _warned(event: Event) -> None:
    await _promise(event, NotificationType.SLA_WARNING)


async def _breached(event: Event) -> None:
    await _promise(event, NotificationType.SLA_BREACHED)


async def _promise(event: Event, type: NotificationType) -> None:
    conversation = await Conversation.get_or_none(id=event.conversation_id)
    if conversation is not None:
        news = News.of(event, type, conversation_id=conversation.id)
        await tell(news, await _responsible(conversation))


async def _not_taken_in(event: Event) -> None:
    failed = await InboundEvent.get(id=event.subject_id)
    await _inbox(event, failed.inbox_id)


async def _inbox_disabled(event: Event) -> None:
    await _inbox(event, event.subject_id)


async def _inbox(event: Event, inbox_id: UUID) -> None:
    roles = [role for role, may in PERMISSIONS.items() if "inboxes:manage" in may]
    news = News.of(
        event,
        NotificationType.INBOX_NEEDS_ATTENTION,
        subject_type="Inbox",
        subject=inbox_id,
    )
    await tell(news, [each.id for each in await Member.active().filter(role__in=roles)])


async def _imported(event: Event) -> None:
    done = await ContactImport.get_or_none(id=event.subject_id)
    if done is not None:
        await tell(_of_the_house(event, NotificationType.IMPORT_FINISHED), [done.member_id])


async def _joined(event: Event) -> None:
    invitation = await Invitation.get(id=event.subject_id)
    news = News.of(event, NotificationType.INVITATION_ACCEPTED)
    await tell(news, [invitation.invited_by_id])


async def _read(event: Event) -> None:
    if event.actor_id is not None:
        await Notification.read_of(event.subject_id, event.actor_id, up_to=event.occurred_at)


def _of_the_house(event: Event, type: NotificationType) -> News:
    """What was asked for by a member and done by us, whoever the event names."""
    return News(
        type=type,
        subject_type=event.subject_type,
        subject=event.subject_id,
        actor_kind="SYSTEM",
        actor=None,
        at=event.occurred_at,
    )


def _waits(conversation: Conversation) -> bool:
    return (
        conversation.waiting_since is not None
        and conversation.status is not ConversationStatus.RESOLVED
    )


async def _responsible(conversation: Conversation) -> list[UUID]:
    """Who sees to it; as long as nobody does, those in its queue."""
    if conversation.assignee_id is not None:
        return [conversation.assignee_id]
    if conversation.queue_id is None:
        return []
    return [each.member_id for each in await QueueMember.filter(queue_id=conversation.queue_id)]


async def _look_at(conversation_id: UUID | None, since: datetime, *, due_in: timedelta) -> None:
    """One job for each that waits, however much is said in it meanwhile."""
    payload = {"conversation_id": str(conversation_id)}
    key = f"{conversation_id}@{since.isoformat()}"
    await Job.ensure(WAITING, payload, unique_key=key, run_at=since + due_in)


# What is company-wide has a default where nobody has said anything: NotificationPolicy.
HEARD: Final = f"""
    SELECT CASE WHEN c.status <> 'RESOLVED' THEN c.waiting_since END AS waiting_since,
           CASE WHEN p.id IS NULL THEN {WAITING_SECONDS} ELSE p.waiting_seconds END
               AS waiting_seconds,
           CASE WHEN NOT EXISTS (
               SELECT FROM events e
               WHERE e.company_id = c.company_id AND e.seq > $3 AND e.occurred_at >= $4
                 AND e.conversation_id = c.id AND e.name = 'conversation.assigned'
           ) THEN c.assignee_id END AS assignee_id,
           ARRAY(SELECT m.member_id FROM conversation_members m
                 WHERE m.company_id = c.company_id AND m.conversation_id = c.id
                   AND m.role = 'FOLLOWER') AS followers
    FROM conversations c LEFT JOIN notification_policies p ON p.company_id = c.company_id
    WHERE c.company_id = $1 AND c.id = $2
"""  # noqa: S608
SOURCES: Final[dict[EventName, Callable[[Event], Awaitable[None]]]] = {
    "conversation.assigned": _assigned,
    "message.created": _said,
    "message.status_changed": _status_changed,
    "sla.warning": _warned,
    "sla.breached": _breached,
    "inbound_event.failed": _not_taken_in,
    "inbox.disabled": _inbox_disabled,
    "contact_import.finished": _imported,
    "invitation.accepted": _joined,
    "conversation.read": _read,
}
