"""What was said in a conversation."""

from enum import StrEnum

from tortoise import fields

from models.contacts.contact import Contact
from models.conversations.conversation import Conversation
from models.identity.api_key import ApiKey
from models.identity.member import Member
from models.inboxes.inbox import Inbox
from models.tenancy import CompanyModel


class Direction(StrEnum):
    INBOUND = "INBOUND"
    OUTBOUND = "OUTBOUND"
    INTERNAL = "INTERNAL"


class SenderKind(StrEnum):
    MEMBER = "MEMBER"
    CONTACT = "CONTACT"
    API_KEY = "API_KEY"
    SYSTEM = "SYSTEM"


class MessageStatus(StrEnum):
    RECEIVED = "RECEIVED"
    QUEUED = "QUEUED"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    READ = "READ"
    FAILED = "FAILED"
    UNKNOWN = "UNKNOWN"


class Message(CompanyModel):
    """One entry of a thread; INTERNAL ones are notes and never leave the company."""

    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    inbox: fields.ForeignKeyRelation[Inbox] = fields.ForeignKeyField(
        "models.Inbox", related_name=False, db_constraint=False
    )
    seq = fields.IntField()
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
    reply_to: fields.ForeignKeyNullableRelation["Message"] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False, null=True
    )
    client_id = fields.CharField(max_length=100, null=True)
    external_id = fields.CharField(max_length=200, null=True)
    status = fields.CharEnumField(MessageStatus, max_length=20)
    error_code = fields.CharField(max_length=50, null=True)
    error_detail = fields.CharField(max_length=500, null=True)
    sent_at = fields.DatetimeField(null=True)
    delivered_at = fields.DatetimeField(null=True)
    read_at = fields.DatetimeField(null=True)
    failed_at = fields.DatetimeField(null=True)
    edited_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "messages"


class MessageRevision(CompanyModel):
    """What a message said before an edit."""

    message: fields.ForeignKeyRelation[Message] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False
    )
    edited_by: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    body = fields.TextField()

    class Meta:
        table = "message_revisions"
