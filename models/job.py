"""Work that is done for certain: a row written in the transaction that wants it."""

from enum import StrEnum
from typing import Any

from tortoise import fields

from models.tenancy import CompanyModel


class JobState(StrEnum):
    PENDING = "PENDING"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    RETRYING = "RETRYING"
    DEAD = "DEAD"
    CANCELLED = "CANCELLED"


class JobPriority(StrEnum):
    INTERACTIVE = "INTERACTIVE"
    NORMAL = "NORMAL"
    BULK = "BULK"


class Job(CompanyModel):
    """A piece of work: exists if and only if its transaction committed; `fence` grows with every take."""

    kind = fields.CharField(max_length=60)
    version = fields.IntField(default=1)
    payload: Any = fields.JSONField(default=dict)
    priority = fields.CharEnumField(JobPriority, max_length=20, default=JobPriority.NORMAL)
    state = fields.CharEnumField(JobState, max_length=20, default=JobState.PENDING)
    unique_key = fields.CharField(max_length=200, null=True)
    run_at = fields.DatetimeField()
    attempts = fields.IntField(default=0)
    max_attempts = fields.IntField(null=True)
    deaths = fields.IntField(default=0)
    lease_until = fields.DatetimeField(null=True)
    fence = fields.IntField(default=0)
    worker = fields.CharField(max_length=100, null=True)
    errors: Any = fields.JSONField(default=list)
    started_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)

    class Meta:
        table = "jobs"
