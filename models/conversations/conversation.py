"""A thread between a contact and the company."""

from enum import StrEnum

from tortoise import fields

from models.contacts.contact import Contact, ContactIdentity
from models.identity.member import Member
from models.inboxes.inbox import Inbox
from models.tenancy import CompanyModel


class ConversationStatus(StrEnum):
    PENDING = "PENDING"
    OPEN = "OPEN"
    SNOOZED = "SNOOZED"
    RESOLVED = "RESOLVED"


class Priority(StrEnum):
    NONE = "NONE"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    URGENT = "URGENT"


class Conversation(CompanyModel):
    """A thread with one contact in one inbox; the counters for lists are kept as messages are written."""

    number = fields.IntField()
    inbox: fields.ForeignKeyRelation[Inbox] = fields.ForeignKeyField(
        "models.Inbox", related_name=False, db_constraint=False
    )
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False
    )
    identity: fields.ForeignKeyNullableRelation[ContactIdentity] = fields.ForeignKeyField(
        "models.ContactIdentity", related_name=False, db_constraint=False, null=True
    )
    assignee: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    subject = fields.CharField(max_length=200, null=True)
    status = fields.CharEnumField(
        ConversationStatus, max_length=20, default=ConversationStatus.OPEN
    )
    priority = fields.CharEnumField(Priority, max_length=20, default=Priority.NONE)
    snoozed_until = fields.DatetimeField(null=True)
    resolved_at = fields.DatetimeField(null=True)
    reopened_count = fields.IntField(default=0)
    first_reply_at = fields.DatetimeField(null=True)
    waiting_since = fields.DatetimeField(null=True)
    last_message_id = fields.UUIDField(null=True)
    last_message_at = fields.DatetimeField()
    last_message_preview = fields.CharField(max_length=160, null=True)
    message_count = fields.IntField(default=0)
    inbound_count = fields.IntField(default=0)
    version = fields.IntField(default=1)

    class Meta:
        table = "conversations"


class ConversationCounter(CompanyModel):
    """The last conversation number a company gave out."""

    number = fields.IntField(default=0)

    class Meta:
        table = "conversation_counters"


class ConversationRead(CompanyModel):
    """How far one member has read one conversation; unread is `inbound_count` less this."""

    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    inbound_count = fields.IntField(default=0)

    class Meta:
        table = "conversation_reads"
