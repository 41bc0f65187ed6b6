"""Contacts that have something in common, found by a filter that is kept under a name."""

from typing import TYPE_CHECKING, Any, Final, Self

from tortoise import fields
from tortoise.queryset import QuerySet

from models.checks import Checks, line
from models.contacts.authored import Authored, author
from models.contacts.contact import Contact
from models.contacts.filters import ContactFilter
from models.database import transaction
from models.errors import Refusal, require_version
from models.events import Event
from models.idempotency import checked_client_id, fingerprint, insert, made_before

if TYPE_CHECKING:
    from models.viewer import Viewer

MAX_NAME: Final = 100
COUNTED: Final = 10_000


class SegmentExists(Refusal):
    """There is a segment of this name. Choose another name."""

    code = "SEGMENT_EXISTS"


class Segment(Authored):
    """Who is in it is found out each time; each change moves `version`."""

    name = fields.CharField(max_length=MAX_NAME)
    conditions: Any = fields.JSONField(default=dict)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "segments"

    @classmethod
    async def make(
        cls, name: str, filter: Any, *, by: "Viewer", client_id: str | None = None
    ) -> Self:
        """A new segment. The same `client_id` with the same input is the same one."""
        checks = Checks()
        name = checks.run(line, "name", name, longest=MAX_NAME) or ""
        conditions = checks.run(_kept, filter)
        client_id = checks.run(checked_client_id, client_id)
        checks.refuse()
        asked = fingerprint(by.actor_id, name, conditions)
        segment = cls(
            name=name,
            conditions=conditions,
            client_id=client_id,
            client_hash=client_id and asked,
            **author(by),
        )
        async with transaction():
            if await insert(segment):
                await Event.record("segment.created", segment, actor=by)
                return segment
        earlier = await made_before(cls, client_id, asked)
        if earlier is None:
            raise SegmentExists
        return earlier

    async def revise(
        self,
        *,
        by: "Viewer",
        name: str | None = None,
        filter: Any = None,
        version: int | None = None,
    ) -> Self:
        """Change what is given. Raises Conflict when it has moved since `version`."""
        checks = Checks()
        wanted: dict[str, Any] = {}
        if name is not None:
            wanted["name"] = checks.run(line, "name", name, longest=MAX_NAME)
        if filter is not None:
            wanted["conditions"] = checks.run(_kept, filter)
        checks.refuse()
        async with transaction():
            await self.lock()
            changed = {key: of for key, of in wanted.items() if getattr(self, key) != of}
            if changed:
                require_version(version, self.version)
                if "name" in changed and await type(self).get_or_none(name=changed["name"]):
                    raise SegmentExists
                self.update_from_dict({**changed, "version": self.version + 1})
                await self.save(update_fields=[*changed, "version"])
                changes = {"fields": sorted(changed)}
                await Event.record("segment.updated", self, actor=by, changes=changes)
        return self

    async def discard(self, *, by: "Viewer", version: int | None = None) -> Self:
        """Forget the segment; its contacts stay."""
        async with transaction():
            await self.lock()
            require_version(version, self.version)
            await self.delete()
            await Event.record("segment.deleted", self, actor=by)
        return self

    def among(self, contacts: QuerySet[Contact]) -> QuerySet[Contact]:
        """Those of `contacts` that are in it now."""
        return ContactFilter.read(self.conditions).among(contacts)


async def counted(contacts: QuerySet[Contact]) -> int:
    """How many there are, but not beyond COUNTED + 1."""
    return len(await contacts.limit(COUNTED + 1).values_list("id", flat=True))


def _kept(filter: Any) -> dict[str, Any]:
    return ContactFilter.read(filter).kept()
