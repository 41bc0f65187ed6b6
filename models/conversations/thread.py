"""How messages come into a thread, and what of the thread moves with them."""

from datetime import datetime
from typing import Any

from models.conversations.handling import ConversationResolved, ConversationStatus, Handling
from models.conversations.message import (
    ActivityFixed,
    Direction,
    Message,
    MessageKind,
    SenderKind,
    preview,
)
from models.errors import Invalid, NotFound
from models.events import Actor, Event


class Thread(Handling):
    """What messages are written in; notes count, but are not what a list shows of it."""

    first_reply_at: datetime | None

    class Meta:
        abstract = True

    def _accept(self, *, note: bool, reply_to: Message | None) -> None:
        self._require_own()
        if self.status is ConversationStatus.RESOLVED:
            raise ConversationResolved
        if reply_to is not None and reply_to.conversation_id != self.id:
            raise NotFound
        if reply_to is not None and reply_to.kind is MessageKind.ACTIVITY:
            raise ActivityFixed
        if not note and reply_to is not None and reply_to.direction is Direction.INTERNAL:
            message = "An answer to a note must be a note, or the contact would hear of it."
            raise Invalid.because("replyToId", "REPLY_TO_NOTE", message)

    async def _append(
        self, message: Message, *, by: Actor | None, heard: bool = True, title: str = ""
    ) -> None:
        counted = message.direction is Direction.INBOUND and heard
        if counted:
            message.inbound_count += 1
        await message.save(force_create=True)
        at = message.created_at
        changes: dict[str, Any] = {"message_count": message.seq}
        if counted:
            changes["inbound_count"] = message.inbound_count
            changes["waiting_since"] = self.waiting_since or at
        if message.direction is Direction.OUTBOUND and message.sender_kind is not SenderKind.SYSTEM:
            changes["waiting_since"] = None
            if self.first_reply_at is None:
                changes["first_reply_at"] = at
        if message.direction is not Direction.INTERNAL and heard:
            changes["last_message_id"] = message.id
            changes["last_message_at"] = at
            changes["last_message_preview"] = preview(message.body) or preview(title)
        await self._change(**changes)
        told: dict[str, Any] = {"seq": message.seq, "direction": message.direction}
        if not heard:
            told["heard"] = False
        await Event.record("message.created", message, actor=by, changes=told)
