"""Messages have files, whoever wrote them; and let go of them."""

from base64 import b64encode
from typing import Any
from uuid import uuid4

import pytest

from jobs.files import fetch_attachment
from models.conversations import Conversation
from models.conversations.envelope import envelope
from models.errors import DomainError, Invalid, NotFound
from models.events import Event
from models.files import Attachment, AttachmentState, FileUsage, Upload
from models.files.incoming import NotFetched
from models.identity import Role
from models.inboxes import InboundEvent
from models.inboxes.arrival import apply
from models.job import Job
from models.tenancy import acting_for
from tests.customer import CustomerSystem
from tests.files import content_of, on_disk, picture, said_with, uploaded
from tests.people import Cast, hire
from tests.threads import open_conversation, open_inbox

HALF = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9000000\r\n\r\n" + b"x" * 9000
)


async def pushed(company: Cast, *files: dict[str, Any], body: str = "") -> Attachment:
    """The first file of a message that the company's contact has sent."""
    inbox = await open_inbox(company)
    data = {"id": uuid4().hex, "contact": {"id": "kim"}, "body": body, "attachments": files}
    with acting_for(company.id):
        await InboundEvent.receive(inbox, uuid4().hex, {"type": "message.created", "data": data})
        event = await apply(await InboundEvent.get(inbox_id=inbox.id))
        assert event.error is None, event.error
        return (await Attachment.filter(message_id=event.message_id).order_by("id"))[0]


async def wanted(company: Cast, kind: str) -> list[Any]:
    with acting_for(company.id):
        return [job.payload for job in await Job.filter(kind=kind)]


async def test_a_message_has_the_files_in_their_order_and_may_say_nothing_else(
    acme: Cast, rival: Cast
) -> None:
    first, second = await uploaded(acme.viewer, file_name="b.txt"), await uploaded(acme.viewer)
    message = await said_with(acme, second, first)

    with acting_for(acme.id):
        files = await Attachment.filter(message_id=message.id).order_by("id")
        conversation = await Conversation.get(id=message.conversation_id)
        assert [file.upload_id for file in files] == [second.id, first.id]
        assert (message.body, conversation.last_message_preview) == ("", "hello.txt")
        assert (await Upload.get(id=first.id)).expires_at is None
    with acting_for(rival.id):
        assert await Attachment.all().count() == 0


async def test_nothing_at_all_is_no_message(acme: Cast) -> None:
    with pytest.raises(Invalid, match="must not be empty"):
        await said_with(acme)


async def test_only_what_one_has_sent_oneself_can_be_attached(acme: Cast, rival: Cast) -> None:
    colleague = await hire(acme, Role.MEMBER)

    for theirs in (await uploaded(rival.viewer), await uploaded(colleague)):
        with pytest.raises(NotFound):
            await said_with(acme, theirs)

    with acting_for(acme.id):
        assert await Attachment.all().count() == 0


async def test_a_file_belongs_to_one_message_and_must_have_come(acme: Cast) -> None:
    upload = await uploaded(acme.viewer)
    await said_with(acme, upload)
    with acting_for(acme.id):
        late = await Upload.announce(
            by=acme.viewer, file_name="a", content_type="text/plain", size=1
        )

    codes = []
    for wrong in ([upload], [late], [late] * 2, [await uploaded(acme.viewer) for _ in range(11)]):
        with pytest.raises(DomainError) as refused:
            await said_with(acme, *wrong)
        codes.append(refused.value.code)

    assert codes == ["UPLOAD_USED", "UPLOAD_NOT_STORED", "INVALID", "INVALID"]


async def test_the_same_client_id_with_other_files_is_refused(acme: Cast) -> None:
    conversation = await open_conversation(acme)
    upload, other = await uploaded(acme.viewer), await uploaded(acme.viewer)
    with acting_for(acme.id):
        said: dict[str, Any] = {"author": acme.viewer, "client_id": "one"}
        first = await conversation.post("Hi", attachments=[upload.id], **said)
        again = await conversation.post("Hi", attachments=[upload.id], **said)

        assert first.id == again.id
        with pytest.raises(DomainError, match="another input"):
            await conversation.post("Hi", attachments=[other.id], **said)


async def test_the_customers_system_is_given_addresses_that_last(acme: Cast) -> None:
    message = await said_with(acme, await uploaded(acme.viewer), body="Here")
    with acting_for(acme.id):
        told, again = await envelope(message), await envelope(message)

    assert told == again
    assert b'"fileName":"hello.txt","contentType":"text/plain","size":5,"checksum":"' in told
    assert b"/files/" in told


