"""Who is called by a note."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final
from uuid import UUID

from tortoise import fields

from models.database import fetch
from models.errors import Field, Invalid
from models.identity.member import Member
from models.tenancy import CompanyModel, current_company

if TYPE_CHECKING:
    from models.conversations.message import Message

MAX_MENTIONS: Final = 50


class MessageMention(CompanyModel):
    """A member whom a note mentions."""

    message: fields.ForeignKeyRelation["Message"] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    message_id: UUID
    member_id: UUID

    class Meta:
        table = "message_mentions"

    @classmethod
    async def keep(cls, message: "Message", member_ids: Sequence[UUID]) -> None:
        for id in member_ids:
            await cls.create(message_id=message.id, member_id=id)

    @classmethod
    async def of(cls, message_ids: Sequence[UUID]) -> dict[UUID, list[Member]]:
        """Who is mentioned by each that mentions somebody, in the order in which it does."""
        found: dict[UUID, list[Member]] = {}
        for row in await fetch(MENTIONED, current_company(), list(message_ids)):
            columns = dict(row)
            id = columns.pop("message_id")
            found.setdefault(id, []).append(Member._init_from_db(**columns))
        return found


def checked_mentions(members: Sequence[Member], *, note: bool) -> list[Member]:
    """Each once. Raises Invalid for what a contact would see, and for who cannot see it."""
    if not members:
        return []
    unique = list({member.id: member for member in members}.values())
    if not note:
        message = "Only a note can mention members: a contact never hears of them."
        raise Invalid.because("mentions", "MENTION_OUTSIDE_NOTE", message)
    if len(unique) > MAX_MENTIONS:
        message = f"A note can mention {MAX_MENTIONS} members at most."
        raise Invalid.because("mentions", "TOO_MANY", message)
    faults = [
        Field(f"mentions.{place}", "MEMBER_INACTIVE", f"{member.name} is disabled or gone.")
        for place, member in enumerate(members)
        if not member.is_active
    ]
    if faults:
        raise Invalid(faults)
    return unique


MENTIONED: Final = """
    SELECT n.message_id, m.*
    FROM message_mentions n
    JOIN members m ON m.company_id = n.company_id AND m.id = n.member_id
    WHERE n.company_id = $1 AND n.message_id = ANY ($2)
    ORDER BY n.id
"""
