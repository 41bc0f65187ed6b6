"""The numbers by which people call their conversations."""

from uuid import UUID

from tortoise import fields

from models.database import fetch
from models.identifiers import uuid7
from models.tenancy import CompanyModel, current_company


class ConversationCounter(CompanyModel):
    """The last conversation number a company gave out."""

    number = fields.IntField(default=0)

    class Meta:
        table = "conversation_counters"


async def next_number(*, inbox_id: UUID | None = None) -> tuple[int, UUID | None]:
    """The company's next number, and the queue in which what comes to this inbox begins.

    Others wait for the number until this transaction ends.
    """
    rows = await fetch(
        """
        INSERT INTO conversation_counters AS counter
            (id, company_id, number, created_at, updated_at)
        VALUES ($1, $2, 1, now(), now())
        ON CONFLICT (company_id) DO UPDATE SET number = counter.number + 1, updated_at = now()
        RETURNING number, (
            SELECT q.id FROM inboxes i
            JOIN queues q ON q.company_id = $2 AND q.id = i.default_queue_id
            WHERE i.company_id = $2 AND i.id = $3 AND q.archived_at IS NULL)
        """,
        uuid7(),
        current_company(),
        inbox_id,
    )
    return tuple(rows[0])
