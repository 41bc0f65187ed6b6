"""Somebody who writes to a company."""

from typing import Any

from tortoise import fields

from models.inboxes.inbox import Inbox
from models.tenancy import CompanyModel


class Contact(CompanyModel):
    """A person outside the company; e-mail lower-case, phone in E.164."""

    name = fields.CharField(max_length=200)
    email = fields.CharField(max_length=254, null=True)
    phone = fields.CharField(max_length=16, null=True)
    locale = fields.CharField(max_length=35, null=True)
    custom_attributes: Any = fields.JSONField(default=dict)
    blocked_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)
    last_activity_at = fields.DatetimeField(null=True)

    class Meta:
        table = "contacts"


class ContactIdentity(CompanyModel):
    """The handle by which one inbox knows a contact."""

    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False
    )
    inbox: fields.ForeignKeyRelation[Inbox] = fields.ForeignKeyField(
        "models.Inbox", related_name=False, db_constraint=False
    )
    external_id = fields.CharField(max_length=200)

    class Meta:
        table = "contact_identities"
