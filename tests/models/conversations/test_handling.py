"""Who sees to a conversation, and where it stands."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from jobs.conversations import wake_conversation
from models.conversations import (
    AlreadyTaken,
    Conversation,
    ConversationResolved,
    ConversationStatus,
    MemberInactive,
    Priority,
)
from models.errors import Conflict, Forbidden, Invalid, NotFound
from models.events import Event
from models.identifiers import global_id
from models.identity import Member, Role
from models.job import Job, JobState
from models.tenancy import ForeignCompany, acting_for
from models.viewer import Viewer
from tests.people import Cast, hire
from tests.threads import open_conversation

TOMORROW = datetime.now(UTC) + timedelta(days=1)
NEXT_WEEK = datetime.now(UTC) + timedelta(days=7)


async def last_event() -> Event:
    event = await Event.all().order_by("-seq").first()
    assert event is not None
    return event


async def test_of_two_takers_at_once_one_wins_and_the_other_is_told_who(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    takers = [await hire(acme, Role.MEMBER, name) for name in ("Ada", "Ben")]

    async def take(viewer: Viewer) -> Conversation:
        with acting_for(acme.id):
            return await (await Conversation.get(id=conversation.id)).take(by=viewer)

    outcomes = await asyncio.gather(*map(take, takers), return_exceptions=True)

    (won,) = [outcome for outcome in outcomes if isinstance(outcome, Conversation)]
    (lost,) = [outcome for outcome in outcomes if isinstance(outcome, AlreadyTaken)]
    winner = takers[outcomes.index(won)]
    assert winner.member_id is not None
    assert won.assignee_id == winner.member_id
    assert lost.extensions == {
        "code": "ALREADY_TAKEN",
        "member": {"id": global_id("Member", winner.member_id), "name": winner.name},
    }
    with acting_for(acme.id):
        assert await Event.filter(name="conversation.assigned").count() == 1


async def test_taking_what_is_mine_changes_nothing(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.take(by=acme.viewer)
        version = conversation.version

        await conversation.take(by=acme.viewer, version=1)

    assert conversation.version == version


async def test_what_somebody_gone_held_can_be_taken(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    robin = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        await conversation.take(by=robin)
        await Member.filter(id=robin.member_id).update(removed_at=datetime.now(UTC))

        await conversation.take(by=acme.viewer)

    assert conversation.assignee_id == acme.owner.id


async def test_a_machine_cannot_take(acme: Cast) -> None:
    conversation = await open_conversation(acme)

    with acting_for(acme.id), pytest.raises(Forbidden):
        await conversation.take(by=Viewer.system(acme.id))


async def test_it_is_given_to_a_member_and_to_nobody(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    robin = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        member = await Member.get(id=robin.member_id)

        await conversation.assign(member, by=acme.viewer)
        assigned = await last_event()
        assert (await Conversation.get()).assignee_id == member.id

        await conversation.assign(None, by=acme.viewer)
        unassigned = await last_event()
        assert (await Conversation.get()).assignee_id is None

    assert (assigned.name, assigned.changes) == (
        "conversation.assigned",
        {"from": None, "to": str(member.id)},
    )
    assert (unassigned.name, unassigned.changes) == (
        "conversation.unassigned",
        {"from": str(member.id), "to": None},
    )


@pytest.mark.parametrize("column", ["disabled_at", "removed_at"])
async def test_it_is_given_to_nobody_inactive(acme: Cast, column: str) -> None:
    conversation = await open_conversation(acme)
    robin = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        await Member.filter(id=robin.member_id).update(**{column: TOMORROW})
        with pytest.raises(MemberInactive):
            await conversation.assign(await Member.get(id=robin.member_id), by=acme.viewer)


async def test_a_rivals_member_cannot_be_stored_as_ours(acme: Cast, rival: Cast) -> None:
    conversation = await open_conversation(acme)

    with acting_for(acme.id):
        with pytest.raises(NotFound):
            await conversation.assign(rival.owner, by=acme.viewer)
        with pytest.raises(Exception, match="assignee_id_fkey"):
            await Conversation.all().update(assignee_id=rival.owner.id)

    with acting_for(rival.id), pytest.raises(ForeignCompany):
        await conversation.take(by=rival.viewer)


async def test_a_snooze_is_a_job_at_its_time(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.snooze(TOMORROW, by=acme.viewer)

        job = await Job.get(kind="conversation.wake")
        assert (await last_event()).name == "conversation.snoozed"
    assert (conversation.status, conversation.snoozed_until) == (
        ConversationStatus.SNOOZED,
        TOMORROW,
    )
    assert (job.state, job.run_at) == (JobState.PENDING, TOMORROW)
    assert job.payload == {"conversation_id": str(conversation.id)}


async def test_snoozing_again_moves_the_time(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        for until in (TOMORROW, NEXT_WEEK, NEXT_WEEK, TOMORROW):
            await conversation.snooze(until, by=acme.viewer)

        waiting = await Job.filter(kind="conversation.wake", state=JobState.PENDING)
        assert [job.run_at for job in waiting] == [TOMORROW]
        assert await Event.filter(name="conversation.snoozed").count() == 3


async def test_a_wake_before_its_time_changes_nothing(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.snooze(TOMORROW, by=acme.viewer)

        await wake_conversation(conversation.id)

        assert (await Conversation.get()).status is ConversationStatus.SNOOZED


async def test_its_job_wakes_it_once(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.snooze(TOMORROW, by=acme.viewer)
        await Conversation.all().update(snoozed_until=datetime.now(UTC))

        await wake_conversation(conversation.id)
        await wake_conversation(conversation.id)

        conversation = await Conversation.get()
        woken = await Event.get(name="conversation.woken")
    assert (conversation.status, conversation.snoozed_until) == (ConversationStatus.OPEN, None)
    assert woken.actor_kind == "SYSTEM"


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (datetime.now(UTC) - timedelta(seconds=1), "IN_THE_PAST"),
        (datetime.now(UTC) + timedelta(days=3_000), "TOO_FAR"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))), "TOO_FAR"),
        (datetime(2100, 1, 1), "NO_TIME_ZONE"),  # noqa: DTZ001
    ],
)
async def test_a_snooze_ends_within_five_years(acme: Cast, until: datetime, code: str) -> None:
    conversation = await open_conversation(acme)

    with acting_for(acme.id), pytest.raises(Invalid) as refused:
        await conversation.snooze(until, by=acme.viewer)

    assert [field.code for field in refused.value.fields] == [code]


async def test_what_is_resolved_cannot_be_snoozed(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.resolve(by=acme.viewer)

        with pytest.raises(ConversationResolved):
            await conversation.snooze(TOMORROW, by=acme.viewer)


async def test_resolving_ends_the_snooze_and_the_wait(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.snooze(TOMORROW, by=acme.viewer)
        await conversation.resolve(by=acme.viewer)
        await conversation.resolve(by=acme.viewer)

        assert (await Job.get(kind="conversation.wake")).state is JobState.CANCELLED
        assert await Event.filter(name="conversation.resolved").count() == 1
    assert conversation.status is ConversationStatus.RESOLVED
    assert conversation.resolved_at is not None
    assert conversation.snoozed_until is conversation.waiting_since is None


async def test_it_is_opened_from_every_state(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.reopen(by=acme.viewer)
        assert (await last_event()).name == "message.created"

        await conversation.resolve(by=acme.viewer)
        await conversation.reopen(by=acme.viewer)
        assert (await last_event()).name == "conversation.reopened"

        await conversation.snooze(TOMORROW, by=acme.viewer)
        await conversation.reopen(by=acme.viewer)
        assert (await last_event()).name == "conversation.woken"

        await Conversation.all().update(status=ConversationStatus.PENDING)
        await conversation.reopen(by=acme.viewer)
        assert (await last_event()).name == "conversation.updated"

        conversation = await Conversation.get()
    assert (conversation.status, conversation.reopened_count) == (ConversationStatus.OPEN, 1)


async def test_its_priority_and_subject_change(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.prioritise(Priority.URGENT, by=acme.viewer)
        assert (await last_event()).changes == {"from": "NONE", "to": "URGENT"}
        await conversation.rename(" New  name ", by=acme.viewer)
        assert (await last_event()).changes == {"fields": ["subject"]}

        conversation = await Conversation.get()
        assert (conversation.priority, conversation.subject) == (Priority.URGENT, "New name")
        await conversation.rename(None, by=acme.viewer)
        assert (await Conversation.get()).subject is None


Change = Callable[[Conversation, Cast, int], Awaitable[Conversation]]
CHANGES: list[Change] = [
    lambda ours, acme, seen: ours.assign(acme.owner, by=acme.viewer, version=seen),
    lambda ours, acme, seen: ours.take(by=acme.viewer, version=seen),
    lambda ours, acme, seen: ours.snooze(TOMORROW, by=acme.viewer, version=seen),
    lambda ours, acme, seen: ours.resolve(by=acme.viewer, version=seen),
    lambda ours, acme, seen: ours.prioritise(Priority.HIGH, by=acme.viewer, version=seen),
    lambda ours, acme, seen: ours.rename("Other", by=acme.viewer, version=seen),
]


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_of_an_old_version_is_a_conflict(acme: Cast, change: Change) -> None:
    conversation = await open_conversation(acme)
    seen = conversation.version
    with acting_for(acme.id):
        await conversation.post("Meanwhile", author=acme.viewer)
        before = await Conversation.get()

        with pytest.raises(Conflict) as refused:
            await change(await Conversation.get(), acme, seen)
        assert (await Conversation.get()).version == before.version

        changed = await change(await Conversation.get(), acme, before.version)
        assert changed.version == before.version + 1
    assert refused.value.extensions == {"code": "CONFLICT", "currentVersion": before.version}


async def test_a_reopening_expects_its_version_too(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        await conversation.resolve(by=acme.viewer)

        with pytest.raises(Conflict):
            await conversation.reopen(by=acme.viewer, version=conversation.version - 1)
