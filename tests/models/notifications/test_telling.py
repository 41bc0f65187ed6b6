"""Who is told of what: those it concerns, who may see it, and did not do it themselves."""

from datetime import UTC, datetime

import pytest

from models.conversations import Conversation, ConversationMember, ConversationRead, Message
from models.conversations.participant import ParticipantRole
from models.database import execute, transaction
from models.events import Event
from models.identity import Invitation, Member, Role
from models.inboxes import Inbox
from models.job import Job
from models.notifications import (
    Notification,
    NotificationChannel,
    NotificationPreference,
    NotificationType,
)
from models.presence import presence
from models.queues import Queue
from models.queues.membership import Level, QueueMember
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.consuming import consume, meet
from tests.people import Cast, hire
from tests.threads import hear, open_conversation, open_inbox
from tests.work import until

Kind = NotificationType


@pytest.fixture
async def robin(acme: Cast, rival: Cast) -> Viewer:
    """A member; the rival's company has one of the same name and the same work."""
    viewer = await hire(acme, Role.MEMBER)
    await hire(rival, Role.MEMBER)
    await meet(acme.id)
    await meet(rival.id)
    return viewer


async def assigned(company: Cast, to: Viewer, *, by: Viewer | None = None) -> Conversation:
    conversation = await open_conversation(company)
    with acting_for(company.id):
        member = await Member.get(id=to.member_id)
        return await conversation.assign(member, by=by or company.viewer)


async def told(viewer: Viewer) -> list[tuple[str, int, bool]]:
    """Type, count and whether it is unread, oldest first."""
    with acting_for(viewer.company_id):
        rows = await viewer.notifications.order_by("happened_at", "id")
        unread = sum(row.read_at is None and row.snoozed_until is None for row in rows)
        assert await Notification.unread_of(viewer) == unread
    return [(row.type.value, row.count, row.read_at is None) for row in rows]


async def say(company: Cast, conversation: Conversation, body: str = "And?") -> Message:
    with acting_for(company.id):
        identity = await conversation.identity
        return await Conversation.receive(
            identity, body, external_id=str(datetime.now(UTC)), occurred_at=datetime.now(UTC)
        )


async def test_who_is_given_a_conversation_is_told_once_and_nobody_else(
    acme: Cast, rival: Cast, robin: Viewer
) -> None:
    await assigned(acme, robin)
    await consume(acme.id)
    await consume(rival.id)

    assert await told(robin) == [("CONVERSATION_ASSIGNED", 1, True)]
    assert await told(acme.viewer) == await told(rival.viewer) == []


async def test_nobody_is_told_of_what_they_did_themselves(acme: Cast, robin: Viewer) -> None:
    await assigned(acme, robin, by=robin)
    await consume(acme.id)

    assert await told(robin) == []


async def test_further_messages_raise_the_count_of_the_one_that_is_unread(
    acme: Cast, robin: Viewer
) -> None:
    conversation = await assigned(acme, robin, by=robin)
    for _ in range(3):
        await say(acme, conversation)
    await consume(acme.id)
    assert await told(robin) == [("NEW_MESSAGE", 3, True)]

    with acting_for(acme.id):
        await ConversationRead.advance(await Conversation.get(id=conversation.id), by=robin)
    await consume(acme.id)
    assert await told(robin) == [("NEW_MESSAGE", 3, False)]

    last = await say(acme, conversation)
    await consume(acme.id)

    assert await told(robin) == [("NEW_MESSAGE", 3, False), ("NEW_MESSAGE", 1, True)]
    with acting_for(acme.id):
        latest = await robin.notifications.order_by("-happened_at").first()
    assert latest is not None
    assert latest.message_id == last.id


async def test_who_follows_hears_of_messages_unless_they_have_muted_it(
    acme: Cast, robin: Viewer
) -> None:
    deaf = await hire(acme, Role.MEMBER, "Deaf")
    conversation = await open_conversation(acme)
    await meet(acme.id)
    with acting_for(acme.id):
        for viewer, muted in ((robin, False), (deaf, True)):
            await ConversationMember.create(
                conversation_id=conversation.id,
                member_id=viewer.member_id,
                role=ParticipantRole.FOLLOWER,
                muted=muted,
            )
    await say(acme, conversation)
    await consume(acme.id)

    assert await told(robin) == [("NEW_MESSAGE", 1, True)]
    assert await told(deaf) == []


async def test_who_is_mentioned_is_told_and_who_may_not_see_it_is_not(
    acme: Cast, robin: Viewer
) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        member = await Member.get(id=robin.member_id)
        await conversation.post(
            "Look", author=acme.viewer, note=True, mentions=[member, acme.owner]
        )
    await consume(acme.id)

    assert await told(robin) == [("MENTION", 1, True)]
    assert await told(acme.viewer) == []


