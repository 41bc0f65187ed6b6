"""What was said in a conversation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import text
from models.contacts.contact import Contact
from models.conversations.mentions import MessageMention
from models.conversations.progress import REACHED, MessageStatus, gives_way
from models.conversations.revision import MessageRevision
from models.database import transaction
from models.errors import Forbidden, Refusal
from models.events import Event
from models.files.attachment import Attachment
from models.identity.api_key import ApiKey
from models.identity.member import Member
from models.inboxes.inbound_event import InboundEvent
from models.inboxes.inbox import Inbox
from models.job import Job, JobPriority
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.conversation import Conversation
    from models.viewer import Viewer

MAX_BODY: Final = 10_000
MAX_PREVIEW: Final = 160
DELIVER: Final = "message.deliver"


class Direction(StrEnum):
    INBOUND = "INBOUND"
    OUTBOUND = "OUTBOUND"
    INTERNAL = "INTERNAL"


class MessageKind(StrEnum):
    """ACTIVITY is a line about the conversation itself, without a text."""

    TEXT = "TEXT"
    ACTIVITY = "ACTIVITY"
    TEMPLATE = "TEMPLATE"


class SenderKind(StrEnum):
    MEMBER = "MEMBER"
    CONTACT = "CONTACT"
    API_KEY = "API_KEY"
    SYSTEM = "SYSTEM"


class MessageDeleted(Refusal):
    """This message is deleted."""

    code = "MESSAGE_DELETED"
    cure = "Nothing can be done with it any more."


class ActivityFixed(Refusal):
    """This line says what became of the conversation. It is nobody's message."""

    code = "MESSAGE_IS_ACTIVITY"
    cure = "It cannot be edited, deleted or answered; write a note beside it."


class NotRetryable(Refusal):
    """Only a message that has failed, or whose fate is unknown, can be sent again."""

    code = "MESSAGE_NOT_FAILED"
    cure = "Read its status; post a new message to say it again."


