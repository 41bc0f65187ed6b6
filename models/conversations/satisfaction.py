"""What contacts say of how they were helped."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import Checks, text
from models.contacts.contact import Contact
from models.database import transaction
from models.errors import Invalid, Refusal
from models.identity.member import Member
from models.inboxes.inbox import Inbox
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.conversation import Conversation
    from models.conversations.message import Message
    from models.conversations.rated import Rated

WORST, BEST = 1, 5
MAX_COMMENT: Final = 2_000
ANSWER_WITHIN: Final = timedelta(days=7)


class SatisfactionExpired(Refusal):
    """It is too late to rate this. The time to do it was told when it was asked for."""

    code = "SATISFACTION_EXPIRED"


class SatisfactionRated(Refusal):
    """This has been rated already, and that is final."""

    code = "SATISFACTION_RATED"
    cure = "The next time that a conversation is resolved, the contact is asked again."


class SatisfactionRequest(CompanyModel):
    """A contact was asked how they were helped; the answer, once there is one, is final."""

    conversation: fields.ForeignKeyRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    inbox: fields.ForeignKeyRelation[Inbox] = fields.ForeignKeyField(
        "models.Inbox", related_name=False, db_constraint=False
    )
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "models.Contact", related_name=False, db_constraint=False
    )
    # Who saw to the conversation when it was resolved: the one that is rated.
    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    message: fields.ForeignKeyRelation["Message"] = fields.ForeignKeyField(
        "models.Message", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    inbox_id: UUID
    contact_id: UUID
    member_id: UUID | None
    message_id: UUID
    expires_at = fields.DatetimeField()
    rating = fields.SmallIntField(null=True)
    comment = fields.TextField(null=True)
    rated_at = fields.DatetimeField(null=True)

    class Meta:
        table = "satisfaction_requests"

    @classmethod
    async def keep(cls, conversation: "Rated", message: "Message") -> Self:
        """The message asks; whoever has the conversation now is who will be rated."""
        return await cls.create(
            conversation_id=conversation.id,
            inbox_id=conversation.inbox_id,
            contact_id=conversation.contact_id,
            member_id=conversation.assignee_id,
            message_id=message.id,
            expires_at=datetime.now(UTC) + ANSWER_WITHIN,
        )

    @classmethod
    async def is_open_in(cls, conversation_id: UUID) -> bool:
        """Is there a question that can still be answered?"""
        now = datetime.now(UTC)
        asked = cls.filter(conversation_id=conversation_id, rated_at=None, expires_at__gt=now)
        return await asked.exists()

    async def rate(self, rating: int, comment: str | None = None) -> Self:
        """From 1 to 5, once; the same again changes nothing.

        Raises SatisfactionExpired and SatisfactionRated.
        """
        checks = Checks()
        checks.run(_require_rating, rating)
        said = checks.run(_comment, comment)
        checks.refuse()
        async with transaction():
            conversation = await (await self.conversation).lock()
            await self.lock()
            if self.rated_at is not None:
                if (self.rating, self.comment) == (rating, said):
                    return self
                raise SatisfactionRated
            now = datetime.now(UTC)
            if self.expires_at <= now:
                raise SatisfactionExpired
            self.update_from_dict({"rating": rating, "comment": said, "rated_at": now})
            await self.save(update_fields=["rating", "comment", "rated_at"])
            contact = await Contact.get(id=conversation.contact_id)  # not locked: they come before
            await conversation.tell_rated(rating, member_id=self.member_id, by=contact)
        return self


def _require_rating(rating: int) -> None:
    if not WORST <= rating <= BEST:
        message = f"`rating` must be {WORST} to {BEST}."
        raise Invalid.because("rating", "OUT_OF_RANGE", message)


def _comment(comment: str | None) -> str | None:
    if comment is None or not comment.strip():
        return None
    return text("comment", comment, longest=MAX_COMMENT)
