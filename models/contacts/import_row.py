"""The rows of a file that could not be imported."""

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.contacts.importing import ContactImport


class ContactImportRow(CompanyModel):
    """Why a row was left out; `line` is where it begins in the file, the header being in line 1."""

    contact_import: fields.ForeignKeyRelation["ContactImport"] = fields.ForeignKeyField(
        "models.ContactImport", related_name=False, db_constraint=False
    )
    contact_import_id: UUID
    line = fields.IntField()
    field = fields.CharField(max_length=100, null=True)
    code = fields.CharField(max_length=50)
    message = fields.CharField(max_length=500)

    class Meta:
        table = "contact_import_rows"
