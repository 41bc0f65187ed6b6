"""That two contacts turned out to be one, and what became of what was known of them."""

from typing import Any
from uuid import UUID

from tortoise import fields

from models.contacts.authored import Authored
from models.contacts.contact import Contact


class ContactMerge(Authored):
    """`moved` is what went over, `taken` what the other filled in, `kept` what it has otherwise."""

    into: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False
    )
    source: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False
    )
    into_id: UUID
    source_id: UUID
    moved: Any = fields.JSONField(default=dict)
    taken: Any = fields.JSONField(default=list)
    kept: Any = fields.JSONField(default=dict)

    class Meta:
        table = "contact_merges"
