"""How far a message has come, as the customer's system tells it."""

from models.conversations import (
    Conversation,
    MessageStatus,
)
from models.identifiers import global_id, uuid7
from models.inboxes import AfterResolve, InboundEvent, InboundState
from models.tenancy import acting_for
from tests.doors import Sender, receipt, sender, written
from tests.errands import perform
from tests.exchange import answered, messages_of, moves
from tests.people import Cast

APPLY = "inbound_event.apply"


async def test_receipts_move_a_message_forward_only(acme: Cast, ours: Sender) -> None:
    message = await answered(acme, ours)
    id = global_id("Message", message.id)

    reached = []
    for status in ("delivered", "sent", "read", "delivered", "failed"):
        await ours.push(receipt(id, status))
        await perform(acme, APPLY)
        reached.append((await messages_of(acme))[-1].status)

    assert reached == ["DELIVERED", "DELIVERED", "READ", "READ", "READ"]
    assert await moves(acme) == ["DELIVERED", "READ"]


async def test_a_reported_failure_keeps_its_reason_and_is_final(acme: Cast, ours: Sender) -> None:
    message = await answered(acme, ours)
    id = global_id("Message", message.id)

    await ours.push(receipt(id, "failed", error="Mailbox full"))
    await perform(acme, APPLY)
    await ours.push(receipt(id, "sent"))
    await perform(acme, APPLY)

    failed = (await messages_of(acme))[-1]
    assert failed.status is MessageStatus.FAILED
    assert (failed.error_code, failed.error_detail) == ("REPORTED", "Mailbox full")


async def test_a_receipt_may_name_the_message_as_our_client_did(acme: Cast, ours: Sender) -> None:
    await answered(acme, ours, client_id="c-1")

    await ours.push(receipt("c-1", "read"))
    await perform(acme, APPLY)

    assert (await messages_of(acme))[-1].status is MessageStatus.READ


async def test_a_client_id_of_several_messages_names_none(acme: Cast, ours: Sender) -> None:
    await answered(acme, ours, client_id="c-1")
    with acting_for(acme.id):
        await (await Conversation.get()).resolve(by=acme.viewer)
        await type(ours.inbox).all().update(after_resolve=AfterResolve.START_NEW)
    await answered(acme, ours, client_id="c-1")

    await ours.push(receipt("c-1", "read"), id="last")
    await perform(acme, APPLY)

    with acting_for(acme.id):
        event = await InboundEvent.get(external_id="last")
    assert event.error is not None
    assert event.error.startswith("MESSAGE_AMBIGUOUS: ")


async def test_a_receipt_for_a_message_that_is_not_this_inboxs_fails(
    acme: Cast, rival: Cast, ours: Sender
) -> None:
    theirs = await sender(rival)
    message = await answered(rival, theirs)
    other = await sender(acme)
    here = await answered(acme, other)

    for id in (message.id, here.id, uuid7()):
        await ours.push(receipt(global_id("Message", id), "failed"))
    await perform(acme, APPLY)

    with acting_for(acme.id):
        errors = await InboundEvent.filter(state=InboundState.FAILED).values_list(
            "error", flat=True
        )
    assert len(errors) == 3
    assert len(set(errors)) == 1
    assert (await messages_of(rival))[-1].status is MessageStatus.QUEUED
    assert (await messages_of(acme))[-1].status is MessageStatus.QUEUED


async def test_an_inbound_message_takes_no_receipt(acme: Cast, ours: Sender) -> None:
    await ours.push(written())
    await perform(acme, APPLY)
    [message] = await messages_of(acme)

    await ours.push(receipt(global_id("Message", message.id), "read"), id="last")
    await perform(acme, APPLY)

    with acting_for(acme.id):
        assert (await InboundEvent.get(external_id="last")).state is InboundState.FAILED
