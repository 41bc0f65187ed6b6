"""What reports are made of: one thing that happened, and how long it took."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from tortoise import fields

from models.database import execute, write
from models.identifiers import uuid7
from models.oversight.timing import Timing
from models.queues.business_hours import BusinessHours
from models.queues.calendar import ALWAYS, Calendar
from models.queues.queue import Queue
from models.tenancy import CompanyModel, current_company


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

    @classmethod
    async def count(
        cls,
        metric: Metric,
        timing: Timing,
        *,
        at: datetime,
        member_id: UUID | None,
        value: float = 1.0,
    ) -> None:
        """That it happened."""
        await _note(metric, timing, member_id, value, value, at, at)

    @classmethod
    async def measure(
        cls,
        metric: Metric,
        timing: Timing,
        *,
        since: datetime,
        at: datetime,
        member_id: UUID | None,
    ) -> None:
        """How long it took."""
        seconds = max(0.0, (at - since).total_seconds())
        calendar = await _calendar(timing.queue_id)
        open_seconds = seconds if calendar is ALWAYS else calendar.between(since, at)
        await _note(metric, timing, member_id, seconds, open_seconds, since, at)

    @classmethod
    async def forget_old(cls, *, days: int) -> int:
        """Of the current scope, those that are older."""
        return await execute(FORGET, days)


async def _note(
    metric: Metric,
    timing: Timing,
    member_id: UUID | None,
    value: float,
    business_value: float,
    started_at: datetime,
    ended_at: datetime,
) -> None:
    await write(
        NOTE,
        uuid7(),
        current_company(),
        metric.value,
        value,
        business_value,
        timing.conversation_id,
        timing.inbox_id,
        timing.queue_id,
        member_id,
        started_at,
        ended_at,
    )


async def _calendar(queue_id: UUID | None) -> Calendar:
    """Of the queue, else of the company, else all the time."""
    queue = await Queue.get_or_none(id=queue_id) if queue_id else None
    if queue is not None and queue.business_hours_id is not None:
        return (await BusinessHours.get(id=queue.business_hours_id)).calendar
    hours = await BusinessHours.get_or_none(is_default=True)
    return ALWAYS if hours is None else hours.calendar


NOTE: Final = """
    INSERT INTO reporting_facts (id, company_id, name, value, business_value, conversation_id,
                                 inbox_id, queue_id, member_id, label_ids, started_at, ended_at,
                                 created_at, updated_at)
    VALUES ($1::uuid, $2::uuid, $3::varchar, $4::float8, $5::float8, $6::uuid, $7::uuid, $8::uuid,
            $9::uuid, coalesce((SELECT jsonb_agg(l.label_id) FROM conversation_labels l
                                WHERE l.company_id = $2 AND l.conversation_id = $6), '[]'),
            $10::timestamptz, $11::timestamptz, now(), now())
    RETURNING 1
"""
FORGET: Final = """
    DELETE FROM reporting_facts WHERE ended_at < now() - make_interval(days => $1)
"""
