"""Seeing to waiting lines, and saying something to those who come to them."""

from uuid import UUID

from jobs.task import task
from models.conversations import Conversation
from models.conversations.queued import OFFER_ENDS
from models.events import Event
from models.events.consumers import consumer
from models.queues import routing
from models.queues.replies import REPLIED_TO, reply
from models.queues.wants import ROUTE
from models.tenancy import find


@task(ROUTE, attempts=8, lease=5, announced=False)
async def route_queue(queue_id: UUID) -> None:
    await routing.route(queue_id)


@task(OFFER_ENDS, attempts=8, announced=False)
async def end_offer(conversation_id: UUID) -> None:
    await (await find(Conversation.all(), conversation_id)).end_offer()


@task(routing.OVERFLOW, attempts=8, announced=False)
async def overflow(conversation_id: UUID) -> None:
    await routing.overflow(conversation_id)


@consumer("queue_replies", *REPLIED_TO)
async def reply_for_queue(event: Event) -> None:
    await reply(event)