class Message(CompanyModel):
    """One entry of a thread; INTERNAL ones, notes and activity, never leave the company.

    `inbound_count` is how many inbound messages the thread counted up to this one.
    """

    conversation: fields.ForeignKeyRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    inbox: fields.ForeignKeyRelation[Inbox] = fields.ForeignKeyField(
        "models.Inbox", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    inbox_id: UUID
    member_id: UUID | None
    contact_id: UUID | None
    api_key_id: UUID | None
    reply_to_id: UUID | None
    seq = fields.IntField()
    inbound_count = fields.IntField()
    kind = fields.CharEnumField(MessageKind, max_length=20, default=MessageKind.TEXT)
    direction = fields.CharEnumField(Direction, max_length=20)
    sender_kind = fields.CharEnumField(SenderKind, max_length=20)
    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    contact: fields.ForeignKeyNullableRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False, null=True
    )
    api_key: fields.ForeignKeyNullableRelation[ApiKey] = fields.ForeignKeyField(
        "models.ApiKey", related_name=False, db_constraint=False, null=True
    )
    body = fields.TextField()
    activity: Any = fields.JSONField(null=True)
    template_id: UUID | None = fields.UUIDField(null=True)
    template_version = fields.IntField(null=True)
    reply_to: fields.ForeignKeyNullableRelation["Message"] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False, null=True
    )
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)
    external_id = fields.CharField(max_length=200, null=True)
    status = fields.CharEnumField(MessageStatus, max_length=20)
    error_code = fields.CharField(max_length=50, null=True)
    error_detail = fields.CharField(max_length=500, null=True)
    occurred_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    delivered_at = fields.DatetimeField(null=True)
    read_at = fields.DatetimeField(null=True)
    failed_at = fields.DatetimeField(null=True)
    edited_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "messages"

    async def advance(
        self,
        status: MessageStatus,
        *,
        error_code: str | None = None,
        error_detail: str | None = None,
        at: datetime | None = None,
    ) -> Self:
        """Move the delivery forward; what would move it back, or out of FAILED, changes nothing.

        A status that implies earlier ones (READ: it was sent and delivered) fills their times.
        """
        async with transaction():
            await self.lock()
            if gives_way(self.status, status):
                at = at or datetime.now(UTC)
                times: dict[str, Any] = {
                    name: getattr(self, name) or at for name in REACHED.get(status, ())
                }
                await self._move(status, error_code=error_code, error_detail=error_detail, **times)
        return self

    async def edit(self, body: str, *, by: "Viewer") -> Self:
        """Say it otherwise; a revision keeps what it said. Only its author may.

        What was sent is not sent again: the contact keeps what they have, we change our copy.
        """
        body = checked_body(body)
        self._require_said()
        if not self.is_by(by):
            raise Forbidden("Only its author can edit a message.")
        async with self._held_in_thread() as conversation:
            if self.deleted_at is not None:
                raise MessageDeleted
            if self.body != body:
                await MessageRevision.create(
                    message_id=self.id, body=self.body, edited_by_id=by.member_id
                )
                self.body, self.edited_at = body, datetime.now(UTC)
                await self.save(update_fields=["body", "edited_at"])
                await conversation.retell(self)
                await Event.record("message.edited", self, actor=by)
        return self

    async def erase(self, *, by: "Viewer") -> Self:
        """Leave a tombstone: its text is gone, here and where it came from; its place stays.

        Its author may, and whoever has `messages:delete`. What was sent is not taken back, what
        was not yet sent never is.
        """
        self._require_said()
        if not self.is_by(by) and not by.may("messages:delete"):
            raise Forbidden("Only its author and supervisors can delete a message.")
        async with self._held_in_thread() as conversation:
            if self.deleted_at is None:
                await MessageRevision.filter(message_id=self.id).delete()
                if self.direction is Direction.INTERNAL:
                    await MessageMention.filter(message_id=self.id).delete()
                self.body, self.client_hash = "", None
                self.deleted_at = datetime.now(UTC)
                await self.save(update_fields=["body", "client_hash", "deleted_at"])
                await InboundEvent.redact(self.id)
                await Attachment.withdraw(self)
                await conversation.retell(self)
                await Event.record("message.deleted", self, actor=by)
        return self

    def is_by(self, viewer: "Viewer") -> bool:
        """Did this member, or this API key, write it?"""
        author = (self.member_id, self.api_key_id)
        return author == (viewer.member_id, viewer.api_key_id) != (None, None)

    async def retry(self, *, by: "Viewer") -> Self:
        """Send a failed or doubtful message again, under its own id: the only way out of FAILED."""
        async with transaction():
            await self.lock()
            if self.deleted_at is not None:
                raise MessageDeleted
            if self.status not in (MessageStatus.FAILED, MessageStatus.UNKNOWN):
                raise NotRetryable
            await self._move(
                MessageStatus.QUEUED, by=by, error_code=None, error_detail=None, failed_at=None
            )
            await self.enqueue_delivery()
        return self

    async def enqueue_delivery(self) -> None:
        """Of a doubtful message the job still lives: then that is the one that does it."""
        await Job.ensure(
            DELIVER,
            {"message_id": str(self.id)},
            unique_key=str(self.id),
            priority=JobPriority.INTERACTIVE,
        )

    def _require_said(self) -> None:
        if self.kind is MessageKind.ACTIVITY:
            raise ActivityFixed

    @asynccontextmanager
    async def _held_in_thread(self) -> "AsyncIterator[Conversation]":
        """Locked after its conversation, in the order in which all lock them."""
        async with transaction():
            conversation = await (await self.conversation).lock()
            await self.lock()
            yield conversation

    async def _move(
        self, status: MessageStatus, *, by: "Viewer | None" = None, **columns: Any
    ) -> None:
        changes = {"from": self.status, "to": status, "error_code": columns["error_code"]}
        self.update_from_dict({"status": status, **columns})
        await self.save(update_fields=["status", *columns])
        await Event.record("message.status_changed", self, actor=by, changes=changes)


def checked_body(body: str, *, alone: bool = True) -> str:
    """It may be empty if it is not `alone`: with a file, that says enough."""
    return text("body", body, longest=MAX_BODY) if alone or body.strip() else ""


def preview(body: str) -> str:
    """The beginning, on one line."""
    line = " ".join(body.split())
    return line if len(line) <= MAX_PREVIEW else line[: MAX_PREVIEW - 1] + "…"
