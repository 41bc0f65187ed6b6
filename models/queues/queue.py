"""A department: who is in it, and how what waits there finds one of them."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from tortoise import fields

from models.queues.business_hours import BusinessHours
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.identity.member import Member

MAX_NAME: Final = 100
MAX_DESCRIPTION: Final = 500
MAX_REPLY: Final = 2_000


class Assignment(StrEnum):
    """Who is given what waits: nobody, those in turn, or whoever has least."""

    MANUAL = "MANUAL"
    ROUND_ROBIN = "ROUND_ROBIN"
    LEAST_BUSY = "LEAST_BUSY"


class Level(StrEnum):
    """A backup is given only what no primary member can take."""

    PRIMARY = "PRIMARY"
    BACKUP = "BACKUP"


class Queue(CompanyModel):
    """With `accept_timeout_seconds` a conversation is offered, not given, to the one chosen.

    What has waited for `overflow_after_seconds` goes on to the overflow queue.
    """

    name = fields.CharField(max_length=MAX_NAME)
    colour = fields.CharField(max_length=7, null=True)
    description = fields.CharField(max_length=MAX_DESCRIPTION, null=True)
    greeting = fields.CharField(max_length=MAX_REPLY, null=True)
    out_of_hours_message = fields.CharField(max_length=MAX_REPLY, null=True)
    business_hours: fields.ForeignKeyNullableRelation[BusinessHours] = fields.ForeignKeyField(
        "models.BusinessHours", related_name=False, db_constraint=False, null=True
    )
    business_hours_id: UUID | None
    assignment = fields.CharEnumField(Assignment, max_length=20, default=Assignment.MANUAL)
    accept_timeout_seconds = fields.IntField(null=True)
    overflow_queue: fields.ForeignKeyNullableRelation["Queue"] = fields.ForeignKeyField(
        "models.Queue", related_name=False, db_constraint=False, null=True
    )
    overflow_queue_id: UUID | None
    overflow_after_seconds = fields.IntField(null=True)
    archived_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "queues"


class QueueMember(CompanyModel):
    """`given_at` is when routing last gave or offered them something: whose turn it is."""

    queue: fields.ForeignKeyRelation[Queue] = fields.ForeignKeyField(
        "models.Queue", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    queue_id: UUID
    member_id: UUID
    level = fields.CharEnumField(Level, max_length=20, default=Level.PRIMARY)
    given_at: datetime | None = fields.DatetimeField(null=True)  # type: ignore[assignment]

    class Meta:
        table = "queue_members"
