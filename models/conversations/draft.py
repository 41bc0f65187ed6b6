"""What a member has begun to write and not sent yet; nobody else ever sees it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from tortoise import fields

from models.conversations.message import checked_body
from models.conversations.participant import required_member
from models.database import transaction
from models.errors import require_version
from models.events import Event, EventName
from models.idempotency import insert
from models.identity.member import Member
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.conversation import Conversation
    from models.viewer import Viewer


class DraftKind(StrEnum):
    REPLY = "REPLY"
    NOTE = "NOTE"


class Draft(CompanyModel):
    """One for each member, conversation and kind."""

    conversation: fields.ForeignKeyRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    member_id: UUID
    kind = fields.CharEnumField(DraftKind, max_length=20)
    body = fields.TextField()
    version = fields.IntField(default=1)

    class Meta:
        table = "drafts"

    @classmethod
    async def keep(
        cls,
        conversation: "Conversation",
        kind: DraftKind,
        body: str,
        *,
        by: "Viewer",
        version: int | None = None,
    ) -> Self:
        """What they have written so far; `version` is that of the draft they saw, 0 of none.

        Raises Conflict when another window of theirs has saved since.
        """
        body = checked_body(body)
        place: dict[str, Any] = {
            "conversation_id": conversation.id,
            "member_id": required_member(by),
            "kind": kind,
        }
        async with transaction():
            draft = await cls.get_or_none(**place)
            if draft is None:
                require_version(version, 0)
                draft = cls(**place, body=body)
                if await insert(draft):
                    await draft._tell("draft.saved", by=by)
                    return draft
                draft = await cls.get(**place)  # another window was faster
            await draft.lock()
            if draft.body != body:
                require_version(version, draft.version)
                draft.body, draft.version = body, draft.version + 1
                await draft.save(update_fields=["body", "version"])
                await draft._tell("draft.saved", by=by)
        return draft

    async def discard(self, *, by: "Viewer", version: int | None = None) -> Self:
        """Throw it away."""
        async with transaction():
            await self.lock()
            require_version(version, self.version)
            await self.delete()
            await self._tell("draft.deleted", by=by)
        return self

    @classmethod
    async def clear(cls, conversation: "Conversation", kind: DraftKind, *, by: "Viewer") -> None:
        """It has been sent."""
        drafts = cls.filter(conversation_id=conversation.id, member_id=by.member_id, kind=kind)
        for draft in await drafts:
            await draft.discard(by=by)

    @classmethod
    async def of(cls, keys: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], list[Self]]:
        """By member and conversation; all of one member."""
        found: dict[tuple[UUID, UUID], list[Self]] = {}
        ids = [conversation_id for _, conversation_id in keys]
        theirs = cls.filter(member_id=keys[0][0], conversation_id__in=ids)
        for draft in await theirs.order_by("id"):
            found.setdefault((draft.member_id, draft.conversation_id), []).append(draft)
        return found

    async def _tell(self, name: EventName, *, by: "Viewer") -> None:
        changes = {"member_id": self.member_id, "kind": self.kind, "version": self.version}
        await Event.record(name, self, actor=by, changes=changes)
