"""An answer on its way to the customer's system."""

from standardwebhooks import Webhook

from models.conversations import (
    AttemptOutcome,
    Conversation,
    DeliveryAttempt,
    Message,
    MessageStatus,
)
from models.conversations.delivery import deliver, give_up
from models.database import transaction
from models.identifiers import global_id
from models.identity import ApiKey
from models.job import Job, JobState
from models.tenancy import acting_for, find
from models.viewer import Viewer
from tests.customer import CustomerSystem
from tests.doors import Sender, receipt
from tests.errands import jobs_of, perform
from tests.exchange import answer, attempts_at, latest, moves
from tests.people import Cast

DELIVER = "message.deliver"


async def test_an_answer_is_brought_to_the_callback_signed(
    acme: Cast, rival: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme, client_id="c-1")

    [job] = await perform(acme, DELIVER)

    assert job.state is JobState.SUCCEEDED
    [request] = customer.received
    assert request.headers["content-type"] == "application/json"
    assert request.headers["webhook-id"] == global_id("Message", message.id)
    pushed = Webhook(ours.secret).verify(request.body, request.headers)
    assert pushed["type"] == "message.created"
    data = pushed["data"]
    assert data["id"] == global_id("Message", message.id)
    assert (data["body"], data["clientId"], data["direction"]) == ("Hi Kim", "c-1", "OUTBOUND")
    assert data["contact"] == {"id": "kim", "name": "Kim", "email": None, "phone": None}
    assert data["sender"] == {"kind": "MEMBER", "name": "Acme owner"}
    assert data["conversation"]["number"] == 1
    sent = await latest(acme, message)
    assert sent.status is MessageStatus.SENT
    assert sent.sent_at is not None
    [attempt] = await attempts_at(acme, message)
    assert (attempt.outcome, attempt.status_code) == (AttemptOutcome.ACCEPTED, 200)
    assert attempt.duration_ms is not None
    assert await moves(acme) == ["SENDING", "SENT"]
    assert await moves(rival) == []


async def test_a_reply_names_what_it_answers_by_both_ids(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    with acting_for(acme.id):
        asked = await Message.get()
        await (await Conversation.get()).post("Hi", author=acme.viewer, reply_to=asked)

    await perform(acme, DELIVER)

    replied = {"id": global_id("Message", asked.id), "externalId": "m1"}
    assert customer.received[0].json["data"]["replyTo"] == replied


async def test_a_note_stays_with_us(acme: Cast, ours: Sender, customer: CustomerSystem) -> None:
    with acting_for(acme.id):
        note = await (await Conversation.get()).post("Rude!", author=acme.viewer, note=True)
        await deliver(note)

    assert await jobs_of(acme, DELIVER) == []
    assert customer.received == []


async def test_while_it_is_in_flight_nothing_is_held_and_everybody_sees_it(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    seen = []

    async def meanwhile() -> None:
        with acting_for(acme.id):
            await (await find(Message.all(), message.id)).advance(MessageStatus.SENDING)
            [attempt] = await DeliveryAttempt.all()
            seen.append((attempt.outcome, (await Message.get(id=message.id)).status))

    customer.meanwhile = meanwhile
    await perform(acme, DELIVER)

    assert seen == [(AttemptOutcome.STARTED, MessageStatus.SENDING)]


async def test_a_receipt_may_overtake_our_own_answer(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)

    async def meanwhile() -> None:
        await ours.push(receipt(global_id("Message", message.id), "delivered"))
        await perform(acme, "inbound_event.apply")

    customer.meanwhile = meanwhile
    await perform(acme, DELIVER)

    assert (await latest(acme, message)).status is MessageStatus.DELIVERED


async def test_what_a_receipt_has_settled_is_not_sent_again(
    acme: Cast, ours: Sender, customer: CustomerSystem, impatient: None
) -> None:
    message = await answer(acme)
    customer.then_stall()
    await perform(acme, DELIVER)
    await ours.push(receipt(global_id("Message", message.id), "failed", error="Unknown number"))
    await perform(acme, "inbound_event.apply")

    [job] = await perform(acme, DELIVER)

    assert job.state is JobState.SUCCEEDED
    assert len(customer.received) == 1
    assert (await latest(acme, message)).error_detail == "Unknown number"


async def test_while_a_secret_rotates_both_sign(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    await answer(acme)
    with acting_for(acme.id):
        new = await ours.inbox.rotate_secret(by=acme.viewer)

    await perform(acme, DELIVER)

    [request] = customer.received
    for secret in (ours.secret, new):
        assert Webhook(secret).verify(request.body, request.headers)


async def test_a_rivals_job_cannot_deliver_our_message(
    acme: Cast, rival: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    with acting_for(rival.id):
        async with transaction():
            await Job.enqueue(DELIVER, {"message_id": str(message.id)})

    [job] = await perform(rival, DELIVER)

    assert job.state is JobState.DEAD
    assert customer.received == []
    assert (await latest(acme, message)).status is MessageStatus.QUEUED


async def test_an_api_keys_answer_bears_its_name(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    with acting_for(acme.id):
        key, _ = await ApiKey.make(
            "Shop robot", scopes=["messages:send"], expires_at=None, by=acme.viewer
        )
        await (await Conversation.get()).post("Beep", author=Viewer.machine(key))

    await perform(acme, DELIVER)

    assert customer.received[0].json["data"]["sender"] == {"kind": "API_KEY", "name": "Shop robot"}


async def test_what_was_delivered_is_not_given_up(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    await perform(acme, DELIVER)

    with acting_for(acme.id):
        await give_up(await latest(acme, message), reason="too late")

    assert (await latest(acme, message)).status is MessageStatus.SENT
