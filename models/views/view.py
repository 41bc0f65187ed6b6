"""A list of conversations that somebody keeps: what belongs in it, and in which order."""

from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.queryset import QuerySet

from models.checks import line
from models.conversations import Conversation
from models.database import transaction
from models.errors import Forbidden, Invalid, require_version
from models.events import Event
from models.events.meant import Place, meant_in
from models.idempotency import (
    MAX_CLIENT_ID,
    checked_client_id,
    fingerprint,
    insert,
    made_before,
)
from models.identity.member import Member
from models.queues import Queue
from models.tenancy import CompanyModel
from models.views.criteria import Criteria, narrowed

if TYPE_CHECKING:
    from models.viewer import Viewer

MAX_NAME: Final = 100
MOST: Final = 200  # of a company
SHARES: Final = "conversations:assign"  # what it takes to keep a list for others, too


class ViewVisibility(StrEnum):
    OWN = "OWN"
    QUEUE = "QUEUE"
    ALL = "ALL"


class View(CompanyModel):
    """A saved list: OWN is its owner's alone, QUEUE is for the members of a queue."""

    name = fields.CharField(max_length=MAX_NAME)
    criteria: Any = fields.JSONField(default=dict)
    order_by = fields.CharField(max_length=30)
    direction = fields.CharField(max_length=4)
    visibility = fields.CharEnumField(ViewVisibility, max_length=20, default=ViewVisibility.OWN)
    owner: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    queue: fields.ForeignKeyNullableRelation[Queue] = fields.ForeignKeyField(
        "models.Queue", related_name=False, db_constraint=False, null=True
    )
    owner_id: UUID | None
    queue_id: UUID | None
    position = fields.IntField(default=0)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=MAX_CLIENT_ID, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "views"

    @classmethod
    async def keep(
        cls,
        name: str,
        criteria: Criteria,
        *,
        by: "Viewer",
        order_by: str,
        direction: str,
        visibility: ViewVisibility = ViewVisibility.OWN,
        queue_id: UUID | None = None,
        position: int = 0,
        client_id: str | None = None,
    ) -> Self:
        """A new one. The same `client_id` with the same input is the same view."""
        name, client_id = checked_name(name), checked_client_id(client_id)
        narrowed(Conversation.all(), criteria, by=by)
        _require_shape(visibility, queue_id, by=by)
        asked = fingerprint(
            by.actor_id, name, criteria, order_by, direction, visibility, queue_id, position
        )
        view = cls(
            name=name,
            criteria=dict(criteria),
            order_by=order_by,
            direction=direction,
            visibility=visibility,
            owner_id=by.member_id,
            queue_id=queue_id,
            position=position,
            client_id=client_id,
            client_hash=client_id and asked,
        )
        async with transaction():
            if await cls.all().count() >= MOST:
                message = f"A company keeps {MOST} views at most."
                raise Invalid.because("name", "TOO_MANY", message)
            if await insert(view):
                await view._record("view.created", by=by)
                return view
        earlier = await made_before(cls, client_id, asked)
        assert earlier is not None
        return earlier

    async def change(self, *, by: "Viewer", version: int | None = None, **columns: Any) -> Self:
        """Raises Conflict when the version has moved, and Forbidden."""
        if "name" in columns:
            columns["name"] = checked_name(columns["name"])
        narrowed(Conversation.all(), columns.get("criteria", self.criteria), by=by)
        async with transaction():
            await self.lock()
            self._require_theirs(by)
            require_version(version, self.version)
            changed = {name: to for name, to in columns.items() if getattr(self, name) != to}
            earlier = self._place
            if changed.get("visibility") is ViewVisibility.OWN and self.owner_id is None:
                changed["owner_id"] = by.member_id  # an API key made it, and has none of its own
            if changed:
                self.update_from_dict(changed | {"version": self.version + 1})
                _require_shape(self.visibility, self.queue_id, by=by)
                await self.save(update_fields=[*changed, "version"])
                await self._record("view.updated", by=by, earlier=earlier)
        return self

    async def drop(self, *, by: "Viewer", version: int | None = None) -> None:
        async with transaction():
            await self.lock()
            self._require_theirs(by)
            require_version(version, self.version)
            await self.delete()
            await self._record("view.deleted", by=by)

    def conversations(self, *, by: "Viewer") -> QuerySet[Conversation]:
        """What of it they see."""
        return narrowed(by.conversations, self.criteria, by=by)

    def _require_theirs(self, by: "Viewer") -> None:
        own = self.owner_id is not None and self.owner_id == by.member_id
        if not own and not by.may(SHARES):
            raise Forbidden("Only its owner and supervisors can change a view.")

    @property
    def _place(self) -> Place:
        return Place(self.visibility, self.owner_id, self.queue_id)

    async def _record(self, name: Any, *, by: "Viewer", earlier: Place | None = None) -> None:
        changes: dict[str, Any] = {"visibility": self.visibility, "owner_id": self.owner_id}
        changes |= meant_in(earlier or self._place, self._place)
        await Event.record(name, self, actor=by, changes=changes)


def checked_name(name: str) -> str:
    return line("name", name, longest=MAX_NAME)


def _require_shape(visibility: ViewVisibility, queue_id: UUID | None, *, by: "Viewer") -> None:
    if (visibility is ViewVisibility.QUEUE) != (queue_id is not None):
        message = "A view of a queue names the queue, and no other view does."
        raise Invalid.because("queueId", "QUEUE_OF_VIEW", message)
    if visibility is ViewVisibility.OWN and by.member_id is None:
        message = "Only a member has views of their own."
        raise Invalid.because("visibility", "NOT_A_MEMBER", message)
    if visibility is not ViewVisibility.OWN:
        by.require(SHARES)
