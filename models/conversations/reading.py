"""How far each member has read."""

from typing import TYPE_CHECKING, Final
from uuid import UUID

from tortoise import fields

from models.conversations.conversation import Conversation
from models.conversations.message import Direction, Message
from models.database import fetch, transaction
from models.errors import Forbidden, NotFound
from models.events import Event, EventName
from models.identifiers import uuid7
from models.identity.member import Member
from models.tenancy import CompanyModel, current_company

if TYPE_CHECKING:
    from models.viewer import Viewer


class ConversationRead(CompanyModel):
    """How far one member has read one conversation; unread is its `inbound_count` less this."""

    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    member_id: UUID
    inbound_count = fields.IntField(default=0)

    class Meta:
        table = "conversation_reads"

    @classmethod
    async def advance(
        cls, conversation: Conversation, *, by: "Viewer", up_to: Message | None = None
    ) -> None:
        """All of it, or up to and with a message, is read by them; never less than before."""
        count = _inbound_count(conversation, up_to)
        if count > 0:
            await cls._mark("conversation.read", FORWARD, conversation, count, by=by)

    @classmethod
    async def rewind(
        cls, conversation: Conversation, *, by: "Viewer", to: Message | None = None
    ) -> None:
        """This message and what follows, or else the last inbound one, is unread again."""
        count = _inbound_count(conversation, to)
        if to is None or to.direction is Direction.INBOUND:
            count -= 1
        await cls._mark("conversation.marked_unread", BACK, conversation, max(count, 0), by=by)

    @classmethod
    async def unread_in(cls, viewer: "Viewer") -> int:
        """How many unresolved conversations hold something this member has not read."""
        sight = viewer.sight
        if sight is None:
            rows = await fetch(UNREAD, current_company(), viewer.member_id)
        else:
            seen = f"{UNREAD} AND {sight.condition('c', '$2', '$3')}"
            rows = await fetch(seen, current_company(), *sight.values)
        return int(rows[0]["unread"])

    @classmethod
    async def _mark(
        cls, event: EventName, sql: str, conversation: Conversation, count: int, *, by: "Viewer"
    ) -> None:
        if by.member_id is None:
            raise Forbidden("Only members read.")
        async with transaction():
            ids = (uuid7(), current_company(), conversation.id, by.member_id)
            if await fetch(sql, *ids, count):
                changes = {"inbound_count": count}
                await Event.record(event, conversation, actor=by, changes=changes)


def _inbound_count(conversation: Conversation, message: Message | None) -> int:
    if message is None:
        return conversation.inbound_count
    if message.conversation_id != conversation.id:
        raise NotFound
    return message.inbound_count


FORWARD: Final = """
    INSERT INTO conversation_reads AS known
        (id, company_id, conversation_id, member_id, inbound_count, created_at, updated_at)
    VALUES ($1, $2, $3, $4, $5, now(), now())
    ON CONFLICT (company_id, conversation_id, member_id)
        DO UPDATE SET inbound_count = excluded.inbound_count, updated_at = now()
        WHERE known.inbound_count < excluded.inbound_count
    RETURNING id
"""
BACK: Final = """
    UPDATE conversation_reads SET inbound_count = $5, updated_at = now()
    WHERE $1::uuid IS NOT NULL AND company_id = $2 AND conversation_id = $3 AND member_id = $4
        AND inbound_count > $5
    RETURNING id
"""
UNREAD: Final = """
    SELECT count(*) AS unread
    FROM conversations AS c
    LEFT JOIN conversation_reads AS r
        ON r.company_id = c.company_id AND r.conversation_id = c.id AND r.member_id = $2
    WHERE c.company_id = $1 AND c.status IN ('PENDING', 'OPEN', 'SNOOZED')
        AND c.inbound_count > coalesce(r.inbound_count, 0)
"""