async def test_a_file_of_a_contact_is_fetched_from_where_it_is(
    acme: Cast, rival: Cast, customer: CustomerSystem
) -> None:
    customer.then(200, body=picture(), headers={"Content-Type": "image/png; charset=binary"})
    attachment = await pushed(acme, {"fileName": "../a.png", "url": customer.url})
    with acting_for(acme.id):
        assert (attachment.state, attachment.file_name) == (AttachmentState.PENDING, "a.png")

        await fetch_attachment(attachment.id)

        attachment = await Attachment.get(id=attachment.id)
        upload = await Upload.get(id=attachment.upload_id)
        events = await Event.filter(name="message.attachments_changed")
        assert (attachment.state, attachment.content_type) == (AttachmentState.STORED, "image/png")
        assert attachment.source is None
        assert (attachment.size, attachment.checksum) == (upload.size, upload.checksum)
        assert await content_of(upload) == picture()
        assert [event.subject_id for event in events] == [attachment.message_id]
        assert (await FileUsage.get()).bytes == len(picture())
    assert await wanted(acme, "attachment.preview") == [{"attachment_id": str(attachment.id)}]
    with acting_for(rival.id):
        await fetch_attachment(attachment.id)
        assert await Event.filter(name="message.attachments_changed").count() == 0


async def test_a_small_file_comes_within_the_push(acme: Cast) -> None:
    content = b64encode(b"a,b\n1,2\n").decode()
    attachment = await pushed(acme, {"fileName": "a.csv", "content": content})
    with acting_for(acme.id):
        await fetch_attachment(attachment.id)
        attachment = await Attachment.get(id=attachment.id)

        assert (attachment.content_type, attachment.size) == ("text/csv", 8)
        assert await content_of(await Upload.get(id=attachment.upload_id)) == b"a,b\n1,2\n"


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (404, b"", "image/png", "FILE_REFUSED"),
        (302, b"", "image/png", "FILE_REFUSED"),
        (200, b"<html>", "text/html", "TYPE_NOT_ALLOWED"),
        (200, b"<html>", "image/png", "FILE_TYPE_MISMATCH"),
        (200, b"MZ" + bytes(100), "application/x-msdownload", "TYPE_NOT_ALLOWED"),
    ],
)
async def test_what_cannot_be_taken_has_failed_and_says_why(
    acme: Cast, customer: CustomerSystem, status: int, body: bytes, kind: str, code: str
) -> None:
    customer.then(status, body=body, headers={"Content-Type": kind})
    attachment = await pushed(acme, {"fileName": "a", "url": customer.url})
    with acting_for(acme.id):
        await fetch_attachment(attachment.id)
        attachment = await Attachment.get(id=attachment.id)

    assert (attachment.state, attachment.error_code) == (AttachmentState.FAILED, code)
    assert on_disk(acme.id, attachment.upload_id) == []


async def test_what_may_pass_is_tried_again(acme: Cast, customer: CustomerSystem) -> None:
    attachment = await pushed(acme, {"fileName": "a.txt", "url": customer.url})
    with acting_for(acme.id):
        for answer in ("busy", "broken"):
            customer.then(503) if answer == "busy" else customer.then_break(HALF)
            with pytest.raises(NotFetched):
                await fetch_attachment(attachment.id)
        assert (await Attachment.get(id=attachment.id)).state is AttachmentState.PENDING
        assert on_disk(acme.id, attachment.upload_id) == []


@pytest.mark.usefixtures("public_only")
async def test_nobody_has_us_fetch_from_our_own_network(
    acme: Cast, customer: CustomerSystem
) -> None:
    url = customer.url.replace("http:", "https:")
    attachment = await pushed(acme, {"fileName": "a.txt", "url": url})
    with acting_for(acme.id):
        await fetch_attachment(attachment.id)

        assert (await Attachment.get(id=attachment.id)).error_code == "ADDRESS_PRIVATE"
    assert customer.connections == 0


async def test_a_note_has_files_too(acme: Cast, rival: Cast) -> None:
    upload, theirs = await uploaded(acme.viewer), await uploaded(rival.viewer)
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        note = await conversation.post("", author=acme.viewer, note=True, attachments=[upload.id])

        assert await Attachment.filter(message_id=note.id).count() == 1
        with pytest.raises(NotFound):
            await conversation.post("", author=acme.viewer, note=True, attachments=[theirs.id])


async def test_a_file_whose_fetching_is_cancelled_says_that_it_will_not_come(acme: Cast) -> None:
    coming = await pushed(acme, {"url": "https://shop.example/a.txt", "fileName": "a.txt"})
    with acting_for(acme.id):
        assert coming.state is AttachmentState.PENDING
        await (await Job.get(kind="attachment.fetch")).cancel(by=acme.viewer)

        failed = await Attachment.get(id=coming.id)
        assert (failed.state, failed.error_code) == (AttachmentState.FAILED, "FILE_NOT_FETCHED")
