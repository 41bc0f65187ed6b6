"""What became of a conversation, as lines of its thread."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, Protocol
from uuid import UUID

from tortoise import fields

from models.conversations.message import Direction, Message, MessageKind, SenderKind
from models.conversations.progress import MessageStatus
from models.database import transaction
from models.errors import Refusal, require_version
from models.events import Actor, Event, EventName
from models.identifiers import global_id
from models.tenancy import CompanyModel

# The column of a message that names who did it.
DOER: Final = {"MEMBER": "member_id", "CONTACT": "contact_id", "API_KEY": "api_key_id"}


class ConversationMerged(Refusal):
    """This conversation was merged into another one."""

    code = "CONVERSATION_MERGED"
    cure = "Use the conversation whose id is in `extensions.conversationId`."

    def __init__(self, into: UUID) -> None:
        super().__init__(conversationId=global_id("Conversation", into))


class Named(Protocol):
    """A row that people call by a name."""

    id: Any
    name: Any


class Side(NamedTuple):
    """What something was, or is: as it is called now, and its global id if it has one."""

    text: str | None
    id: str | None = None

    @classmethod
    def of(cls, row: Named | None) -> "Side | None":
        return None if row is None else cls(row.name, global_id(type(row).__name__, row.id))


class Recorded(CompanyModel):
    """A thread that tells in its own lines what became of it; each change moves `version`.

    A line has the next `seq`, like a message, but nobody reads, counts, edits or answers it.
    """

    inbox_id: UUID
    merged_into_id: UUID | None
    message_count = fields.IntField(default=0)
    inbound_count = fields.IntField(default=0)
    version = fields.IntField(default=1)

    class Meta:
        abstract = True

    async def _record(
        self,
        name: EventName,
        *,
        by: Actor | None,
        changes: dict[str, Any] | None = None,
        field: str | None = None,
        before: Side | None = None,
        after: Side | None = None,
    ) -> None:
        """Tell that this happened, to the log and in the thread, in a transaction that holds it.

        The line says what was (`before`) and is (`after`), and of conversation.updated which
        `field`. Without these it says a `from` and a `to` of the changes that are texts.
        """
        told = changes or {}
        before, after = before or _said(told.get("from")), after or _said(told.get("to"))
        line = {
            "name": name,
            "field": field,
            "from": before and before.text,
            "to": after and after.text,
            "fromId": before and before.id,
            "toId": after and after.id,
        }
        await self._write_down({key: value for key, value in line.items() if value}, by=by)
        await Event.record(name, self, actor=by, changes=changes)

    @asynccontextmanager
    async def _held(self, *, merged: bool = False) -> AsyncIterator[None]:
        """Locked, in a transaction. What was `merged` is closed for good, if nobody says else."""
        async with transaction():
            await self.lock()
            if not merged:
                self._require_own()
            yield

    def _require_own(self) -> None:
        if self.merged_into_id is not None:
            raise ConversationMerged(self.merged_into_id)

    def _expect(self, version: int | None) -> None:
        require_version(version, self.version)

    async def _change(self, **changes: Any) -> None:
        changes["version"] = self.version + 1
        self.update_from_dict(changes)
        await self.save(update_fields=changes)

    async def _write_down(self, activity: dict[str, Any], *, by: Actor | None) -> None:
        kind = SenderKind(by.actor_kind if by else SenderKind.SYSTEM)
        line = Message(
            kind=MessageKind.ACTIVITY,
            activity=activity,
            direction=Direction.INTERNAL,
            status=MessageStatus.RECEIVED,
            sender_kind=kind,
            body="",
            occurred_at=datetime.now(UTC),
            **self._place,
            **({DOER[kind]: by.actor_id} if by and kind in DOER else {}),
        )
        await line.save(force_create=True)
        if self.version == self._known.get("version"):  # nothing of the row itself has changed
            await self._change(message_count=line.seq)
        else:
            self.message_count = line.seq
            await self.save(update_fields=["message_count"])
        told = {"seq": line.seq, "direction": line.direction, "kind": line.kind}
        await Event.record("message.created", line, actor=by, changes=told)

    @property
    def _place(self) -> dict[str, Any]:
        """What a new message has from its thread."""
        return {
            "conversation_id": self.id,
            "inbox_id": self.inbox_id,
            "seq": self.message_count + 1,
            "inbound_count": self.inbound_count,
        }


def _said(value: Any) -> Side | None:
    """Ids say nothing by themselves."""
    if value is None or isinstance(value, UUID | list):
        return None
    return Side(value.isoformat() if isinstance(value, datetime) else str(value))
