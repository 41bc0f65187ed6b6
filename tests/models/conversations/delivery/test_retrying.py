"""Delivering what has failed, or is in doubt, after all."""

import asyncio

from models.conversations import (
    AttemptOutcome,
    DeliveryAttempt,
    Message,
    MessageStatus,
)
from models.conversations.delivery import deliver
from models.conversations.message import NotRetryable
from models.job import Job, JobState
from models.tenancy import acting_for, find
from tests.customer import CustomerSystem
from tests.doors import Sender
from tests.errands import jobs_of, perform
from tests.exchange import answer, attempts_at, latest
from tests.people import Cast

DELIVER = "message.deliver"


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
