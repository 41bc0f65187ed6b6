"""Mail of notifications: one for all that is due, of what is still unread, with a way out."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import httpx
import pytest

from api.app import app
from jobs.task import registered
from models.conversations import Conversation, ConversationRead
from models.database import execute
from models.identity import Member, Role
from models.job import Job
from models.notifications import (
    DigestMode,
    Notification,
    NotificationChannel,
    NotificationPolicy,
    NotificationPreference,
    NotificationSettings,
    NotificationType,
)
from models.notifications.letter import unsubscribe, unsubscribe_url
from models.notifications.preferences import Choices
from models.settings import settings
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.consuming import consume, meet
from tests.mailbox import Mailbox, mailbox
from tests.people import Cast, hire
from tests.threads import open_conversation

SECRET = "the words of a customer"


@pytest.fixture
async def box(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailbox]:
    async with mailbox() as box:
        monkeypatch.setenv("SMTP_URL", box.url)
        settings.cache_clear()
        yield box
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def robin(acme: Cast, rival: Cast) -> Viewer:
    viewer = await hire(acme, Role.MEMBER)
    with acting_for(acme.id):
        for type in (NotificationType.NEW_MESSAGE, NotificationType.CONVERSATION_ASSIGNED):
            await NotificationPreference.choose(type, NotificationChannel.EMAIL, on=True, by=viewer)
    return viewer


async def assigned(company: Cast, to: Viewer) -> Conversation:
    await meet(company.id)
    conversation = await open_conversation(company, SECRET)
    with acting_for(company.id):
        await conversation.assign(await Member.get(id=to.member_id), by=company.viewer)
    await consume(company.id)
    return conversation


async def send_due(company: Cast) -> None:
    """As if the time of all mail had come, and each job were run twice."""
    with acting_for(company.id):
        await execute(
            "UPDATE notifications SET mail_due_at = now() "
            "WHERE company_id = $1 AND mail_due_at IS NOT NULL",
            company.id,
        )
        for kind in ("notification.mail", "mail.send"):
            for job in await Job.filter(kind=kind):
                for _ in range(2 if kind == "notification.mail" else 1):
                    await registered()[kind].run(job.payload)


def text(message: EmailMessage) -> str:
    return str(message.get_content())


async def test_one_mail_says_all_that_is_due_without_what_was_written(
    acme: Cast, rival: Cast, robin: Viewer, box: Mailbox
) -> None:
    first, second = await assigned(acme, robin), await assigned(acme, robin)
    await assigned(rival, await hire(rival, Role.MEMBER))
    await send_due(acme)

    [mail] = box.messages
    assert mail["Subject"] == "2 notifications"
    assert f"#{first.number}" in text(mail)
    assert f"#{second.number}" in text(mail)
    assert SECRET not in text(mail)
    with acting_for(acme.id):
        member = await Member.get(id=robin.member_id)
    assert mail["To"] == member.email
    assert mail["List-Unsubscribe"] == f"<{unsubscribe_url(member)}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with acting_for(acme.id):
        assert await Job.filter(kind="mail.send").count() == 1


async def test_what_was_read_meanwhile_is_not_mailed(
    acme: Cast, robin: Viewer, box: Mailbox
) -> None:
    await assigned(acme, robin)
    with acting_for(acme.id):
        await Notification.read_all(by=robin)
    conversation = await assigned(acme, robin)
    with acting_for(acme.id):
        await ConversationRead.advance(await Conversation.get(id=conversation.id), by=robin)
    await consume(acme.id)
    await send_due(acme)

    assert box.messages == []


async def test_messages_are_quoted_where_the_company_says_so(
    acme: Cast, robin: Viewer, box: Mailbox
) -> None:
    with acting_for(acme.id):
        await NotificationPolicy.change(by=acme.viewer, previews=True)
    conversation = await assigned(acme, robin)
    with acting_for(acme.id):
        identity = await conversation.identity
        now = datetime.now(UTC)
        await Conversation.receive(identity, "More words", external_id="x", occurred_at=now)
    await consume(acme.id)
    await send_due(acme)

    assert "More words" in text(box.messages[0])


async def test_a_digest_is_one_job_at_its_hour(acme: Cast, robin: Viewer) -> None:
    with acting_for(acme.id):
        await NotificationSettings.change(
            by=robin, digest=DigestMode.DAILY, digest_hour=5, timezone="Asia/Tokyo"
        )
    await assigned(acme, robin)
    await assigned(acme, robin)

    with acting_for(acme.id):
        [job] = await Job.filter(kind="notification.mail")
    assert (job.run_at.hour, job.run_at.minute) == (20, 0)
    assert datetime.now(UTC) < job.run_at <= datetime.now(UTC) + timedelta(days=1)


async def test_the_link_of_a_mail_ends_them_and_does_nothing_else(
    acme: Cast, rival: Cast, robin: Viewer, box: Mailbox
) -> None:
    with acting_for(acme.id):
        member = await Member.get(id=robin.member_id)
    path = unsubscribe_url(member).removeprefix(settings().public_url)
    transport = httpx.ASGITransport(app=app())
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        asked = await http.get(path)
        with acting_for(acme.id):
            assert (await Choices.of(robin)).settings.email
        done = await http.post(path, data={"List-Unsubscribe": "One-Click"})
        forged = await http.post(path.replace(acme.id.hex, rival.id.hex))

    assert (asked.status_code, done.status_code, forged.status_code) == (200, 200, 404)
    with acting_for(acme.id):
        assert not (await Choices.of(robin)).settings.email
        assert (await Choices.of(acme.viewer)).settings.email
    await assigned(acme, robin)
    await send_due(acme)
    assert box.messages == []


async def test_only_what_we_signed_unsubscribes(acme: Cast, rival: Cast) -> None:
    token = unsubscribe_url(acme.owner).rpartition("/")[2]

    assert not await unsubscribe(token[:-2])
    assert not await unsubscribe("")
    assert not await unsubscribe(token.replace(acme.owner.id.hex, rival.owner.id.hex))
    assert await unsubscribe(token)
