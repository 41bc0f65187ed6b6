"""What becomes of the thing whose job is cancelled before it starts."""

from models.conversations import Message, MessageStatus
from models.conversations.message import DELIVER
from models.inboxes import InboundEvent, InboundState
from models.inboxes.inbound_event import APPLY
from models.tenancy import acting_for
from tests.doors import sender, written
from tests.errands import jobs_of, perform
from tests.people import Cast
from tests.threads import open_conversation


async def test_a_message_whose_delivery_is_cancelled_has_failed_and_can_be_sent_after_all(
    acme: Cast, rival: Cast
) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        message = await conversation.post("On my way", author=acme.viewer)
        [job] = await jobs_of(acme, DELIVER)

        await job.cancel(by=acme.viewer)

        failed = await Message.get(id=message.id)
        await (await Message.get(id=message.id)).retry(by=acme.viewer)
        [_, again] = await jobs_of(acme, DELIVER)
        queued = await Message.get(id=message.id)

    assert (failed.error_code, failed.failed_at is None) == ("CANCELLED", False)
    assert queued.status is MessageStatus.QUEUED
    assert again.id != job.id


async def test_a_push_whose_understanding_is_cancelled_has_failed(acme: Cast, rival: Cast) -> None:
    shop = await sender(acme)
    await shop.push(written())
    [job] = await jobs_of(acme, APPLY)
    with acting_for(acme.id):
        await job.cancel(by=acme.viewer)
        event = await InboundEvent.get()
        await event.replay(by=acme.viewer)

    await perform(acme, APPLY)

    assert event.state is InboundState.RECEIVED
    with acting_for(acme.id):
        assert (await InboundEvent.get()).state is InboundState.APPLIED
