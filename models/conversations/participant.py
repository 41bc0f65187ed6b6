"""The members who follow a conversation, whoever sees to it."""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.queryset import QuerySet

from models.clauses import Clause, Kind
from models.conversations.activity import Recorded, Side
from models.conversations.handling import MemberInactive
from models.errors import Forbidden
from models.events import Actor, Event, EventName
from models.identity.member import Member
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.conversations.conversation import Conversation
    from models.viewer import Viewer


class ParticipantRole(StrEnum):
    FOLLOWER = "FOLLOWER"
    MENTIONED = "MENTIONED"


class ConversationMember(CompanyModel):
    """A member who takes part: who follows by their own will, or was mentioned in a note."""

    conversation: fields.ForeignKeyRelation["Conversation"] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    conversation_id: UUID
    member_id: UUID
    role = fields.CharEnumField(ParticipantRole, max_length=20)
    muted = fields.BooleanField(default=False)

    class Meta:
        table = "conversation_members"


class Attended(Recorded):
    """What members take part in.

    Who comes and goes by themselves is told in the log alone; whom others bring in or send away, in
    a line of the thread, too.
    """

    class Meta:
        abstract = True

    async def add_participants(self, members: Sequence[Member], *, by: Actor) -> Self:
        """They follow from here on. Raises MemberInactive."""
        if not all(member.is_active for member in members):
            raise MemberInactive
        names = {member.id: member.name for member in members}
        async with self._held():
            await self._involve(list(names), ParticipantRole.FOLLOWER, by=by, names=names)
        return self

    async def remove_participants(self, members: Sequence[Member], *, by: Actor) -> Self:
        """They follow no more; a later mention brings them back."""
        names = {member.id: member.name for member in members}
        async with self._held():
            had = await self._participants()
            if gone := {each.member_id: each.id for each in had if each.member_id in names}:
                await ConversationMember.filter(id__in=list(gone.values())).delete()
                left = [each.member_id for each in had if each.member_id not in gone]
                sent = _side([name for id, name in names.items() if id in gone], of=gone, by=by)
                await self._tell_of(had, left, by=by, before=sent)
        return self

    async def mute(self, *, muted: bool, by: "Viewer") -> Self:
        """Whether what happens here is to be told to them; who mutes it takes part in it."""
        member_id = required_member(by)
        async with self._held():
            had = await self._participants()
            mine = next((each for each in had if each.member_id == member_id), None)
            if mine is None and muted:
                await self._involve([member_id], ParticipantRole.FOLLOWER, by=by, muted=True)
            elif mine is not None and mine.muted is not muted:
                mine.muted = muted
                await mine.save(update_fields=["muted"])
                await self._tell_of(had, [each.member_id for each in had], by=by)
        return self

    async def _involve(
        self,
        member_ids: Sequence[UUID],
        role: ParticipantRole,
        *,
        by: Actor,
        names: Mapping[UUID, str] = MappingProxyType({}),
        muted: bool = False,
    ) -> None:
        """Who is only mentioned so far follows from here on, if that is the role."""
        had = await self._participants()
        known = {each.member_id: each for each in had}
        new = [id for id in dict.fromkeys(member_ids) if id not in known]
        moved = [
            known[id]
            for id in dict.fromkeys(member_ids)
            if id in known and role is ParticipantRole.FOLLOWER and known[id].role is not role
        ]
        for each in moved:
            each.role = role
            await each.save(update_fields=["role"])
        for id in new:
            await ConversationMember.create(
                conversation_id=self.id, member_id=id, role=role, muted=muted
            )
        if new or moved:
            brought = _side([names[id] for id in new if id in names], of=new, by=by)
            await self._tell_of(had, [*known, *new], by=by, after=brought)

    async def _participants(self) -> list[ConversationMember]:
        return await ConversationMember.filter(conversation_id=self.id).order_by("id")

    async def _tell_of(
        self,
        had: Sequence[ConversationMember],
        now: Sequence[UUID],
        *,
        by: Actor,
        before: Side | None = None,
        after: Side | None = None,
    ) -> None:
        name: EventName = "conversation.participants_changed"
        changes = {"from": [each.member_id for each in had], "to": list(now)}
        if before or after:
            await self._record(name, by=by, changes=changes, before=before, after=after)
        else:
            await Event.record(name, self, actor=by, changes=changes)


def _side(names: Sequence[str], *, of: Collection[UUID], by: Actor) -> Side | None:
    """What a line says of them; nothing of who came or went by themselves."""
    return Side(", ".join(names)) if names and list(of) != [by.actor_id] else None


def attended(rows: QuerySet["Conversation"], member_id: UUID) -> QuerySet["Conversation"]:
    """Those of `rows` that this member takes part in."""
    return rows.filter(Clause(ATTENDED, (member_id,)))


def required_member(viewer: "Viewer") -> UUID:
    """Who is asking, who must be a person."""
    if viewer.member_id is None:
        raise Forbidden("Only a member can do this.")
    return viewer.member_id


ATTENDED: Final = Kind(
    1,
    lambda table, places: (
        f"EXISTS (SELECT FROM conversation_members p WHERE p.company_id = {table}.company_id "
        f"AND p.conversation_id = {table}.id AND p.member_id = {places[0]}::uuid)"
    ),
)
