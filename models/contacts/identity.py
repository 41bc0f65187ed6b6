"""The handles by which inboxes know a contact."""

from typing import TYPE_CHECKING, Self
from uuid import UUID

from tortoise import fields

from models.inboxes.inbox import Inbox
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.contacts.contact import Contact


class ContactIdentity(CompanyModel):
    """The handle by which one inbox knows a contact."""

    contact: fields.ForeignKeyRelation["Contact"] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False
    )
    inbox: fields.ForeignKeyRelation[Inbox] = fields.ForeignKeyField(
        "models.Inbox", related_name=False, db_constraint=False
    )
    contact_id: UUID
    inbox_id: UUID
    external_id = fields.CharField(max_length=200)

    class Meta:
        table = "contact_identities"

    @classmethod
    async def of(cls, contact: "Contact", inbox: Inbox) -> Self:
        """The handle of a contact in an inbox: the latest, or their own id as their first one."""
        handles = cls.filter(contact_id=contact.id, inbox_id=inbox.id)
        return await handles.order_by("-id").first() or await cls.create(
            contact_id=contact.id, inbox_id=inbox.id, external_id=str(contact.id)
        )
