"""The numbers by which people call their conversations."""

from tortoise import fields

from models.database import fetch
from models.identifiers import uuid7
from models.tenancy import CompanyModel, current_company


class ConversationCounter(CompanyModel):
    """The last conversation number a company gave out."""

    number = fields.IntField(default=0)

    class Meta:
        table = "conversation_counters"


async def next_number() -> int:
    """The company's next number; others wait for it until this transaction ends."""
    rows = await fetch(
        """
        INSERT INTO conversation_counters AS counter
            (id, company_id, number, created_at, updated_at)
        VALUES ($1, $2, 1, now(), now())
        ON CONFLICT (company_id) DO UPDATE SET number = counter.number + 1, updated_at = now()
        RETURNING number
        """,
        uuid7(),
        current_company(),
    )
    return int(rows[0]["number"])
