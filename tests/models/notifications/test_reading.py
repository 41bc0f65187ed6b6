"""What becomes of what members were told: read, unread, snoozed; and who waits too long."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from jobs.notifications import forget_notifications
from models.conversations import Conversation, ConversationRead
from models.database import execute, transaction
from models.events import Event
from models.identity import Role
from models.job import Job
from models.notifications import Notification, NotificationPolicy
from models.notifications.notification import NotificationSuperseded
from models.notifications.sources import WAITING, wait_too_long
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.consuming import consume, meet
from tests.models.notifications.test_telling import assigned, say, told
from tests.people import Cast, hire


@pytest.fixture
async def robin(acme: Cast, rival: Cast) -> Viewer:
    await meet(acme.id)
    return await hire(acme, Role.MEMBER)


async def test_reading_unreading_and_snoozing_keep_the_count(acme: Cast, robin: Viewer) -> None:
    await assigned(acme, robin)
    await assigned(acme, robin)
    await consume(acme.id)
    with acting_for(acme.id):
        first, second = await robin.notifications.order_by("happened_at")
        await first.read()
        await first.read()
        await told(robin)
        await second.snooze(datetime.now(UTC) + timedelta(hours=1))
        await second.snooze(datetime.now(UTC) + timedelta(hours=2))
        await told(robin)
        await second.wake()  # not yet
        await told(robin)
        await execute("UPDATE notifications SET snoozed_until = now() WHERE id = $1", second.id)
        await second.wake()
        await told(robin)
        await first.unread()
        await told(robin)
        await Notification.read_all(by=robin)
        await Notification.read_all(by=robin)

    assert [unread for *_, unread in await told(robin)] == [False, False]
    with acting_for(acme.id):
        assert await Event.filter(name="notification.all_read").count() == 1


async def test_of_the_same_no_two_are_unread(acme: Cast, robin: Viewer) -> None:
    conversation = await assigned(acme, robin, by=robin)
    await say(acme, conversation)
    await consume(acme.id)
    with acting_for(acme.id):
        await Notification.read_all(by=robin)
        await say(acme, conversation)
        await consume(acme.id)
        earlier, _ = await robin.notifications.order_by("happened_at")
        for again in (earlier.unread(), earlier.snooze(datetime.now(UTC) + timedelta(hours=1))):
            with pytest.raises(NotificationSuperseded):
                await again

    assert [unread for *_, unread in await told(robin)] == [False, True]


async def test_who_waits_longer_than_the_company_allows_is_told_of_once(
    acme: Cast, robin: Viewer
) -> None:
    conversation = await assigned(acme, robin, by=robin)
    with acting_for(acme.id):
        await NotificationPolicy.change(by=acme.viewer, waiting_seconds=60)
    await say(acme, conversation)
    await say(acme, conversation)
    await consume(acme.id)
    with acting_for(acme.id):
        [job] = await Job.filter(kind=WAITING)
        since = (await Conversation.get(id=conversation.id)).waiting_since
        assert since is not None
        assert job.run_at - since == timedelta(seconds=60)
        async with transaction():
            await wait_too_long(conversation.id)  # too early, as if it began to wait anew
        assert ("WAITING_TOO_LONG", 1, True) not in await told(robin)
        await _waiting_since(conversation.id, datetime.now(UTC) - timedelta(seconds=61))
        async with transaction():
            await wait_too_long(conversation.id)

    assert ("WAITING_TOO_LONG", 1, True) in await told(robin)


async def test_nobody_waits_once_answered(acme: Cast, robin: Viewer) -> None:
    conversation = await assigned(acme, robin, by=robin)
    with acting_for(acme.id):
        await _waiting_since(conversation.id, None)
        async with transaction():
            await wait_too_long(conversation.id)

    assert await told(robin) == []


async def _waiting_since(conversation_id: UUID, at: datetime | None) -> None:
    await execute("UPDATE conversations SET waiting_since = $1 WHERE id = $2", at, conversation_id)


async def test_what_was_read_long_ago_is_forgotten(acme: Cast, robin: Viewer) -> None:
    for _ in range(3):
        await assigned(acme, robin)
    await consume(acme.id)
    with acting_for(acme.id):
        old, unread, _ = await robin.notifications.order_by("happened_at")
        await Notification.read_all(by=robin)
        await unread.unread()
        for each in (old, unread):
            await execute(
                "UPDATE notifications SET happened_at = now() - interval '91 days', id = $1 "
                "WHERE id = $2",
                UUID(int=each.id.int >> 8),
                each.id,
            )
    await forget_notifications()

    assert [unread for *_, unread in await told(robin)] == [True, False]


async def test_the_count_is_exact_whoever_moves_it_at_once(acme: Cast, robin: Viewer) -> None:
    for _ in range(6):
        await assigned(acme, robin)
    await consume(acme.id)
    more = [await assigned(acme, robin) for _ in range(3)]
    later = datetime.now(UTC) + timedelta(hours=1)
    with acting_for(acme.id):
        mine = await robin.notifications.order_by("happened_at")
        again = await robin.notifications.order_by("happened_at").limit(4)
        read = await Conversation.filter(id__in=[each.id for each in more])
        await asyncio.gather(
            *(each.read() for each in (*mine[:4], *again)),
            *(each.snooze(later) for each in mine[4:]),
            *(ConversationRead.advance(each, by=robin) for each in read),
            consume(acme.id),
        )
    await consume(acme.id)

    assert [unread for *_, unread in await told(robin)].count(True) == 2
