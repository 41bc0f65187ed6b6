"""Asking contacts how they were helped, once a conversation is resolved."""

from datetime import UTC, datetime
from uuid import UUID

from models.conversations.activity import Side
from models.conversations.message import Direction, Message, SenderKind
from models.conversations.progress import MessageStatus
from models.conversations.reach import Reach
from models.conversations.satisfaction import SatisfactionRequest
from models.conversations.thread import Thread
from models.events import Actor
from models.inboxes.inbox import CSAT_QUESTION


class Rated(Thread):
    """What its contact is asked to rate, where the inbox has it so."""

    contact_id: UUID

    class Meta:
        abstract = True

    async def tell_rated(self, rating: int, *, member_id: UUID | None, by: Actor) -> None:
        """Tell of it, in a transaction that holds this."""
        changes = {"rating": rating, "member_id": member_id}
        await self._record(
            "conversation.rated", by=by, changes=changes, field="rating", after=Side(str(rating))
        )

    async def _ask_rating(self) -> None:
        """Who wrote here is asked, unless they can still answer the last time.

        It is no reply: it neither begins nor ends any waiting.
        """
        reach = Reach(*self.beside)
        if not (reach.csat_enabled and self.inbound_count) or reach.is_barred:
            return
        if await SatisfactionRequest.is_open_in(self.id):
            return
        message = Message(
            direction=Direction.OUTBOUND,
            status=MessageStatus.QUEUED,
            sender_kind=SenderKind.SYSTEM,
            body=reach.csat_question or CSAT_QUESTION,
            occurred_at=datetime.now(UTC),
            **self._place,
        )
        await self._append(message, by=None)
        await SatisfactionRequest.keep(self, message)
        await message.enqueue_delivery()
