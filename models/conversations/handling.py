"""Where a conversation stands, and who sees to it."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self
from uuid import UUID

from tortoise import fields

from models.checks import aware
from models.conversations.activity import Recorded, Side
from models.errors import Forbidden, Invalid, Refusal
from models.events import Actor
from models.identifiers import global_id
from models.identity.member import Member
from models.job import Job, JobState
from models.queues import Queue
from models.tenancy import locked

if TYPE_CHECKING:
    from models.viewer import Viewer

WAKE: Final = "conversation.wake"
LONGEST_SNOOZE: Final = timedelta(days=5 * 366)


class ConversationStatus(StrEnum):
    PENDING = "PENDING"
    OPEN = "OPEN"
    SNOOZED = "SNOOZED"
    RESOLVED = "RESOLVED"


class Priority(StrEnum):
    NONE = "NONE"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    URGENT = "URGENT"


class ConversationResolved(Refusal):
    """This conversation is resolved. Reopen it first."""

    code = "CONVERSATION_RESOLVED"


class AlreadyTaken(Refusal):
    """Somebody else has taken this conversation."""

    code = "ALREADY_TAKEN"
    cure = "Leave it to them, or assign it to yourself, which takes it from them."

    def __init__(self, by: Member) -> None:
        taker = {"id": global_id("Member", by.id), "name": by.name}
        super().__init__(f"{by.name} has taken this conversation.", member=taker)


class MemberInactive(Refusal):
    """This member is disabled or gone. Choose an active one."""

    code = "MEMBER_INACTIVE"


class Handling(Recorded):
    """The state of a conversation.

    A verb that is given the version its caller saw refuses with Conflict when that has moved.
    """

    assignee: fields.ForeignKeyNullableRelation[Member] = fields.ForeignKeyField(
        "models.Member", related_name=False, db_constraint=False, null=True
    )
    assignee_id: UUID | None
    queue: fields.ForeignKeyNullableRelation[Queue] = fields.ForeignKeyField(
        "models.Queue", related_name=False, db_constraint=False, null=True
    )
    queue_id: UUID | None
    status = fields.CharEnumField(
        ConversationStatus, max_length=20, default=ConversationStatus.OPEN
    )
    priority = fields.CharEnumField(Priority, max_length=20, default=Priority.NONE)
    snoozed_until = fields.DatetimeField(null=True)
    resolved_at = fields.DatetimeField(null=True)
    reopened_count = fields.IntField(default=0)
    waiting_since = fields.DatetimeField(null=True)

    class Meta:
        abstract = True

    async def assign(self, member: Member | None, *, by: Actor, version: int | None = None) -> Self:
        """Give it to a member, or to nobody. Raises MemberInactive."""
        wanted = member.id if member else None
        async with self._held():
            taker = await active(wanted) if wanted else None
            if self.assignee_id != wanted:
                self._expect(version)
                await self._hand_to(taker, by=by)
        return self

    async def take(self, *, by: "Viewer", version: int | None = None) -> Self:
        """Make it mine unless it is another's. Raises AlreadyTaken, which says whose."""
        if by.member_id is None:
            raise Forbidden("Only a member can take a conversation.")
        async with self._held():
            if self.assignee_id != by.member_id:
                holder = await Member.get(id=self.assignee_id) if self.assignee_id else None
                if holder and holder.is_active:
                    raise AlreadyTaken(holder)
                self._expect(version)
                await self._hand_to(await active(by.member_id), by=by, holder=holder)
        return self

    async def snooze(self, until: datetime, *, by: Actor, version: int | None = None) -> Self:
        """Set aside until then, or until the contact writes; snoozing again moves the time."""
        until = in_the_future("until", until)
        async with self._held():
            if self.status is ConversationStatus.RESOLVED:
                raise ConversationResolved
            if self.snoozed_until != until:
                self._expect(version)
                await self._cancel_wake()
                await self._change(status=ConversationStatus.SNOOZED, snoozed_until=until)
                payload = {"conversation_id": str(self.id)}
                await Job.ensure(WAKE, payload, unique_key=self._wake_key, run_at=until)
                await self._record(
                    "conversation.snoozed",
                    by=by,
                    changes={"snoozed_until": until},
                    after=Side(until.isoformat()),
                )
        return self

    async def wake(self) -> Self:
        """Back from a snooze whose time has come; at any other time nothing happens."""
        async with self._held():
            if self.snoozed_until is not None and self.snoozed_until <= datetime.now(UTC):
                await self._wake(by=None)
        return self

    async def resolve(self, *, by: Actor, version: int | None = None) -> Self:
        async with self._held():
            if self.status is not ConversationStatus.RESOLVED:
                self._expect(version)
                await self._cancel_wake()
                await self._change(
                    status=ConversationStatus.RESOLVED,
                    resolved_at=datetime.now(UTC),
                    snoozed_until=None,
                    waiting_since=None,
                )
                await self._record("conversation.resolved", by=by)
                await self._ask_rating()
        return self

    async def reopen(self, *, by: Actor, version: int | None = None) -> Self:
        """Back to open, from whichever state."""
        async with self._held():
            if self.status is not ConversationStatus.OPEN:
                self._expect(version)
                await self._open(by=by)
        return self

    async def prioritise(
        self, priority: Priority, *, by: Actor, version: int | None = None
    ) -> Self:
        async with self._held():
            if self.priority is not priority:
                self._expect(version)
                changes = {"from": self.priority, "to": priority}
                await self._change(priority=priority)
                await self._record("conversation.priority_changed", by=by, changes=changes)
        return self

    async def _ask_rating(self) -> None:
        """It is done: whoever it was done for may be asked how."""

    async def _hand_to(
        self, member: Member | None, *, by: Actor | None, holder: Member | None = None
    ) -> None:
        earlier = self.assignee_id
        if earlier is not None and holder is None:
            holder = await Member.get(id=earlier)
        await self._change(assignee_id=member.id if member else None)
        await self._record(
            "conversation.assigned" if member else "conversation.unassigned",
            by=by,
            changes={"from": earlier, "to": self.assignee_id},
            before=Side.of(holder),
            after=Side.of(member),
        )

    async def _open(self, *, by: Actor | None) -> None:
        if self.status is ConversationStatus.SNOOZED:
            await self._cancel_wake()
            await self._wake(by=by)
        elif self.status is ConversationStatus.RESOLVED:
            await self._change(
                status=ConversationStatus.OPEN,
                resolved_at=None,
                reopened_count=self.reopened_count + 1,
            )
            await self._record("conversation.reopened", by=by)
        else:
            before, after = Side(self.status), Side(ConversationStatus.OPEN)
            changes = {"status": {"from": self.status, "to": ConversationStatus.OPEN}}
            await self._change(status=ConversationStatus.OPEN)
            await self._record(
                "conversation.updated",
                by=by,
                changes=changes,
                field="status",
                before=before,
                after=after,
            )

    async def _wake(self, *, by: Actor | None) -> None:
        await self._change(status=ConversationStatus.OPEN, snoozed_until=None)
        await self._record("conversation.woken", by=by)

    async def _cancel_wake(self) -> None:
        """The job that would wake us; one that runs already will find nothing to do."""
        if self.snoozed_until is not None:
            waiting = Job.filter(
                kind=WAKE,
                unique_key=self._wake_key,
                state__in=(JobState.PENDING, JobState.RETRYING),
            )
            at = datetime.now(UTC)
            await waiting.update(
                state=JobState.CANCELLED, lease_until=None, finished_at=at, updated_at=at
            )

    @property
    def _wake_key(self) -> str:
        assert self.snoozed_until is not None
        return f"{self.id}@{self.snoozed_until.isoformat()}"


async def active(member_id: UUID) -> Member:
    """Locked, so that they stay so until we end; after their conversation, as everywhere.

    Raises MemberInactive.
    """
    member = await locked(Member.all(), member_id)
    if not member.is_active:
        raise MemberInactive
    return member


def in_the_future(path: str, at: datetime) -> datetime:
    at = aware(path, at)
    if at <= datetime.now(UTC):
        raise Invalid.because(path, "IN_THE_PAST", f"`{path}` must lie in the future.")
    if at > datetime.now(UTC) + LONGEST_SNOOZE:
        raise Invalid.because(path, "TOO_FAR", f"`{path}` may be five years ahead at most.")
    return at
