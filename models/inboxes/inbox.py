"""One configured connection to a channel."""

from enum import StrEnum

from tortoise import fields

from models.tenancy import CompanyModel


class InboxKind(StrEnum):
    API = "API"


class AfterResolve(StrEnum):
    """What a new message of a contact does when their last conversation is resolved."""

    REOPEN = "REOPEN"
    START_NEW = "START_NEW"


class Inbox(CompanyModel):
    """Where a company's contacts write; an API inbox has a callback for what is answered."""

    name = fields.CharField(max_length=100)
    kind = fields.CharEnumField(InboxKind, max_length=20)
    callback_url = fields.CharField(max_length=2000, null=True)
    sealed_secret = fields.TextField()
    after_resolve = fields.CharEnumField(
        AfterResolve, max_length=20, default=AfterResolve.REOPEN
    )
    disabled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "inboxes"
