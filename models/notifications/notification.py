"""What one member is told of, as they find it in their list."""

from uuid import UUID

from tortoise import fields

from models.conversations.conversation import Conversation
from models.conversations.message import Message
from models.identity.member import Member
from models.notifications.kinds import NotificationType
from models.tenancy import CompanyModel


class Notification(CompanyModel):
    """Holds ids and no text: what it says is read when it is read, and only by who may.

    While it is unread, more of the same raises `count` and `happened_at`; so of each `dedupe_key` a
    member has one that is unread. `mail_due_at` is set until it has gone out by
    e-mail.
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


class NotificationCounter(CompanyModel):
    """How many unread ones a member has that are not snoozed."""

    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    member_id: UUID
    unread = fields.IntField(default=0)

    class Meta:
        table = "notification_counters"
