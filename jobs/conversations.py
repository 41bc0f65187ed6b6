"""Bringing messages to the customer's system, and conversations back from their snooze."""

from uuid import UUID

from jobs.task import task
from models.conversations import Conversation, Message
from models.conversations.delivery import deliver, give_up
from models.conversations.handling import WAKE
from models.conversations.message import DELIVER
from models.tenancy import find


async def give_up_message(message_id: UUID, *, reason: str) -> None:
    for message in await Message.filter(id=message_id):
        await give_up(message, reason=reason)


@task(DELIVER, attempts=8, on_dead=give_up_message, announced=False)
async def deliver_message(message_id: UUID) -> None:
    await deliver(await find(Message.all(), message_id))


@task(WAKE, attempts=5)
async def wake_conversation(conversation_id: UUID) -> None:
    await (await find(Conversation.all(), conversation_id)).wake()
