"""What reports are made of: one thing that happened, and how long it took."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields

from models.tenancy import CompanyModel


class Metric(StrEnum):
    """What is counted, or measured in seconds; of RATING the value is the rating."""

    CONVERSATION_CREATED = "CONVERSATION_CREATED"
    CONVERSATION_REOPENED = "CONVERSATION_REOPENED"
    MESSAGE_IN = "MESSAGE_IN"
    MESSAGE_OUT = "MESSAGE_OUT"
    FIRST_RESPONSE = "FIRST_RESPONSE"
    REPLY = "REPLY"
    RESOLUTION = "RESOLUTION"
    QUEUE_WAIT = "QUEUE_WAIT"
    RATING = "RATING"


class Fact(CompanyModel):
    """Who, where and with which labels are of that time, and stay so.

    `value` by the clock on the wall, `business_value` while business hours were open.
    """

    name = fields.CharEnumField(Metric, max_length=30)
    value = fields.FloatField()
    business_value = fields.FloatField()
    conversation_id = fields.UUIDField()
    inbox_id = fields.UUIDField()
    queue_id: UUID | None = fields.UUIDField(null=True)
    member_id: UUID | None = fields.UUIDField(null=True)
    label_ids: Any = fields.JSONField(default=list)
    started_at: datetime = fields.DatetimeField()
    ended_at: datetime = fields.DatetimeField()

    class Meta:
        table = "reporting_facts"
