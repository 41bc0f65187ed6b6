"""What a company wants to know of contacts and conversations: typed attributes of its own."""

from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from tortoise import fields

from models.tenancy import CompanyModel

MAX_KEY: Final = 64
MAX_LABEL: Final = 100
MAX_PATTERN: Final = 200
MAX_TEXT: Final = 500


class AttributeTarget(StrEnum):
    CONTACT = "CONTACT"
    CONVERSATION = "CONVERSATION"


class AttributeType(StrEnum):
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    LIST = "LIST"
    LINK = "LINK"


class AttributeDefinition(CompanyModel):
    """One attribute that a company keeps; its key is unique among those not archived."""

    target = fields.CharEnumField(AttributeTarget, max_length=20)
    key = fields.CharField(max_length=MAX_KEY)
    label = fields.CharField(max_length=MAX_LABEL)
    type = fields.CharEnumField(AttributeType, max_length=20)
    options: Any = fields.JSONField(default=list)
    pattern = fields.CharField(max_length=MAX_PATTERN, null=True)
    required = fields.BooleanField(default=False)
    archived_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "attribute_definitions"


class AttributeValue(CompanyModel):
    """A value of a contact or a conversation once more, where an index finds it by value."""

    definition: fields.ForeignKeyRelation[AttributeDefinition] = fields.ForeignKeyField(
        "models.AttributeDefinition", related_name=False, db_constraint=False
    )
    contact: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False, null=True
    )
    conversation: fields.ForeignKeyNullableRelation[Any] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False, null=True
    )
    definition_id: UUID
    contact_id: UUID | None
    conversation_id: UUID | None
    text_value = fields.CharField(max_length=MAX_TEXT, null=True)
    number_value = fields.FloatField(null=True)

    class Meta:
        table = "attribute_values"
