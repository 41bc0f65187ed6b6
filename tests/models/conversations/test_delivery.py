"""An answer on its way: what arrives, what is tried again, and what is given up."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from models.conversations import (
    AttemptOutcome,
    Conversation,
    DeliveryAttempt,
    Message,
    MessageStatus,
)
from models.conversations.delivery import deliver
from models.conversations.message import NotRetryable
from models.database import transaction
from models.events import Event
from models.identifiers import global_id
from models.inboxes import Inbox
from models.job import Job, JobState
from models.tenancy import acting_for, find
from tests.customer import CustomerSystem, environment
from tests.doors import Sender, receipt, sender, written
from tests.errands import jobs_of, perform
from tests.people import Cast

DELIVER = "message.deliver"


@pytest.fixture
async def ours(acme: Cast, customer: CustomerSystem) -> Sender:
    """An inbox that calls the customer's system, and a conversation in it."""
    opened = await sender(acme, callback_url=customer.url)
    await opened.push(written("Hello", id="m1"))
    await perform(acme, "inbound_event.apply")
    return opened


async def answer(company: Cast, body: str = "Hi Kim", client_id: str | None = None) -> Message:
    with acting_for(company.id):
        conversation = await Conversation.get()
        return await conversation.post(body, author=company.viewer, client_id=client_id)


async def latest(company: Cast, message: Message) -> Message:
    with acting_for(company.id):
        return await find(Message.all(), message.id)


async def attempts_at(company: Cast, message: Message) -> list[DeliveryAttempt]:
    with acting_for(company.id):
        return await DeliveryAttempt.filter(message_id=message.id).order_by("number")


async def moves(company: Cast) -> list[str]:
    with acting_for(company.id):
        events = await Event.filter(name="message.status_changed").order_by("seq")
    return [event.changes["to"] for event in events]


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


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422])
async def test_a_refusal_is_final_and_tells_why(
    acme: Cast, ours: Sender, customer: CustomerSystem, status: int
) -> None:
    message = await answer(acme, "secret words")
    customer.then(status, body=b'{"error":"no such customer"}')

    [job] = await perform(acme, DELIVER)

    assert job.state is JobState.DEAD
    failed = await latest(acme, message)
    assert failed.status is MessageStatus.FAILED
    assert failed.error_code == f"HTTP_{status}"
    assert failed.error_detail == f"The callback answered HTTP {status}."
    assert failed.failed_at is not None
    [attempt] = await attempts_at(acme, message)
    assert (attempt.outcome, attempt.status_code) == (AttemptOutcome.REFUSED, status)
    assert attempt.response_excerpt == '{"error":"no such customer"}'
    assert "secret words" not in str(job.errors)
    assert await moves(acme) == ["SENDING", "FAILED"]


@pytest.mark.parametrize("status", [301, 302, 307, 408, 425, 429, 500, 502, 503])
async def test_what_may_pass_is_tried_again_under_the_same_id(
    acme: Cast, ours: Sender, customer: CustomerSystem, status: int
) -> None:
    message = await answer(acme)
    customer.then(status)

    [job] = await perform(acme, DELIVER)

    assert job.state is JobState.RETRYING
    assert (await latest(acme, message)).status is MessageStatus.QUEUED
    [job] = await perform(acme, DELIVER)
    assert job.state is JobState.SUCCEEDED
    assert (await latest(acme, message)).status is MessageStatus.SENT
    first, second = customer.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    outcomes = [attempt.outcome for attempt in await attempts_at(acme, message)]
    assert outcomes == [AttemptOutcome.FAILED, AttemptOutcome.ACCEPTED]


async def test_retry_after_is_honoured(acme: Cast, ours: Sender, customer: CustomerSystem) -> None:
    await answer(acme)
    customer.then(429, headers={"Retry-After": "1000"})

    [job] = await perform(acme, DELIVER)

    assert job.state is JobState.RETRYING
    assert timedelta(seconds=990) < job.run_at - datetime.now(UTC) <= timedelta(seconds=1000)


