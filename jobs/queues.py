"""Seeing to waiting lines, and saying something to those who come to them."""

from uuid import UUID

from jobs.task import task
from models.conversations import Conversation
from models.conversations.queued import OFFER_ENDS
from models.events import Event
from models.events.consumers import consumer
from models.queues import routing
from models.queues.releasing import release
from models.queues.replies import REPLIED_TO, REPLY, reply, want_reply
from models.queues.wants import RELEASE, ROUTE
from models.tenancy import find


@task(ROUTE, attempts=8, lease=5, announced=False)
async def route_queue(queue_id: UUID) -> None:
    await routing.route(queue_id)


async def withdraw_offer(conversation_id: UUID, *, reason: str) -> None:
    for conversation in await Conversation.filter(id=conversation_id):
        await conversation.withdraw_offer()


@task(OFFER_ENDS, attempts=8, on_dead=withdraw_offer, announced=False)
async def end_offer(conversation_id: UUID) -> None:
    await (await find(Conversation.all(), conversation_id)).end_offer()


@task(routing.OVERFLOW, attempts=8, announced=False)
async def overflow(conversation_id: UUID) -> None:
    await routing.overflow(conversation_id)


@task(RELEASE, attempts=8, timeout=1800.0, announced=False)
async def release_conversations(member_id: UUID) -> None:
    await release(member_id)


@consumer("queue_replies", *REPLIED_TO)
async def reply_for_queue(event: Event) -> None:
    await want_reply(event)


@task(REPLY, attempts=8, announced=False)
async def say_for_queue(conversation_id: UUID, queue_id: UUID, occasion: str) -> None:
    await reply(conversation_id, queue_id, occasion)