async def test_what_cannot_be_seen_at_the_time_is_not_told(acme: Cast, robin: Viewer) -> None:
    conversation = await assigned(acme, robin)
    with acting_for(acme.id):
        queue = await Queue.open(name="Sales", by=acme.viewer)
        await execute(
            "UPDATE conversations SET queue_id = $1, assignee_id = NULL WHERE id = $2",
            queue.id,
            conversation.id,
        )
    await consume(acme.id)

    assert await told(robin) == []


async def test_who_has_it_open_finds_it_read_and_as_one(acme: Cast, robin: Viewer) -> None:
    conversation = await assigned(acme, robin, by=robin)
    with acting_for(acme.id):
        await NotificationPreference.choose(
            Kind.NEW_MESSAGE, NotificationChannel.EMAIL, on=True, by=robin
        )
    follower = presence.follow_viewers(conversation, by=robin)

    async def is_seen() -> bool:
        return await anext(follower) == [robin.member_id]

    await until(is_seen)
    for _ in range(2):
        await say(acme, conversation)
        await consume(acme.id)
    await follower.aclose()

    assert await told(robin) == [("NEW_MESSAGE", 2, False)]
    with acting_for(acme.id):
        assert not await Job.filter(kind="notification.mail").exists()


async def test_a_way_that_is_off_is_not_taken_and_nothing_at_all_without_any(
    acme: Cast, robin: Viewer
) -> None:
    with acting_for(acme.id):
        for channel in (NotificationChannel.IN_APP, NotificationChannel.EMAIL):
            await NotificationPreference.choose(
                Kind.CONVERSATION_ASSIGNED, channel, on=False, by=robin
            )
        await NotificationPreference.choose(
            Kind.NEW_MESSAGE, NotificationChannel.IN_APP, on=False, by=robin
        )
        await NotificationPreference.choose(
            Kind.NEW_MESSAGE, NotificationChannel.EMAIL, on=True, by=robin
        )
    conversation = await assigned(acme, robin)
    await say(acme, conversation)
    await consume(acme.id)

    assert await told(robin) == [("NEW_MESSAGE", 1, False)]
    with acting_for(acme.id):
        [job] = await Job.filter(kind="notification.mail")
    assert job.payload == {"member_id": str(robin.member_id)}


async def test_a_message_that_fails_is_told_to_who_wrote_it(acme: Cast, robin: Viewer) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        message = await conversation.post("Hi", author=robin)
        async with transaction():
            changes = {"from": "QUEUED", "to": "FAILED"}
            await Event.record("message.status_changed", message, changes=changes)
            await Event.record("message.status_changed", message, changes=changes | {"to": "SENT"})
    await consume(acme.id)

    assert await told(robin) == [("MESSAGE_FAILED", 1, True)]


async def test_managers_of_inboxes_are_told_when_one_needs_attention(
    acme: Cast, rival: Cast, robin: Viewer
) -> None:
    admin = await hire(acme, Role.ADMIN)
    inbox: Inbox = await open_inbox(acme)
    with acting_for(acme.id):
        await inbox.disable(by=acme.viewer)
    await consume(acme.id)

    assert await told(admin) == [("INBOX_NEEDS_ATTENTION", 1, True)]
    assert await told(robin) == await told(acme.viewer) == await told(rival.viewer) == []


async def test_a_promise_that_is_broken_is_told_to_the_queue_while_nobody_sees_to_it(
    acme: Cast, robin: Viewer
) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        queue = await Queue.open(name="Sales", by=acme.viewer)
        member = await Member.get(id=robin.member_id)
        await QueueMember.add(queue, member, Level.PRIMARY, by=acme.viewer)
        await execute(
            "UPDATE conversations SET queue_id = $1 WHERE id = $2", queue.id, conversation.id
        )
        async with transaction():
            await Event.record("sla.warning", conversation)
            await Event.record("sla.breached", conversation)
    await consume(acme.id)

    assert await told(robin) == [("SLA_WARNING", 1, True), ("SLA_BREACHED", 1, True)]


async def test_an_accepted_invitation_is_told_to_who_invited(
    acme: Cast, rival: Cast, robin: Viewer
) -> None:
    with acting_for(acme.id):
        invitation = await Invitation.create(
            email="new@example.org",
            role=Role.MEMBER,
            token_hash="-" * 64,
            invited_by_id=acme.owner.id,
            expires_at=datetime.now(UTC),
        )
        async with transaction():
            newcomer = await Member.get(id=robin.member_id)
            await Event.record("invitation.accepted", invitation, actor=newcomer)
    await consume(acme.id)
    await hear(rival, await open_inbox(rival))
    await consume(rival.id)

    assert await told(acme.viewer) == [("INVITATION_ACCEPTED", 1, True)]
    assert await told(rival.viewer) == []
