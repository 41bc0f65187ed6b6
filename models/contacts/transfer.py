"""Contacts on their way in or out by the thousand: what an import and an export have in common."""

from enum import StrEnum
from typing import Any

from tortoise import fields

from models.contacts.authored import Authored


class TransferState(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


UNFINISHED = (TransferState.QUEUED, TransferState.RUNNING)


class Transfer(Authored):
    """Done by a job; `error_code` says why it FAILED as a whole."""

    state = fields.CharEnumField(TransferState, max_length=20, default=TransferState.QUEUED)
    error_code = fields.CharField(max_length=50, null=True)
    error_detail = fields.CharField(max_length=500, null=True)
    started_at: Any = fields.DatetimeField(null=True)
    finished_at: Any = fields.DatetimeField(null=True)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        abstract = True
