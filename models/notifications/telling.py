"""Telling members of something: who may know, on which ways, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Self
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from models.database import execute, fetch
from models.events import Event
from models.identifiers import uuid7
from models.job import Job
from models.live import Disconnected
from models.notifications.hours import Hours
from models.notifications.kinds import DEFAULTS, DigestMode, NotificationChannel, NotificationType
from models.notifications.notification import Notification
from models.notifications.statements import AGAIN, HOLD, RAISE, RECIPIENTS
from models.presence.register import Spot
from models.presence.register import read as present
from models.sight import NOWHERE, sights, whereabouts
from models.tenancy import current_company

MAIL: Final = "notification.mail"
PUSH: Final = "notification.push"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class News:
    """What is told; nobody is told of what they did themselves."""

    type: NotificationType
    subject_type: str
    subject: UUID
    actor_kind: str
    actor: UUID | None
    at: datetime
    conversation_id: UUID | None = None
    message_id: UUID | None = None

    @classmethod
    def of(cls, event: Event, type: NotificationType, **more: Any) -> Self:
        return cls(
            type=type,
            actor_kind=event.actor_kind,
            actor=event.actor_id,
            at=event.occurred_at,
            **{"subject_type": event.subject_type, "subject": event.subject_id, **more},
        )

    @property
    def dedupe_key(self) -> str:
        return f"{self.type}:{self.conversation_id or self.subject}"


@dataclass(frozen=True, slots=True)
class _Recipient:
    id: UUID
    in_app: bool
    email: bool
    push: bool
    hours: Hours
    devices: tuple[UUID, ...]

    @classmethod
    def of(cls, row: Any, type: NotificationType) -> "_Recipient":
        ways = DEFAULTS[type]

        def on(channel: NotificationChannel, said: bool | None) -> bool:  # noqa: FBT001
            return channel in ways if said is None else said

        return cls(
            id=row["id"],
            in_app=on(NotificationChannel.IN_APP, row["in_app"]),
            email=on(NotificationChannel.EMAIL, row["email"]) and row["mails"],
            push=on(NotificationChannel.PUSH, row["push"]) and bool(row["devices"]),
            hours=Hours(
                row["timezone"],
                row["quiet_from"],
                row["quiet_until"],
                DigestMode(row["digest"]),
                row["digest_hour"],
            ),
            devices=tuple(row["devices"]),
        )

    @property
    def is_told(self) -> bool:
        return self.in_app or self.email or self.push


async def tell(news: News, to: Iterable[UUID | None]) -> None:
    """Those of these members who are there, may see it and want to know; in a transaction.

    Who has the conversation open finds it read, and is told nowhere else.
    """
    ids = {id for id in to if id is not None and id != news.actor}
    recipients = await _recipients(news, ids)
    if not recipients:
        return
    viewing = await _viewing(news.conversation_id)
    now = datetime.now(UTC)
    mail_due = {
        each.id: each.hours.mail(now) if each.email and each.id not in viewing else None
        for each in recipients
    }
    quiet = [each.id for each in recipients if not each.in_app or each.id in viewing]
    await execute(HOLD, current_company(), [each.id for each in recipients])
    told = await _again(news, quiet, mail_due)
    left = [each.id for each in recipients if each.id not in told]
    told |= await _raise(news, left, set(quiet), mail_due)
    for each in recipients:
        notification, is_new = told[each.id]
        due = mail_due[each.id]
        if due is not None and notification.mail_due_at == due:
            await want_mail(each.id, due)
        if each.push and each.id not in viewing and notification.snoozed_until is None:
            await _want_push(notification, each, now)
        await notification.tell(is_new=is_new)


async def want_mail(member_id: UUID, due: datetime) -> None:
    """All that is due for them by then, in one mail."""
    key = f"{member_id}@{due.replace(microsecond=0).isoformat()}"
    await Job.ensure(MAIL, {"member_id": str(member_id)}, unique_key=key, run_at=due)


async def _want_push(notification: Notification, to: _Recipient, now: datetime) -> None:
    awake = to.hours.awake(now)
    run_at = awake if awake > now else None
    for device_id in to.devices:
        payload = {"notification_id": str(notification.id), "device_id": str(device_id)}
        key = f"{notification.id}:{device_id}"
        await Job.ensure(PUSH, payload, unique_key=key, run_at=run_at)


async def _recipients(news: News, ids: set[UUID]) -> list[_Recipient]:
    if not ids:
        return []
    rows = await fetch(RECIPIENTS, current_company(), sorted(ids), news.type, news.conversation_id)
    found = [each for row in rows if (each := _Recipient.of(row, news.type)).is_told]
    if news.conversation_id is None or not found:
        return found
    where = (await whereabouts([news.conversation_id])).get(news.conversation_id, NOWHERE)
    sight = await sights([each.id for each in found])
    return [each for each in found if (of := sight[each.id]) is None or of.sees(where)]


async def _viewing(conversation_id: UUID | None) -> set[UUID]:
    """Who has it open; nobody, as far as we know, while Redis is away."""
    if conversation_id is None:
        return set()
    try:
        spots = [Spot.of(entry.text) for entry in await present(current_company())]
    except (RedisError, OSError, Disconnected) as error:
        log.info("notifications.presence_unknown", error=type(error).__name__)
        return set()
    return {spot.member_id for spot in spots if spot.place == conversation_id}


async def _again(
    news: News, quiet: list[UUID], mail_due: dict[UUID, datetime | None]
) -> dict[UUID, tuple[Notification, bool]]:
    if not quiet:
        return {}
    rows = await fetch(
        AGAIN,
        current_company(),
        quiet,
        news.dedupe_key,
        news.at,
        news.message_id,
        news.actor_kind,
        news.actor,
        [mail_due[id] for id in quiet],
    )
    return {row["member_id"]: (Notification._init_from_db(**dict(row)), False) for row in rows}


async def _raise(
    news: News, ids: list[UUID], quiet: set[UUID], mail_due: dict[UUID, datetime | None]
) -> dict[UUID, tuple[Notification, bool]]:
    if not ids:
        return {}
    rows = await fetch(
        RAISE,
        current_company(),
        [uuid7() for _ in ids],
        ids,
        [id in quiet for id in ids],
        [mail_due[id] for id in ids],
        news.type,
        news.dedupe_key,
        news.subject_type,
        news.subject,
        news.actor_kind,
        news.actor,
        news.conversation_id,
        news.message_id,
        news.at,
    )
    found = {}
    for row in rows:
        columns = dict(row)
        is_new = columns.pop("is_new")
        found[row["member_id"]] = (Notification._init_from_db(**columns), is_new)
    return found
