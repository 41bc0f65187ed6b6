"""What becomes of what a cancelled job was to do."""

from collections.abc import Mapping
from typing import Any

from models.conversations.bulk import BULK, BulkOperation
from models.conversations.conversation import Conversation
from models.conversations.delivery import ON_THE_WAY, DeliveryAttempt
from models.conversations.message import DELIVER, Message
from models.conversations.progress import MessageStatus
from models.conversations.queued import OFFER_ENDS
from models.job import on_cancelled


@on_cancelled(DELIVER)
async def fail_cancelled(payload: Mapping[str, Any]) -> None:
    """It is not on its way any more, and says so; `retryMessage` sends it after all."""
    for message in await Message.filter(id=payload.get("message_id")):
        await message.lock()
        if message.status in ON_THE_WAY:
            last = await DeliveryAttempt.latest_of(message)
            if last is not None:
                await last.presume_lost()
            await message.advance(
                MessageStatus.FAILED,
                error_code="CANCELLED",
                error_detail="Its delivery was cancelled.",
            )


@on_cancelled(OFFER_ENDS)
async def withdraw(payload: Mapping[str, Any]) -> None:
    """An offer that never ends would keep the conversation from all others."""
    for conversation in await Conversation.filter(id=payload.get("conversation_id")):
        await conversation.withdraw_offer()


@on_cancelled(BULK)
async def leave_the_rest(payload: Mapping[str, Any]) -> None:
    """Of many, those that are not changed yet stay as they are."""
    for operation in await BulkOperation.filter(id=payload.get("operation_id"), finished_at=None):
        await operation.cancel(by=None)
