"""What a channel pushed to us, exactly as it came, before we understood it."""

from enum import StrEnum
from typing import Any

from tortoise import fields

from models.inboxes.inbox import Inbox
from models.tenancy import CompanyModel


class InboundState(StrEnum):
    RECEIVED = "RECEIVED"
    APPLIED = "APPLIED"
    FAILED = "FAILED"


class InboundEvent(CompanyModel):
    """One verified push; unique per inbox and external id, so a repeat changes nothing."""

    inbox: fields.ForeignKeyRelation[Inbox] = fields.ForeignKeyField(
        "models.Inbox", related_name=False, db_constraint=False
    )
    external_id = fields.CharField(max_length=200)
    payload: Any = fields.JSONField()
    state = fields.CharEnumField(InboundState, max_length=20, default=InboundState.RECEIVED)
    attempts = fields.IntField(default=0)
    error = fields.CharField(max_length=500, null=True)
    applied_at = fields.DatetimeField(null=True)

    class Meta:
        table = "inbound_events"
