"""What one member is told of, as they find it in their list."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from tortoise import fields

from models.conversations.conversation import Conversation
from models.conversations.handling import in_the_future
from models.conversations.message import Message
from models.database import execute, fetch, transaction
from models.errors import Refusal
from models.events import Event, EventName
from models.forgetting import days_ago, forget
from models.identifiers import uuid7
from models.identity.member import Member
from models.job import Job
from models.notifications.kinds import NotificationType
from models.notifications.statements import (
    COUNT,
    FORGET,
    HOLD,
    READ_ALL,
    READ_OF_CONVERSATION,
    UNREAD,
)
from models.tenancy import CompanyModel, current_company

if TYPE_CHECKING:
    from models.viewer import Viewer

WAKE: Final = "notification.wake"


class NotificationSuperseded(Refusal):
    """A newer notification of the same is unread already."""

    code = "NOTIFICATION_SUPERSEDED"
    cure = "Nothing need be done: that one stands in the list."


class Notification(CompanyModel):
    """Holds ids and no text: what it says is read when it is read, and only by who may.

    While it is unread, more of the same raises `count` and `happened_at`; so of each `dedupe_key` a
    member has one that is unread. `mail_due_at` is set until it has gone out by e-mail or been
    read. A snoozed one is not counted until it is back.
    """

    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    conversation: fields.ForeignKeyNullableRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False, null=True
    )
    message: fields.ForeignKeyNullableRelation[Message] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False, null=True
    )
    member_id: UUID
    conversation_id: UUID | None
    message_id: UUID | None
    type = fields.CharEnumField(NotificationType, max_length=40)
    dedupe_key = fields.CharField(max_length=120)
    subject_type = fields.CharField(max_length=50)
    subject = fields.UUIDField()
    actor_kind = fields.CharField(max_length=20)
    actor = fields.UUIDField(null=True)
    count = fields.IntField(default=1)
    happened_at = fields.DatetimeField()
    read_at = fields.DatetimeField(null=True)
    snoozed_until = fields.DatetimeField(null=True)
    mail_due_at = fields.DatetimeField(null=True)

    class Meta:
        table = "notifications"

    @classmethod
    async def unread_of(cls, viewer: "Viewer") -> int:
        """How many this member has not read, but for the snoozed."""
        rows = await fetch(UNREAD, current_company(), viewer.member_id)
        return int(rows[0]["unread"]) if rows else 0

    async def read(self) -> Self:
        async with transaction():
            await self._hold()
            if self.read_at is None:
                if self.snoozed_until is None:
                    await self._count(-1)
                await self._change(read_at=datetime.now(UTC), snoozed_until=None)
        return self

    async def unread(self) -> Self:
        """As if it had not been read. Raises NotificationSuperseded."""
        async with transaction():
            await self._hold()
            if self.read_at is not None:
                await self._require_newest()
                await self._count(1)
                await self._change(read_at=None)
        return self

    async def snooze(self, until: datetime) -> Self:
        """Out of sight until then, when it is unread again. Raises NotificationSuperseded."""
        until = in_the_future("until", until)
        async with transaction():
            await self._hold()
            if self.snoozed_until != until:
                if self.read_at is not None:
                    await self._require_newest()
                elif self.snoozed_until is None:
                    await self._count(-1)
                await self._change(read_at=None, snoozed_until=until)
                payload, key = {"notification_id": str(self.id)}, f"{self.id}@{until.isoformat()}"
                await Job.ensure(WAKE, payload, unique_key=key, run_at=until)
        return self

    async def wake(self) -> None:
        """Back from a snooze whose time has come; at any other time nothing happens."""
        async with transaction():
            await self._hold()
            if self.snoozed_until is not None and self.snoozed_until <= datetime.now(UTC):
                await self._count(1)
                await self._change(snoozed_until=None, happened_at=datetime.now(UTC))

    @classmethod
    async def read_all(cls, *, by: "Viewer", up_to: datetime | None = None) -> None:
        """All that happened until then, or now; told as one event, however many they are."""
        async with transaction():
            until = up_to or datetime.now(UTC)
            await execute(HOLD, current_company(), [by.member_id])
            rows = await fetch(READ_ALL, current_company(), by.member_id, until)
            if rows:
                member = await Member.get(id=by.member_id)
                changes = {"member_id": member.id, "count": len(rows)}
                await Event.record("notification.all_read", member, actor=by, changes=changes)

    @classmethod
    async def read_of(cls, conversation_id: UUID, member_id: UUID, *, up_to: datetime) -> None:
        """Whoever has read a conversation knows what they would be told of it."""
        async with transaction():
            await execute(HOLD, current_company(), [member_id])
            at = (current_company(), member_id, conversation_id, up_to)
            for row in await fetch(READ_OF_CONVERSATION, *at):
                await cls._init_from_db(**dict(row)).tell(is_new=False)

    @staticmethod
    async def forget_read(*, days: int) -> int:
        """Drop those that were read and happened so many days ago; how many. For every company."""
        return await forget(FORGET, *days_ago(days))

    async def tell(self, *, is_new: bool) -> None:
        """One's own, and nobody else's."""
        name: EventName = "notification.created" if is_new else "notification.updated"
        changes = {"member_id": self.member_id, "type": self.type}
        await Event.record(name, self, changes=changes)

    async def _hold(self) -> None:
        await execute(HOLD, self.company_id, [self.member_id])
        await self.lock()

    async def _change(self, **changes: object) -> None:
        # Whoever has looked at it need not be written to.
        self.update_from_dict(changes | {"mail_due_at": None})
        await self.save(update_fields=[*changes, "mail_due_at"])
        await self.tell(is_new=False)

    async def _count(self, by: int) -> None:
        await execute(COUNT, uuid7(), self.company_id, self.member_id, by)

    async def _require_newest(self) -> None:
        same = Notification.filter(
            member_id=self.member_id, dedupe_key=self.dedupe_key, read_at=None
        )
        if await same.exists():
            raise NotificationSuperseded


class NotificationCounter(CompanyModel):
    """How many unread ones a member has that are not snoozed."""

    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    member_id: UUID
    unread = fields.IntField(default=0)

    class Meta:
        table = "notification_counters"
