"""A conversation's queue: its way there, its wait, and the offers made of it."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from models.conversations.activity import Side
from models.conversations.handling import ConversationStatus, Handling, Priority, active
from models.errors import Forbidden, Refusal
from models.events import Actor, Event, EventName
from models.identity.member import Member
from models.job import Job
from models.queues.entry import QueueEntry
from models.queues.line import Standing, follow
from models.queues.queue import Queue
from models.queues.wants import want_routing

if TYPE_CHECKING:
    from models.viewer import Viewer

OFFER_ENDS: Final = "queue.offer_ends"
RANKS: Final = {priority: rank for rank, priority in enumerate(Priority)}
SERVED: Final = frozenset({ConversationStatus.PENDING, ConversationStatus.OPEN})
MOVES: Final = frozenset({"status", "queue_id", "assignee_id", "priority"})


class NotOffered(Refusal):
    """This conversation is not on offer to you, or no longer."""

    code = "NOT_OFFERED"
    cure = "Take the next one of the line with `takeNext`."


class Queued(Handling):
    """What may wait in a queue's line: it does while it is there, to be served, and nobody's."""

    class Meta:
        abstract = True

    async def move_to_queue(
        self,
        queue: Queue | None,
        *,
        by: Actor | None,
        keep_assignee: bool = False,
        version: int | None = None,
        reason: str | None = None,
    ) -> Self:
        """Into another queue, where it is nobody's unless kept, or out of them all.

        Raises QueueArchived.
        """
        async with self._held():
            if self.queue_id != (queue and queue.id):
                if queue is not None:
                    queue.require_open()
                self._expect(version)
                before = await Queue.get(id=self.queue_id) if self.queue_id else None
                changes = {"from": self.queue_id, "to": queue and queue.id}
                holder = None if keep_assignee or queue is None else self.assignee_id
                free = {} if holder is None else {"assignee_id": None}
                await self._change(queue_id=queue and queue.id, **free)
                await self._record(
                    "conversation.queue_changed",
                    by=by,
                    changes=changes | ({"reason": reason} if reason else {}),
                    before=Side.of(before),
                    after=Side.of(queue),
                )
                if holder is not None:
                    await self._record(
                        "conversation.unassigned",
                        by=by,
                        changes={"from": holder, "to": None},
                        before=Side.of(await Member.get(id=holder)),
                    )
        return self

    async def accept_offer(self, *, by: "Viewer") -> Self:
        """Take what was offered to me. Raises NotOffered."""
        if by.member_id is None:
            raise Forbidden("Only a member can accept an offer.")
        async with self._held():
            if self.assignee_id != by.member_id:
                entry = await self._entry()
                if entry is None or not entry.is_offered_to(by.member_id):
                    raise NotOffered
                await self._hand_to(await active(by.member_id), by=by)
        return self

    async def decline_offer(self, *, by: "Viewer") -> Self:
        """Leave it to the next one; what is not on offer to me stays as it is."""
        async with self._held():
            entry = await self._entry()
            if entry is not None and by.member_id and entry.offered_to_id == by.member_id:
                await self._withdraw(entry, "conversation.offer_declined", by=by)
        return self

    async def end_offer(self) -> Self:
        """When its time has come and nobody has said anything; at any other time, nothing."""
        async with self._held():
            entry = await self._entry()
            if entry is not None and entry.is_overdue(datetime.now(UTC)):
                await self._withdraw(entry, "conversation.offer_expired", by=None)
        return self

    async def withdraw_offer(self) -> Self:
        """Before its time, as nobody will end it then."""
        async with self._held(merged=True):
            entry = await self._entry()
            if entry is not None and entry.offered_to_id is not None:
                await self._withdraw(entry, "conversation.offer_expired", by=None)
        return self

    async def leave_to_others(self, member: Member) -> Self:
        """What a member has or is offered who is gone; in a transaction that holds both."""
        if self.assignee_id == member.id:
            await self._hand_to(None, by=None, holder=member)
        entry = await self._entry()
        if entry is not None and entry.offered_to_id == member.id:
            await self._withdraw(entry, "conversation.offer_expired", by=None)
        return self

    async def _open(self, *, by: Actor | None) -> None:
        """Who has it may be gone since it was resolved: then it waits for another."""
        await super()._open(by=by)
        if self.queue_id is not None and self.assignee_id is not None:
            holder = await Member.get(id=self.assignee_id)
            if not holder.is_active:
                await self._hand_to(None, by=None, holder=holder)

    async def _offer(self, entry: QueueEntry, member: Member, *, seconds: int) -> None:
        """To one member, in a transaction that holds it; it comes back by itself."""
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        passed = [id for id in entry.passed if id != str(member.id)]
        entry.update_from_dict(
            {
                "offered_to_id": member.id,
                "offer_expires_at": until,
                "passed": [*passed, str(member.id)],
            }
        )
        await entry.save(update_fields=["offered_to_id", "offer_expires_at", "passed"])
        changes = {"to": member.id, "expires_at": until}
        await Event.record("conversation.offered", self, changes=changes)
        payload = {"conversation_id": str(self.id)}
        key = f"{self.id}@{until.isoformat()}"
        await Job.ensure(OFFER_ENDS, payload, unique_key=key, run_at=until)

    async def _withdraw(self, entry: QueueEntry, name: EventName, *, by: Actor | None) -> None:
        earlier = entry.offered_to_id
        entry.update_from_dict({"offered_to_id": None, "offer_expires_at": None})
        await entry.save(update_fields=["offered_to_id", "offer_expires_at"])
        await Event.record(name, self, actor=by, changes={"from": earlier})
        assert earlier is not None
        await want_routing(queues=[entry.queue_id], members=[earlier])

    async def _entry(self) -> QueueEntry | None:
        return await QueueEntry.get_or_none(conversation_id=self.id)

    async def _change(self, **changes: Any) -> None:
        if MOVES.isdisjoint(changes):
            await super()._change(**changes)
            return
        before = self._standing
        await super()._change(**changes)
        after = self._standing
        if before != after:
            await follow(self, before, after)

    async def _join_line(self) -> None:
        """Of a new one."""
        await follow(self, Standing(), self._standing)

    @property
    def _standing(self) -> Standing:
        if self.status not in SERVED:
            return Standing()
        waits = self.assignee_id is None
        return Standing(self.queue_id if waits else None, RANKS[self.priority], self.assignee_id)