async def test_retry_after_nothing_is_no_licence_to_hammer(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    await answer(acme)
    customer.then(503, headers={"Retry-After": "0"})

    [job] = await perform(acme, DELIVER)

    assert job.errors[-1]["error"] == "NotDelivered"


async def test_after_the_last_attempt_it_has_failed(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    states = []
    for _ in range(8):
        customer.then(500)
        [job] = await perform(acme, DELIVER)
        states.append(job.state)

    assert states == [JobState.RETRYING] * 7 + [JobState.DEAD]
    failed = await latest(acme, message)
    assert (failed.status, failed.error_code) == (MessageStatus.FAILED, "HTTP_500")
    assert len(await attempts_at(acme, message)) == 8
    with acting_for(acme.id):
        last = await Event.filter(name__in=["job.dead", "message.status_changed"]).order_by("-seq")
    assert {event.name for event in last[:2]} == {"job.dead", "message.status_changed"}


async def test_a_time_out_leaves_it_unknown_and_is_tried_again_under_the_same_id(
    acme: Cast, ours: Sender, customer: CustomerSystem, impatient: None
) -> None:
    message = await answer(acme)
    customer.then_stall()

    [job] = await perform(acme, DELIVER)

    assert job.state is JobState.RETRYING
    assert (await latest(acme, message)).status is MessageStatus.UNKNOWN
    [attempt] = await attempts_at(acme, message)
    assert (attempt.outcome, attempt.error_code) == (AttemptOutcome.AMBIGUOUS, "UNANSWERED")
    await perform(acme, DELIVER)
    assert (await latest(acme, message)).status is MessageStatus.SENT
    assert len({request.headers["webhook-id"] for request in customer.received}) == 1
    assert await moves(acme) == ["SENDING", "UNKNOWN", "SENDING", "SENT"]


async def test_a_refused_connection_is_tried_again_without_doubt(acme: Cast, ours: Sender) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with acting_for(acme.id):
            url = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
            await Inbox.all().update(callback_url=url)
        message = await answer(acme)

        [job] = await perform(acme, DELIVER)

    assert job.state is JobState.RETRYING
    assert (await latest(acme, message)).status is MessageStatus.QUEUED
    [attempt] = await attempts_at(acme, message)
    assert (attempt.outcome, attempt.error_code) == (AttemptOutcome.FAILED, "UNREACHABLE")


async def test_a_callback_that_has_become_private_is_not_called(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    with acting_for(acme.id):
        await Inbox.all().update(callback_url=f"https://localhost:{customer.port}/")
    message = await answer(acme)

    with environment(ALLOW_PRIVATE_CALLBACKS="false"):
        [job] = await perform(acme, DELIVER)

    assert job.state is JobState.DEAD
    failed = await latest(acme, message)
    assert (failed.status, failed.error_code) == (MessageStatus.FAILED, "ADDRESS_PRIVATE")
    assert customer.connections == 0


async def test_a_disabled_inbox_sends_nothing(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    with acting_for(acme.id):
        await ours.inbox.disable(by=acme.viewer)

    await perform(acme, DELIVER)

    failed = await latest(acme, message)
    assert (failed.status, failed.error_code) == (MessageStatus.FAILED, "INBOX_DISABLED")
    assert customer.received == []


async def test_what_was_deleted_before_it_was_sent_never_is(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    with acting_for(acme.id):
        await (await find(Message.all(), message.id)).erase(by=acme.viewer)

    await perform(acme, DELIVER)

    failed = await latest(acme, message)
    assert (failed.status, failed.error_code) == (MessageStatus.FAILED, "MESSAGE_DELETED")
    assert customer.received == []


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


async def test_a_worker_that_dies_in_the_middle_leaves_its_attempt_on_record(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    customer.then_stall()
    arrived = asyncio.Event()

    async def meanwhile() -> None:
        arrived.set()

    customer.meanwhile = meanwhile
    with acting_for(acme.id):
        dying = asyncio.create_task(deliver(await find(Message.all(), message.id)))
        await arrived.wait()
        dying.cancel()
        await asyncio.wait([dying])
    [attempt] = await attempts_at(acme, message)
    assert attempt.outcome is AttemptOutcome.STARTED
    assert (await latest(acme, message)).status is MessageStatus.SENDING

    await perform(acme, DELIVER)

    lost, done = await attempts_at(acme, message)
    assert (lost.outcome, lost.error_code) == (AttemptOutcome.AMBIGUOUS, "WORKER_LOST")
    assert (done.number, done.outcome) == (2, AttemptOutcome.ACCEPTED)
    assert (await latest(acme, message)).status is MessageStatus.SENT


async def test_a_message_that_kills_its_workers_has_failed(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    with acting_for(acme.id):
        await DeliveryAttempt.start(await find(Message.all(), message.id))
        await Job.filter(kind=DELIVER).update(deaths=3)

    [job] = await perform(acme, DELIVER)

    assert job.state is JobState.DEAD
    failed = await latest(acme, message)
    assert (failed.status, failed.error_code) == (MessageStatus.FAILED, "WORKER_LOST")
    assert customer.received == []


async def test_a_failed_message_is_retried_under_the_same_id(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    customer.then(400)
    await perform(acme, DELIVER)

    with acting_for(acme.id):
        await (await find(Message.all(), message.id)).retry(by=acme.viewer)
    await perform(acme, DELIVER)

    sent = await latest(acme, message)
    assert (sent.status, sent.error_code, sent.failed_at) == (MessageStatus.SENT, None, None)
    assert len({request.headers["webhook-id"] for request in customer.received}) == 1
    assert [attempt.number for attempt in await attempts_at(acme, message)] == [1, 2]


async def test_of_two_retries_at_once_one_is_refused(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    customer.then(400)
    await perform(acme, DELIVER)
    [first, second] = [await latest(acme, message), await latest(acme, message)]

    with acting_for(acme.id):
        outcomes = await asyncio.gather(
            first.retry(by=acme.viewer), second.retry(by=acme.viewer), return_exceptions=True
        )

    assert len([each for each in outcomes if isinstance(each, NotRetryable)]) == 1
    assert len(await jobs_of(acme, DELIVER)) == 2


async def test_a_doubtful_message_is_retried_by_the_job_it_has(
    acme: Cast, ours: Sender, customer: CustomerSystem, impatient: None
) -> None:
    message = await answer(acme)
    customer.then_stall()
    await perform(acme, DELIVER)

    with acting_for(acme.id):
        await (await find(Message.all(), message.id)).retry(by=acme.viewer)

    assert (await latest(acme, message)).status is MessageStatus.QUEUED
    [job] = await perform(acme, DELIVER)
    assert job.state is JobState.SUCCEEDED
    assert len(await jobs_of(acme, DELIVER)) == 1


async def test_a_dead_job_that_is_revived_delivers_after_all(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)
    customer.then(400)
    [job] = await perform(acme, DELIVER)

    with acting_for(acme.id):
        await job.retry(by=acme.viewer)
    await perform(acme, DELIVER)

    assert (await latest(acme, message)).status is MessageStatus.SENT


async def test_two_workers_at_once_leave_one_consistent_record(
    acme: Cast, ours: Sender, customer: CustomerSystem
) -> None:
    message = await answer(acme)

    async def work() -> None:
        with acting_for(acme.id):
            await deliver(await find(Message.all(), message.id))

    await asyncio.gather(work(), work())

    assert (await latest(acme, message)).status is MessageStatus.SENT
    numbers = [attempt.number for attempt in await attempts_at(acme, message)]
    assert numbers == list(range(1, len(customer.received) + 1))


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
