"""One change of many conversations; each is changed once, whatever happens to the worker."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from tortoise import fields
from tortoise.queryset import QuerySet

from models.conversations.bulk_action import BulkAction, act
from models.conversations.conversation import Conversation
from models.database import execute, fetch, transaction
from models.errors import DomainError, Invalid, Refusal
from models.events import Event
from models.events.meant import meant_for
from models.idempotency import (
    MAX_CLIENT_ID,
    ClientIdReused,
    checked_client_id,
    fingerprint,
    insert,
)
from models.identifiers import uuid7
from models.identity.api_key import ApiKey
from models.identity.member import Member
from models.job import Job, JobPriority
from models.tenancy import CompanyModel, current_company, locked

if TYPE_CHECKING:
    from models.viewer import Viewer

BULK: Final = "conversation.bulk"
MOST: Final = 10_000
AT_ONCE: Final = 100  # of those that a caller names, which are changed before they are answered
CHUNK: Final = 50
NET: Final = timedelta(minutes=2)
PACE: Final = 0.5  # seconds between two told steps, at least
Told = Callable[[int, int], Awaitable[None]]


class BulkState(StrEnum):
    PENDING = "PENDING"
    DONE = "DONE"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


class BulkFinished(Refusal):
    """This has come to its end already."""

    code = "BULK_FINISHED"
    cure = "Read its outcomes."


class BulkOperation(CompanyModel):
    """What is done with many conversations, for whom, and how far it is.

    Which they are is settled when it begins: an outcome is kept for each.
    """

    action = fields.CharEnumField(BulkAction, max_length=20)
    arguments: Any = fields.JSONField(default=dict)
    member: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    api_key: fields.ForeignKeyNullableRelation[ApiKey] = fields.ForeignKeyField(
        "models.ApiKey", related_name=False, db_constraint=False, null=True
    )
    member_id: UUID | None
    api_key_id: UUID | None
    total = fields.IntField()
    done = fields.IntField(default=0)
    failed = fields.IntField(default=0)
    finished_at = fields.DatetimeField(null=True)
    cancelled_at = fields.DatetimeField(null=True)
    client_id = fields.CharField(max_length=MAX_CLIENT_ID, null=True)
    client_hash = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "bulk_operations"

    @property
    def meant(self) -> dict[str, Any]:
        return meant_for(self.member_id, self.api_key_id, may="jobs:read")

    @classmethod
    async def begin(
        cls,
        rows: QuerySet[Conversation],
        action: BulkAction,
        arguments: dict[str, Any],
        *,
        by: "Viewer",
        asked: Any,
        later: bool,
        client_id: str | None = None,
    ) -> Self:
        """Settle what is to be done with these rows; `later` by a job, else by who calls `run`.

        The same `client_id` with the same that was `asked` is the same operation.
        """
        client_id = checked_client_id(client_id)
        client_hash = client_id and fingerprint(by.actor_id, action, arguments, asked)
        ids = await rows.order_by("id").limit(MOST + 1).values_list("id", flat=True)
        if len(ids) > MOST:
            message = f"These are more than {MOST:,} conversations: ask for fewer."
            raise Invalid.because("filter", "TOO_MANY", message)
        operation = cls(
            action=action,
            arguments=arguments,
            member_id=by.member_id,
            api_key_id=by.api_key_id,
            total=len(ids),
            client_id=client_id,
            client_hash=client_hash,
        )
        async with transaction():
            if not await insert(operation):
                return await cls._earlier(client_id, client_hash)
            own = [uuid7() for _ in ids]
            await execute(OUTCOMES, current_company(), operation.id, own, list(ids))
            await Event.record(
                "bulk_operation.started", operation, actor=by, changes={"total": len(ids)}
            )
            # Else as a net, should whoever runs it be killed.
            run_at = None if later else datetime.now(UTC) + NET
            payload = {"operation_id": str(operation.id)}
            await Job.enqueue(BULK, payload, priority=JobPriority.BULK, run_at=run_at)
        return operation

    async def run(self, *, by: "Viewer", told: Told | None = None) -> Self:
        """Do it to all that it is not done to yet: to each once, however many run this at once.

        `told` hears now and then how many are settled, of how many.
        """
        told_at = monotonic()
        while self.finished_at is None and (left := await self._left()):
            for outcome in left:
                await outcome.settle(self, by=by)
                if monotonic() > told_at + PACE:
                    await self._tell()
                    if told is not None:
                        await told(self.done + self.failed, self.total)
                    told_at = monotonic()
        return await self._finish()

    async def cancel(self, *, by: "Viewer | None") -> Self:
        """Leave what is not done yet as it is. Raises BulkFinished."""
        async with transaction():
            await self.lock()
            if self.finished_at is not None:
                raise BulkFinished
            await execute(SKIP, current_company(), self.id)
            await self._count()
            self.finished_at = self.cancelled_at = datetime.now(UTC)
            await self.save(update_fields=["finished_at", "cancelled_at", "done", "failed"])
            await self._record("bulk_operation.cancelled", by=by)
        return self

    @classmethod
    async def _earlier(cls, client_id: str | None, client_hash: str | None) -> Self:
        earlier = await cls.get(client_id=client_id)
        if earlier.client_hash != client_hash:
            raise ClientIdReused
        return earlier

    async def _left(self) -> "list[BulkOutcome]":
        left = BulkOutcome.filter(operation_id=self.id, state=BulkState.PENDING)
        return await left.order_by("id").limit(CHUNK)

    async def _tell(self) -> None:
        async with transaction():
            await self.lock()
            if self.finished_at is None:
                await self._count()
                await self.save(update_fields=["done", "failed"])
                await self._record("bulk_operation.progressed", by=None)

    async def _finish(self) -> Self:
        async with transaction():
            await self.lock()
            if self.finished_at is None:
                await self._count()
                self.finished_at = datetime.now(UTC)
                await self.save(update_fields=["done", "failed", "finished_at"])
                await self._record("bulk_operation.finished", by=None)
        return self

    async def _count(self) -> None:
        counts = {row[0]: row[1] for row in await fetch(COUNT, current_company(), self.id)}
        self.done = counts.get(BulkState.DONE, 0)
        self.failed = counts.get(BulkState.FAILED, 0)

    async def _record(self, name: Any, *, by: "Viewer | None") -> None:
        changes = {"done": self.done, "failed": self.failed, "total": self.total}
        await Event.record(name, self, actor=by, changes=changes)


class BulkOutcome(CompanyModel):
    """What became of one of them; `code` says why it failed."""

    operation: fields.ForeignKeyRelation[BulkOperation] = fields.ForeignKeyField(
        "models.BulkOperation", related_name=False, db_constraint=False
    )
    conversation: fields.ForeignKeyRelation[Conversation] = fields.ForeignKeyField(
        "models.Conversation", related_name=False, db_constraint=False
    )
    operation_id: UUID
    conversation_id: UUID
    state = fields.CharEnumField(BulkState, max_length=20, default=BulkState.PENDING)
    code = fields.CharField(max_length=50, null=True)

    class Meta:
        table = "bulk_outcomes"

    async def settle(self, operation: BulkOperation, *, by: "Viewer") -> None:
        """Do what is wanted and note that it is done, in one transaction; or why it is not."""
        try:
            async with transaction():
                await self.lock()
                if self.state is BulkState.PENDING:
                    conversation = await locked(by.conversations, self.conversation_id)
                    await act(conversation, operation.action, operation.arguments, by=by)
                    self.state = BulkState.DONE
                    await self.save(update_fields=["state"])
        except DomainError as refusal:
            if refusal.retryable:
                raise
            async with transaction():
                await self.lock()
                if self.state is BulkState.PENDING:
                    self.state, self.code = BulkState.FAILED, refusal.code
                    await self.save(update_fields=["state", "code"])


OUTCOMES: Final = """
    INSERT INTO bulk_outcomes
        (id, company_id, operation_id, conversation_id, state, created_at, updated_at)
    SELECT each.id, $1, $2, each.conversation_id, 'PENDING', now(), now()
    FROM unnest($3::uuid[], $4::uuid[]) AS each (id, conversation_id)
"""
# What is being done right now is waited for, and is then no longer pending.
SKIP: Final = """
    UPDATE bulk_outcomes SET state = 'SKIPPED', updated_at = now()
    WHERE company_id = $1 AND operation_id = $2 AND state = 'PENDING'
"""
COUNT: Final = """
    SELECT state, count(*) FROM bulk_outcomes WHERE company_id = $1 AND operation_id = $2
    GROUP BY state
"""
