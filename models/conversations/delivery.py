"""An outbound message on its way to the customer's system."""

from enum import StrEnum

from tortoise import fields

from models.conversations.message import Message
from models.tenancy import CompanyModel


class AttemptOutcome(StrEnum):
    STARTED = "STARTED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    FAILED = "FAILED"
    AMBIGUOUS = "AMBIGUOUS"


class DeliveryAttempt(CompanyModel):
    """One POST to the callback, written before it is made; duration in milliseconds."""

    message: fields.ForeignKeyRelation[Message] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False
    )
    number = fields.IntField()
    outcome = fields.CharEnumField(
        AttemptOutcome, max_length=20, default=AttemptOutcome.STARTED
    )
    status_code = fields.IntField(null=True)
    error = fields.CharField(max_length=200, null=True)
    duration_ms = fields.IntField(null=True)

    class Meta:
        table = "delivery_attempts"
