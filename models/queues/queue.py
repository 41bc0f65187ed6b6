"""A department: who is in it, and how what waits there finds one of them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.exceptions import IntegrityError

from models.checks import Checks
from models.database import execute, fetch, flush, transaction
from models.errors import Field, Invalid, Refusal, require_version
from models.events import Event, EventName
from models.idempotency import checked_client_id, fingerprint, insert, made_before
from models.queues.business_hours import BusinessHours
from models.queues.details import MAX_DESCRIPTION, MAX_NAME, MAX_REPLY, cleaned, require_whole
from models.queues.wants import want_routing
from models.tenancy import CompanyModel, current_company, locked

if TYPE_CHECKING:
    from models.viewer import Viewer

# What routing goes by.
ROUTING: Final = frozenset({"assignment", "accept_timeout_seconds"})
OVERFLOW: Final = frozenset({"overflow_queue_id", "overflow_after_seconds"})


class Assignment(StrEnum):
    """Who is given what waits: nobody, those in turn, or whoever has least."""

    MANUAL = "MANUAL"
    ROUND_ROBIN = "ROUND_ROBIN"
    LEAST_BUSY = "LEAST_BUSY"


class QueueArchived(Refusal):
    """This queue is archived. Choose another one, or restore it."""

    code = "QUEUE_ARCHIVED"


class QueueInUse(Refusal):
    """An inbox begins in this queue, or another queue overflows into it. Change those first."""

    code = "QUEUE_IN_USE"


class Queue(CompanyModel):
    """With `accept_timeout_seconds` a conversation is offered, not given, to the one chosen.

    What has waited for `overflow_after_seconds` goes on to the overflow queue. An archived queue
    takes nothing in; what waits there is still served.
    """

    name = fields.CharField(max_length=MAX_NAME)
    colour = fields.CharField(max_length=7, null=True)
    description = fields.CharField(max_length=MAX_DESCRIPTION, null=True)
    greeting = fields.CharField(max_length=MAX_REPLY, null=True)
    out_of_hours_message = fields.CharField(max_length=MAX_REPLY, null=True)
    business_hours: fields.ForeignKeyNullableRelation[BusinessHours] = fields.ForeignKeyField(
        "models.BusinessHours", related_name=False, db_constraint=False, null=True
    )
    business_hours_id: UUID | None
    assignment = fields.CharEnumField(Assignment, max_length=20, default=Assignment.MANUAL)
    accept_timeout_seconds = fields.IntField(null=True)
    overflow_queue: fields.ForeignKeyNullableRelation["Queue"] = fields.ForeignKeyField(
        "models.Queue", related_name=False, db_constraint=False, null=True
    )
    overflow_queue_id: UUID | None
    overflow_after_seconds = fields.IntField(null=True)
    archived_at = fields.DatetimeField(null=True)
    sla_policy_id: UUID | None = fields.UUIDField(null=True)
    version = fields.IntField(default=1)
    client_id = fields.CharField(max_length=100, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "queues"

    @classmethod
    async def open(cls, *, by: "Viewer", client_id: str | None = None, **details: Any) -> Self:
        """A new queue, of `details` that are columns; with its `client_id` again, the same."""
        checks = Checks()
        columns = cleaned(checks, details)
        client_id = checks.run(checked_client_id, client_id)
        checks.refuse()
        require_whole(columns.get("assignment", Assignment.MANUAL), columns)
        asked = fingerprint(columns)
        queue = cls(**columns, client_id=client_id, client_hash=client_id and asked)
        async with transaction():
            await _require_open(columns.get("overflow_queue_id"))
            if await insert(queue):
                await Event.record("queue.created", queue, actor=by)
                return queue
            earlier = await made_before(cls, client_id, asked)
            if earlier is None:
                raise _name_taken()
        return earlier

    async def update(self, *, by: "Viewer", version: int | None = None, **details: Any) -> Self:
        """Change what is given. What waits is routed anew."""
        checks = Checks()
        columns = cleaned(checks, details)
        checks.refuse()
        async with transaction():
            if OVERFLOW & columns.keys():
                # All in one order: two that are pointed at each other at once take turns.
                await Queue.all().order_by("id").select_for_update(no_key=True)
            await self.lock()
            changed = {name: new for name, new in columns.items() if new != getattr(self, name)}
            if changed:
                require_version(version, self.version)
                await self._require_sense(changed)
                await self._change("queue.updated", by=by, fields=sorted(changed), columns=changed)
                if ROUTING & changed.keys():
                    await want_routing(queues=[self.id])
                if OVERFLOW & changed.keys():
                    await execute(OVERFLOW_ANEW, current_company(), self.id)
        return self

    async def archive(self, *, by: "Viewer", version: int | None = None) -> Self:
        """Take nothing in any more. Raises QueueInUse."""
        async with transaction():
            await self.lock()
            if self.archived_at is None:
                require_version(version, self.version)
                if await fetch(IN_USE, current_company(), self.id):
                    raise QueueInUse
                await self._change("queue.archived", by=by, columns={"archived_at": _now()})
        return self

    async def restore(self, *, by: "Viewer", version: int | None = None) -> Self:
        async with transaction():
            await self.lock()
            if self.archived_at is not None:
                require_version(version, self.version)
                await self._change("queue.restored", by=by, columns={"archived_at": None})
        return self

    def require_open(self) -> None:
        if self.archived_at is not None:
            raise QueueArchived

    async def _require_sense(self, changed: Mapping[str, Any]) -> None:
        names = ("accept_timeout_seconds", *OVERFLOW)
        after = {name: getattr(self, name) for name in names} | dict(changed)
        require_whole(changed.get("assignment", self.assignment), after)
        if changed.get("overflow_queue_id") is not None:
            await _require_open(changed["overflow_queue_id"])
            if await fetch(LEADS_TO, current_company(), changed["overflow_queue_id"], self.id):
                message = "What overflows from here would come back here."
                raise Invalid.because("overflowQueueId", "OVERFLOW_CYCLE", message)

    async def _change(
        self, name: EventName, *, by: "Viewer", columns: dict[str, Any], **told: Any
    ) -> None:
        columns = {**columns, "version": self.version + 1}
        self.update_from_dict(columns)
        await self.save(update_fields=columns)
        try:
            await flush()
        except IntegrityError:
            raise _name_taken() from None
        await Event.record(name, self, actor=by, changes=told)


async def _require_open(id: UUID | None) -> None:
    if id is not None:
        (await locked(Queue.all(), id)).require_open()


def _name_taken() -> Invalid:
    return Invalid([Field("name", "TAKEN", "There is a queue of this name already.")])


def _now() -> datetime:
    return datetime.now(UTC)


IN_USE: Final = """
    SELECT FROM inboxes WHERE company_id = $1 AND default_queue_id = $2
    UNION ALL
    SELECT FROM queues WHERE company_id = $1 AND overflow_queue_id = $2 AND archived_at IS NULL
"""
# Whether $2 is $3, or overflows into it by however many others.
LEADS_TO: Final = """
    WITH RECURSIVE next AS (
        SELECT $2::uuid AS id
        UNION
        SELECT q.overflow_queue_id FROM next JOIN queues q ON q.company_id = $1 AND q.id = next.id
        WHERE q.overflow_queue_id IS NOT NULL
    )
    SELECT FROM next WHERE id = $3
"""
OVERFLOW_ANEW: Final = """
    INSERT INTO jobs (id, company_id, kind, version, payload, priority, run_at,
                      state, attempts, deaths, fence, errors, created_at, updated_at)
    SELECT gen_random_uuid(), $1, 'queue.overflow', 1,
           jsonb_build_object('conversation_id', e.conversation_id), 'NORMAL',
           e.joined_at + make_interval(secs => q.overflow_after_seconds),
           'PENDING', 0, 0, 0, '[]', now(), now()
    FROM queues q JOIN queue_entries e ON e.company_id = q.company_id AND e.queue_id = q.id
    WHERE q.company_id = $1 AND q.id = $2 AND q.overflow_after_seconds IS NOT NULL
"""
