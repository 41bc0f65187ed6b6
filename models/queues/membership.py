"""Who is in a queue, and how much may be given to them."""

from enum import StrEnum
from typing import TYPE_CHECKING, Self
from uuid import UUID

from tortoise import fields

from models.database import transaction
from models.errors import NotFound
from models.events import Event, EventName
from models.idempotency import insert
from models.queues.queue import Queue
from models.queues.wants import want_routing
from models.tenancy import CompanyModel

if TYPE_CHECKING:
    from models.identity.member import Member
    from models.viewer import Viewer


class Level(StrEnum):
    """A backup is given only what no primary member can take."""

    PRIMARY = "PRIMARY"
    BACKUP = "BACKUP"


class QueueMember(CompanyModel):
    """`given_at` is when routing last gave or offered them something: whose turn it is."""

    queue: fields.ForeignKeyRelation[Queue] = fields.ForeignKeyField(
        "models.Queue", related_name=False, db_constraint=False
    )
    member: fields.ForeignKeyRelation["Member"] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False
    )
    queue_id: UUID
    member_id: UUID
    level = fields.CharEnumField(Level, max_length=20, default=Level.PRIMARY)
    given_at = fields.DatetimeField(null=True)

    class Meta:
        table = "queue_members"

    @classmethod
    async def add(cls, queue: Queue, member: "Member", level: Level, *, by: "Viewer") -> Self:
        """Who is in it already is in it at this level from now on."""
        async with transaction():
            await queue.lock()
            joined = cls(queue_id=queue.id, member_id=member.id, level=level)
            if not await insert(joined):
                joined = await cls.get(queue_id=queue.id, member_id=member.id)
                return await joined._put(queue, level, by=by)
            await joined._tell("queue.member_added", queue, by=by)
        return joined

    @classmethod
    async def change(cls, queue: Queue, member: "Member", level: Level, *, by: "Viewer") -> Self:
        async with transaction():
            await queue.lock()
            return await (await cls._of(queue, member))._put(queue, level, by=by)

    @classmethod
    async def remove(cls, queue: Queue, member: "Member", *, by: "Viewer") -> Queue:
        """What they are busy with stays with them; what they have on offer times out."""
        async with transaction():
            await queue.lock()
            joined = await cls.get_or_none(queue_id=queue.id, member_id=member.id)
            if joined is not None:
                await joined.delete()
                await joined._tell("queue.member_removed", queue, by=by)
        return queue

    @classmethod
    async def _of(cls, queue: Queue, member: "Member") -> Self:
        joined = await cls.get_or_none(queue_id=queue.id, member_id=member.id)
        if joined is None:
            raise NotFound
        return joined

    async def _put(self, queue: Queue, level: Level, *, by: "Viewer") -> Self:
        if self.level is not level:
            self.level = level
            await self.save(update_fields=["level"])
            await self._tell("queue.member_changed", queue, by=by)
        return self

    async def _tell(self, name: EventName, queue: Queue, *, by: "Viewer") -> None:
        changes = {"member_id": self.member_id, "level": self.level}
        await Event.record(name, queue, actor=by, changes=changes)
        await want_routing(queues=[queue.id])
