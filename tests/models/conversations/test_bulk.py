"""Many conversations are changed one by one, each once, and what became of each is kept."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from jobs.conversations import BULK_DAYS, forget_bulk, give_up_bulk
from models import forgetting
from models.asker import asker
from models.conversations import (
    BulkAction,
    BulkFinished,
    BulkOperation,
    BulkOutcome,
    BulkState,
    Conversation,
    ConversationStatus,
    Message,
    MessageKind,
    Priority,
)
from models.conversations.bulk import BULK
from models.database import execute
from models.errors import Forbidden, Invalid
from models.events import Event
from models.idempotency import ClientIdReused
from models.identity import Member, Role
from models.job import Job
from models.tenancy import acting_for, every_company
from tests.errands import perform
from tests.people import Cast, hire
from tests.threads import open_conversation


async def three(company: Cast) -> list[Conversation]:
    return [await open_conversation(company) for _ in range(3)]


async def begin(
    company: Cast,
    deed: BulkAction = BulkAction.RESOLVE,
    *,
    later: bool = False,
    **arguments: object,
) -> BulkOperation:
    return await BulkOperation.begin(
        company.viewer.conversations, deed, arguments, by=company.viewer, asked=[], later=later
    )


async def states(operation: BulkOperation) -> list[tuple[BulkState, str | None]]:
    outcomes = await BulkOutcome.filter(operation_id=operation.id).order_by("id")
    return [(outcome.state, outcome.code) for outcome in outcomes]


async def test_each_is_changed_and_the_rivals_are_not(acme: Cast, rival: Cast) -> None:
    await three(acme)
    theirs = await open_conversation(rival)
    with acting_for(acme.id):
        operation = await (await begin(acme)).run(by=acme.viewer)

        assert await states(operation) == [(BulkState.DONE, None)] * 3
        assert (operation.total, operation.done, operation.failed) == (3, 3, 0)
        assert await Conversation.filter(status=ConversationStatus.RESOLVED).count() == 3
        told = await Event.filter(subject_type="BulkOperation").order_by("seq")
    assert [event.name for event in told] == ["bulk_operation.started", "bulk_operation.finished"]
    with acting_for(rival.id):
        assert (await Conversation.get(id=theirs.id)).status is ConversationStatus.OPEN


async def test_one_that_is_refused_says_why_and_stops_no_other(acme: Cast) -> None:
    first, *_ = await three(acme)
    with acting_for(acme.id):
        await first.resolve(by=acme.viewer)

        until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        operation = await (await begin(acme, BulkAction.SNOOZE, until=until)).run(by=acme.viewer)

        assert await states(operation) == [
            (BulkState.FAILED, "CONVERSATION_RESOLVED"),
            (BulkState.DONE, None),
            (BulkState.DONE, None),
        ]
        assert (operation.done, operation.failed) == (2, 1)


async def test_a_worker_that_is_killed_has_done_nothing_twice(acme: Cast) -> None:
    await three(acme)
    with acting_for(acme.id):
        operation = await begin(acme, BulkAction.PRIORITISE, later=True, priority="HIGH")
        first = await BulkOutcome.filter(operation_id=operation.id).order_by("id").first()
        assert first
        await first.settle(operation, by=acme.viewer)  # and then it dies

        again = await BulkOperation.get(id=operation.id)
        await asyncio.gather(*(each.run(by=acme.viewer) for each in (operation, again)))

        assert await Message.filter(kind=MessageKind.ACTIVITY).count() == 3
        assert await Conversation.filter(priority=Priority.HIGH).count() == 3
        assert await Event.filter(name="bulk_operation.finished").count() == 1


async def test_a_job_does_what_a_filter_chose_when_it_was_asked_for(acme: Cast) -> None:
    await three(acme)
    with acting_for(acme.id):
        operation = await begin(acme, later=True)
        later = await open_conversation(acme)
        [job] = await Job.filter(kind="conversation.bulk")

        by = await asker(member_id=acme.owner.id, api_key_id=None)
        await (await BulkOperation.get(id=job.payload["operation_id"])).run(by=by)

        assert (await Conversation.get(id=later.id)).status is ConversationStatus.OPEN
        assert (await BulkOperation.get(id=operation.id)).done == 3


async def test_who_is_gone_when_it_is_done_changes_nothing(acme: Cast) -> None:
    robin = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        member = await Member.get(id=robin.member_id)
        await member.disable(by=acme.viewer)

        with pytest.raises(Forbidden):
            await asker(member_id=member.id, api_key_id=None)


@pytest.mark.parametrize("action", [BulkAction.ASSIGN, BulkAction.MOVE])
async def test_who_may_not_do_it_any_more_when_it_is_done_does_not(
    acme: Cast, action: BulkAction
) -> None:
    await three(acme)
    robin = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        wanted = {"member_id": str(acme.owner.id), "queue_id": None}

        operation = await (await begin(acme, action, later=True, **wanted)).run(by=robin)

        assert await states(operation) == [(BulkState.FAILED, "FORBIDDEN")] * 3
        assert await Conversation.filter(assignee_id=acme.owner.id).count() == 0


async def test_what_is_cancelled_is_left_as_it_is(acme: Cast) -> None:
    await three(acme)
    with acting_for(acme.id):
        operation = await begin(acme, later=True)
        first = await BulkOutcome.filter(operation_id=operation.id).order_by("id").first()
        assert first
        await first.settle(operation, by=acme.viewer)

        await operation.cancel(by=acme.viewer)
        await (await BulkOperation.get(id=operation.id)).run(by=acme.viewer)

        assert await states(operation) == [(BulkState.DONE, None)] + [(BulkState.SKIPPED, None)] * 2
        assert await Conversation.filter(status=ConversationStatus.OPEN).count() == 2
        with pytest.raises(BulkFinished):
            await operation.cancel(by=acme.viewer)
        assert await Event.filter(name="bulk_operation.cancelled").count() == 1


async def test_a_job_that_is_given_up_leaves_the_rest(acme: Cast) -> None:
    await three(acme)
    with acting_for(acme.id):
        operation = await begin(acme, later=True)

        await give_up_bulk(operation.id, reason="It was poison.")

        assert await states(operation) == [(BulkState.SKIPPED, None)] * 3


async def test_the_same_client_id_is_the_same_operation(acme: Cast, rival: Cast) -> None:
    await three(acme)
    await three(rival)

    async def asked(company: Cast, deed: BulkAction) -> BulkOperation:
        with acting_for(company.id):
            return await BulkOperation.begin(
                company.viewer.conversations,
                deed,
                {},
                by=company.viewer,
                asked=[],
                later=True,
                client_id="mine",
            )

    first, again, theirs = (
        await asked(acme, BulkAction.RESOLVE),
        await asked(acme, BulkAction.RESOLVE),
        await asked(rival, BulkAction.REOPEN),
    )
    with pytest.raises(ClientIdReused):
        await asked(acme, BulkAction.REOPEN)

    assert first.id == again.id != theirs.id
    with acting_for(acme.id):
        assert await BulkOutcome.all().count() == 3
        assert await Job.filter(kind="conversation.bulk").count() == 1


async def test_more_than_can_be_is_refused(acme: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    await three(acme)
    monkeypatch.setattr("models.conversations.bulk.MOST", 2)
    with acting_for(acme.id), pytest.raises(Invalid):
        await begin(acme)


async def test_how_far_it_is_is_told_now_and_then(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await three(acme)
    monkeypatch.setattr("models.conversations.bulk.PACE", 0)
    seen: list[tuple[int, int]] = []

    async def told(done: int, total: int) -> None:
        seen.append((done, total))

    with acting_for(acme.id):
        await (await begin(acme)).run(by=acme.viewer, told=told)

        events = await Event.filter(name="bulk_operation.progressed").order_by("seq")
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert [event.changes["done"] for event in events] == [1, 2, 3]


async def test_what_a_killed_api_process_has_begun_is_finished_by_a_worker(
    acme: Cast, rival: Cast
) -> None:
    await three(acme)
    await three(rival)
    with acting_for(rival.id):
        whole = await (await begin(rival)).run(by=rival.viewer)
    with acting_for(acme.id):
        operation = await begin(acme)
        [job] = await Job.filter(kind=BULK)
        assert timedelta(seconds=60) < job.run_at - job.created_at < timedelta(minutes=5)

    await perform(acme, BULK)
    await perform(rival, BULK)

    with acting_for(acme.id):
        assert await states(operation) == [(BulkState.DONE, None)] * 3
        assert (await BulkOperation.get(id=operation.id)).finished_at is not None
    with acting_for(rival.id):
        assert (await BulkOperation.get(id=whole.id)).finished_at == whole.finished_at


async def test_what_became_of_them_is_forgotten_in_time(
    acme: Cast, rival: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    kept = {}
    for company in (acme, rival):
        await three(company)
        with acting_for(company.id):
            old, unfinished = await begin(company), await begin(company)
            await old.run(by=company.viewer)
            new = await (await begin(company)).run(by=company.viewer)
            kept[company.id] = {unfinished.id, new.id}
        with every_company():
            then = datetime.now(UTC) - timedelta(days=BULK_DAYS + 1)
            id = UUID(int=int(then.timestamp() * 1000) << 80 | old.id.int & (1 << 80) - 1)
            await execute(AGE, old.id, id, then)

    await forget_bulk()

    for company in (acme, rival):
        with acting_for(company.id):
            assert {each.id for each in await BulkOperation.all()} == kept[company.id]
            left = await BulkOutcome.all()
            assert {each.operation_id for each in left} <= kept[company.id]


# As if it had been begun and ended then.
AGE = """
    WITH moved AS (
        INSERT INTO bulk_operations
        SELECT (jsonb_populate_record(b, jsonb_build_object(
            'id', $2::uuid, 'finished_at', $3::timestamptz, 'client_id', NULL))).*
        FROM bulk_operations b WHERE b.id = $1
    ), kept AS (
        UPDATE bulk_outcomes SET operation_id = $2 WHERE operation_id = $1
    )
    DELETE FROM bulk_operations WHERE id = $1
"""
