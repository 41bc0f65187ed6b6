"""What becomes of a message after it was written."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from models.conversations import (
    Conversation,
    Message,
    MessageDeleted,
    MessageRevision,
    MessageStatus,
)
from models.conversations.message import NotRetryable
from models.errors import Forbidden, Invalid
from models.events import Event
from models.identity import ApiKey, Role
from models.job import Job
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.people import Cast, hire
from tests.threads import open_conversation

S = MessageStatus


async def posted(company: Cast) -> Message:
    conversation = await open_conversation(company)
    with acting_for(company.id):
        return await conversation.post("Hello", author=company.viewer, client_id="c-1")


async def made_key(company: Cast, name: str) -> ApiKey:
    return await ApiKey.create(
        name=name,
        prefix="key",
        key_hash=f"{company.id}{name}",
        scopes=["messages:send"],
        created_by_id=company.owner.id,
    )


async def test_a_delivery_only_moves_forward(acme: Cast, rival: Cast) -> None:
    message = await posted(acme)
    with acting_for(acme.id):
        for status in (S.SENDING, S.UNKNOWN, S.SENDING, S.SENT, S.UNKNOWN, S.DELIVERED, S.SENT):
            await message.advance(status)
        await message.advance(S.READ)
        await message.advance(S.FAILED, error_code="LATE")
        await message.advance(S.DELIVERED)

        changes = [e.changes for e in await Event.filter(name="message.status_changed")]
    steps = [(change["from"], change["to"]) for change in changes]
    assert sorted(steps, key=lambda step: step[1]) == [
        ("SENT", "DELIVERED"),
        ("DELIVERED", "READ"),
        ("QUEUED", "SENDING"),
        ("UNKNOWN", "SENT"),
        ("SENDING", "UNKNOWN"),
    ]
    assert (message.status, message.error_code, message.failed_at) == (S.READ, None, None)


@pytest.mark.parametrize("reports", list(permutations((S.SENT, S.DELIVERED, S.READ))))
async def test_reports_in_any_order_end_at_the_furthest(
    acme: Cast, reports: tuple[MessageStatus, ...]
) -> None:
    message = await posted(acme)
    with acting_for(acme.id):
        for status in reports:
            await message.advance(status)

        message = await Message.get(id=message.id)
    assert message.status is S.READ
    assert None not in (message.sent_at, message.delivered_at, message.read_at)


async def test_nothing_late_clears_a_failure(acme: Cast) -> None:
    message = await posted(acme)
    with acting_for(acme.id):
        await message.advance(S.SENT)
        await message.advance(S.FAILED, error_code="131000", error_detail="Rejected")
        for status in (S.QUEUED, S.SENDING, S.SENT, S.UNKNOWN, S.DELIVERED, S.READ):
            await message.advance(status)

        message = await Message.get(id=message.id)
    assert (message.status, message.error_code) == (S.FAILED, "131000")
    assert message.failed_at is not None
    assert message.delivered_at is message.read_at is None


async def test_a_report_can_say_when(acme: Cast) -> None:
    message = await posted(acme)
    earlier = datetime.now(UTC) - timedelta(minutes=5)
    with acting_for(acme.id):
        await message.advance(S.SENT, at=earlier)
        await message.advance(S.DELIVERED)

    assert message.sent_at == earlier
    assert message.delivered_at is not None
    assert message.delivered_at > earlier


async def test_what_needs_no_delivery_has_none(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        inbound = await Message.get()
        note = await conversation.post("Hm", author=acme.viewer, note=True)
        for message in (inbound, note):
            await message.advance(S.READ)
            assert message.status is S.RECEIVED


async def test_a_retry_is_the_way_out_of_a_failure(acme: Cast) -> None:
    message = await posted(acme)
    with acting_for(acme.id):
        with pytest.raises(NotRetryable):
            await message.retry(by=acme.viewer)
        await Job.all().delete()
        await message.advance(S.FAILED, error_code="HTTP_400")

        await message.retry(by=acme.viewer)

        assert (message.status, message.error_code, message.failed_at) == (S.QUEUED, None, None)
        assert await Job.filter(kind="message.deliver").count() == 1


async def test_an_edit_keeps_what_it_said(acme: Cast) -> None:
    message = await posted(acme)
    with acting_for(acme.id):
        await message.edit("Hello!", by=acme.viewer)
        await message.edit("Hello!", by=acme.viewer)
        await message.edit("Hello!!", by=acme.viewer)

        revisions = await MessageRevision.all().order_by("id")
        conversation = await Conversation.get()
        events = await Event.filter(name="message.edited")
    assert [revision.body for revision in revisions] == ["Hello", "Hello!"]
    assert revisions[0].edited_by_id == acme.owner.id
    assert message.body == conversation.last_message_preview == "Hello!!"
    assert message.edited_at is not None
    assert [event.changes for event in events] == [{}, {}]


async def test_an_edit_of_an_older_message_leaves_the_list_alone(acme: Cast) -> None:
    message = await posted(acme)
    with acting_for(acme.id):
        await (await message.conversation).post("Newer", author=acme.viewer)
        await message.edit("Hello!", by=acme.viewer)

        assert (await Conversation.get()).last_message_preview == "Newer"


async def test_only_its_author_edits_and_never_a_contacts(acme: Cast) -> None:
    message = await posted(acme)
    robin = await hire(acme, Role.ADMIN)
    with acting_for(acme.id):
        inbound = await Message.get(seq=1)
        for viewer, theirs in (
            (robin, message),
            (acme.viewer, inbound),
            (Viewer.system(acme.id), inbound),
            (Viewer.system(acme.id), message),
        ):
            with pytest.raises(Forbidden):
                await theirs.edit("Changed", by=viewer)
        with pytest.raises(Invalid):
            await message.edit(" ", by=acme.viewer)

        assert await MessageRevision.all().count() == 0


async def test_an_api_key_edits_its_own(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        one, two = [Viewer.machine(await made_key(acme, name)) for name in ("a", "b")]
        message = await conversation.post("Beep", author=one)

        with pytest.raises(Forbidden):
            await message.edit("Boop", by=two)
        await message.edit("Boop", by=one)

    assert (message.body, message.api_key_id, message.member_id) == ("Boop", one.api_key_id, None)


async def test_a_deletion_leaves_a_tombstone_without_a_word(acme: Cast) -> None:
    message = await posted(acme)
    with acting_for(acme.id):
        await message.edit("Hello!", by=acme.viewer)
        await message.erase(by=acme.viewer)
        await message.erase(by=acme.viewer)

        stone = await Message.get(id=message.id)
        conversation = await Conversation.get()
        assert await MessageRevision.all().count() == 0
        assert await Event.filter(name="message.deleted").count() == 1
        with pytest.raises(MessageDeleted):
            await message.edit("Back", by=acme.viewer)
        with pytest.raises(MessageDeleted):
            await message.retry(by=acme.viewer)
    assert (stone.body, stone.client_hash, stone.seq) == ("", None, 2)
    assert stone.deleted_at is not None
    assert (conversation.last_message_id, conversation.last_message_preview) == (stone.id, None)
    assert conversation.message_count == 2


async def test_supervisors_delete_what_others_wrote(acme: Cast) -> None:
    await posted(acme)
    member, supervisor = await hire(acme, Role.MEMBER), await hire(acme, Role.SUPERVISOR)
    with acting_for(acme.id):
        for message in await Message.all():
            with pytest.raises(Forbidden):
                await message.erase(by=member)
            await message.erase(by=supervisor)
            assert message.body == ""
