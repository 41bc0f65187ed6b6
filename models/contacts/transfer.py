"""Contacts on their way in or out by the thousand: what an import and an export have in common."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from tortoise import fields

from models.contacts.authored import Authored
from models.errors import Refusal


class TransferState(StrEnum):
    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


UNFINISHED = (TransferState.QUEUED, TransferState.RUNNING)


class TransferFinished(Refusal):
    """This has come to its end."""

    code = "TRANSFER_FINISHED"
    cure = "Read its state. What it has done by then stays."


class Transfer(Authored):
    """Done by a job, for who asked for it; `error_code` says why it FAILED as a whole."""

    state = fields.CharEnumField(TransferState, max_length=20, default=TransferState.QUEUED)
    error_code = fields.CharField(max_length=50, null=True)
    error_detail = fields.CharField(max_length=500, null=True)
    started_at: Any = fields.DatetimeField(null=True)
    finished_at: Any = fields.DatetimeField(null=True)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        abstract = True

    @property
    def actor_kind(self) -> str:
        return "MEMBER" if self.member_id else "API_KEY" if self.api_key_id else "SYSTEM"

    @property
    def actor_id(self) -> UUID | None:
        return self.member_id or self.api_key_id
