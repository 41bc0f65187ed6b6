"""Which conversation has which labels."""

from typing import TYPE_CHECKING
from uuid import UUID

from tortoise import fields

from models.conversations.label import Label
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.conversation import Conversation


class ConversationLabel(CompanyModel):
    """A label that a conversation has."""

    conversation: fields.ForeignKeyRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    label: fields.ForeignKeyRelation[Label] = fields.ForeignKeyField(
        "models.Label", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    label_id: UUID

    class Meta:
        table = "conversation_labels"
