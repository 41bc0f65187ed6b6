"""A user in one company."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.queryset import QuerySet

from models.checks import line
from models.database import transaction
from models.errors import Invalid, NotFound
from models.events import Event
from models.identity.api_key import ApiKey
from models.identity.invitation import Invitation
from models.identity.permissions import PERMISSIONS, Role, to_grant
from models.identity.refusals import LastOwner, NotAMember
from models.identity.session import EndReason, Session
from models.identity.standing import require_still
from models.job import REPLACE, Job
from models.queues.wants import RELEASE, want_routing
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.viewer import Viewer

MAX_CAPACITY: Final = 1_000


class Availability(StrEnum):
    ONLINE = "ONLINE"
    AWAY = "AWAY"
    BUSY = "BUSY"
    OFFLINE = "OFFLINE"


class Member(CompanyModel):
    """A user in one company, with a role; name and e-mail are the company's own copy."""

    user_id = fields.UUIDField()
    name = fields.CharField(max_length=200)
    email = fields.CharField(max_length=254)
    role = fields.CharEnumField(Role, max_length=20)
    availability = fields.CharEnumField(Availability, max_length=20, default=Availability.ONLINE)
    capacity = fields.IntField(default=10)  # conversations open at once, that routing may give
    disabled_at = fields.DatetimeField(null=True)
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "members"

    @classmethod
    def active(cls) -> QuerySet["Member"]:
        """Those who may sign in."""
        return cls.filter(disabled_at=None, removed_at=None)

    @classmethod
    async def of(cls, viewer: "Viewer") -> Self:
        """The viewer's own row. Raises NotAMember for an API key."""
        if viewer.member_id is None:
            raise NotAMember
        return await cls.get(id=viewer.member_id)

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None and self.removed_at is None

    @property
    def actor_kind(self) -> str:
        return "MEMBER"

    @property
    def actor_id(self) -> UUID:
        return self.id

    async def update(
        self, *, name: str | None = None, availability: Availability | None = None, by: "Viewer"
    ) -> Self:
        """What members say of themselves."""
        wanted = {
            "name": None if name is None else line("name", name, longest=200),
            "availability": availability,
        }
        async with transaction():
            await self.lock()
            changes = {
                column: value
                for column, value in wanted.items()
                if value is not None and value != getattr(self, column)
            }
            if changes:
                self.update_from_dict(changes)
                await self.save(update_fields=list(changes))
                told = {"fields": sorted(changes)}
                await Event.record("member.updated", self, actor=by, changes=told)
                if changes.get("availability") is Availability.ONLINE:
                    await want_routing(members=[self.id])
        return self

    async def set_capacity(self, capacity: int, *, by: "Viewer") -> Self:
        """How many conversations routing may have them be busy with at once."""
        if not 0 <= capacity <= MAX_CAPACITY:
            message = f"`capacity` must be from 0 to {MAX_CAPACITY}."
            raise Invalid.because("capacity", "OUT_OF_RANGE", message)
        async with transaction():
            await self.lock()
            if self.capacity != capacity:
                self.capacity = capacity
                await self.save(update_fields=["capacity"])
                await Event.record(
                    "member.updated", self, actor=by, changes={"fields": ["capacity"]}
                )
                await want_routing(members=[self.id])
        return self

    async def change_role(self, role: Role, *, by: "Viewer") -> Self:
        """Only owners make owners or change them. Raises LastOwner."""
        async with transaction():
            owners = await self._hold()
            await self._require_power(by, role)
            if role is not self.role:
                self._require_another_owner(owners)
                changes = {"from": self.role, "to": role}
                self.role = role
                await self.save(update_fields=["role"])
                await self._withdraw_beyond(PERMISSIONS[role], by=by)
                await Event.record("member.role_changed", self, actor=by, changes=changes)
        return self

    async def disable(self, *, by: "Viewer") -> Self:
        """Lock them out until enabled again. Raises LastOwner."""
        async with transaction():
            owners = await self._hold()
            await self._require_power(by)
            if self.disabled_at is None:
                self._require_another_owner(owners)
                self.disabled_at = datetime.now(UTC)
                await self.save(update_fields=["disabled_at"])
                await self._shut_out("MEMBER_DISABLED", by=by)
                await Event.record("member.disabled", self, actor=by)
        return self

    async def enable(self, *, by: "Viewer") -> Self:
        async with transaction():
            await self._hold()
            await self._require_power(by)
            if self.disabled_at is not None:
                self.disabled_at = None
                await self.save(update_fields=["disabled_at"])
                await Event.record("member.enabled", self, actor=by)
                await want_routing(members=[self.id])
        return self

    async def remove(self, *, by: "Viewer") -> Self:
        """Take them out of the company; what they wrote stays theirs. Raises LastOwner."""
        async with transaction():
            owners = await self._hold()
            await self._require_power(by)
            self._require_another_owner(owners)
            self.removed_at = datetime.now(UTC)
            await self.save(update_fields=["removed_at"])
            await self._shut_out("MEMBER_REMOVED", by=by)
            await Event.record("member.removed", self, actor=by)
        return self

    async def _hold(self) -> set[UUID]:
        """Lock all owners, then this member; the ids of the owners.

        The owners come first and in one order: two who demote each other take turns, and the
        second sees what the first left.
        """
        owners = Member.active().filter(company_id=self.company_id, role=Role.OWNER)
        held = await owners.order_by("id").select_for_update(no_key=True)
        await self.lock()
        if self.removed_at is not None:
            raise NotFound
        return {owner.id for owner in held}

    async def _require_power(self, by: "Viewer", *roles: Role) -> None:
        await require_still(by, *[to_grant(role) for role in (self.role, *roles)])

    def _require_another_owner(self, owners: set[UUID]) -> None:
        if owners == {self.id}:
            raise LastOwner

    async def _shut_out(self, reason: EndReason, *, by: "Viewer") -> None:
        await Session.end_each(Session.filter(member_id=self.id), reason=reason, by=by)
        await self._withdraw_beyond(frozenset(), by=by)
        payload = {"member_id": str(self.id)}
        await Job.enqueue(RELEASE, payload, unique_key=str(self.id), mode=REPLACE)

    async def _withdraw_beyond(self, permissions: frozenset[str], *, by: "Viewer") -> None:
        """What they made may not outlast what they may do."""
        await ApiKey.revoke_beyond(permissions, made_by=self.id, by=by)
        await Invitation.revoke_beyond(permissions, made_by=self.id, by=by)
