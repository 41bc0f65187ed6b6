"""One change of many conversations; each is changed once, whatever happens to the worker."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields

from models.conversations.conversation import Conversation
from models.idempotency import MAX_CLIENT_ID
from models.identity.api_key import ApiKey
from models.identity.member import Member
from models.tenancy import CompanyModel


class BulkAction(StrEnum):
    ASSIGN = "ASSIGN"
    RESOLVE = "RESOLVE"
    REOPEN = "REOPEN"
    SNOOZE = "SNOOZE"
    PRIORITY = "PRIORITY"
    LABEL = "LABEL"
    QUEUE = "QUEUE"
    READ = "READ"


class BulkState(StrEnum):
    PENDING = "PENDING"
    DONE = "DONE"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


class BulkOperation(CompanyModel):
    """What is to be done with many conversations, for whom, and how far it is."""

    action = fields.CharEnumField(BulkAction, max_length=20)
    arguments: Any = fields.JSONField(default=dict)
    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    api_key: fields.ForeignKeyNullableRelation[ApiKey] = fields.ForeignKeyField(
        "models.ApiKey", related_name=False, db_constraint=False, null=True
    )
    member_id: UUID | None
    api_key_id: UUID | None
    total = fields.IntField()
    done = fields.IntField(default=0)
    failed = fields.IntField(default=0)
    finished_at = fields.DatetimeField(null=True)
    cancelled_at = fields.DatetimeField(null=True)
    client_id = fields.CharField(max_length=MAX_CLIENT_ID, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "bulk_operations"


class BulkOutcome(CompanyModel):
    """What became of one of them; `code` says why it failed."""

    operation: fields.ForeignKeyRelation[BulkOperation] = fields.ForeignKeyField(
        "models.BulkOperation", related_name=False, db_constraint=False
    )
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    operation_id: UUID
    conversation_id: UUID
    state = fields.CharEnumField(BulkState, max_length=20, default=BulkState.PENDING)
    code = fields.CharField(max_length=50, null=True)

    class Meta:
        table = "bulk_outcomes"
