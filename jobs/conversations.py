"""Bringing messages to the customer's system, conversations back, and many of them along."""

from uuid import UUID

import structlog

from jobs.clock import recurring
from jobs.task import task
from models.asker import asker
from models.conversations import BulkOperation, Conversation, Message
from models.conversations.bulk import BULK
from models.conversations.bulk_forgetting import forget_bulk_operations
from models.conversations.delivery import deliver, give_up
from models.conversations.handling import WAKE
from models.conversations.message import DELIVER
from models.job import current_job
from models.tenancy import every_company, find

BULK_DAYS = 90  # for which it can be looked up what became of many
log = structlog.get_logger()


async def give_up_message(message_id: UUID, *, reason: str) -> None:
    for message in await Message.filter(id=message_id):
        await give_up(message, reason=reason)


@task(DELIVER, attempts=8, on_dead=give_up_message, announced=False)
async def deliver_message(message_id: UUID) -> None:
    await deliver(await find(Message.all(), message_id))


@task(WAKE, attempts=5)
async def wake_conversation(conversation_id: UUID) -> None:
    await (await find(Conversation.all(), conversation_id)).wake()


async def give_up_bulk(operation_id: UUID, *, reason: str) -> None:
    for operation in await BulkOperation.filter(id=operation_id, finished_at=None):
        await operation.cancel(by=None)


@recurring("bulk_operations.forget", "7 4 * * *")
async def forget_bulk() -> None:
    with every_company():
        if gone := await forget_bulk_operations(days=BULK_DAYS):
            log.info("forgotten", what="bulk_operations", rows=gone)


@task(BULK, attempts=5, timeout=1800.0, concurrency=2, on_dead=give_up_bulk)
async def change_many(operation_id: UUID) -> None:
    operation = await find(BulkOperation.all(), operation_id)
    if operation.finished_at is not None:  # by who began it
        return
    by = await asker(member_id=operation.member_id, api_key_id=operation.api_key_id)
    await operation.run(by=by, told=current_job().progress)
