"""What is tried again, and what is given up."""

import socket
from datetime import UTC, datetime, timedelta

import pytest

from models.conversations import (
    AttemptOutcome,
    Message,
    MessageStatus,
)
from models.events import Event
from models.inboxes import Inbox
from models.job import JobState
from models.tenancy import acting_for, find
from tests.customer import CustomerSystem, environment
from tests.doors import Sender
from tests.errands import perform
from tests.exchange import answer, attempts_at, latest, moves
from tests.people import Cast

DELIVER = "message.deliver"


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
