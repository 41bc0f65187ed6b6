"""Files over the API: announced, sent, attached; and what of them others see."""

from base64 import b64encode
from typing import Any

from models.events import Event
from models.files import Attachment
from models.identifiers import global_id
from models.identity import Role
from models.tenancy import acting_for
from models.viewer import Viewer
from tests.answers import codes
from tests.conftest import Ask
from tests.files import uploaded
from tests.people import Cast, hire
from tests.threads import open_conversation

CREATE = """mutation ($input: CreateUploadInput!) { createUpload(input: $input) {
  upload { id state fileName contentType size checksum expiresAt uploadUrl url } } }"""
UPLOAD = """mutation ($input: UploadFileInput!) { uploadFile(input: $input) {
  upload { id state checksum rejection uploadUrl url } } }"""
SEND = """mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message {
  id body attachments { id type fileName size url preview { url width height } } } } }"""
READ = """query ($id: ID!) { node(id: $id) { ... on Message {
  body attachments { id type state fileName url errorCode preview { url width height } } } } }"""
MINE = "query ($id: ID!) { node(id: $id) { ... on Upload { state fileName } } }"
USAGE = "{ fileUsage { files bytes room largest contentTypes } }"
PNG = {"fileName": "a.png", "contentType": "image/png", "size": 9}


def text(content: bytes = b"Hello", **said: str) -> dict[str, str]:
    given = {"fileName": "a.txt", "contentType": "text/plain"}
    return given | {"content": b64encode(content).decode()} | said


async def thread(company: Cast) -> str:
    return global_id("Conversation", (await open_conversation(company)).id)


async def sent(ask: Ask, company: Cast, viewer: Viewer) -> dict[str, Any]:
    """A message with a file."""
    upload = (await ask(viewer, UPLOAD, input=text()))["data"]["uploadFile"]["upload"]
    given = {"conversationId": await thread(company), "attachmentIds": [upload["id"]]}
    answer = await ask(viewer, SEND, statements=20, input=given)
    message: dict[str, Any] = answer["data"]["sendMessage"]["message"]
    return message


async def test_an_announced_file_has_an_address_to_be_sent_to(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    given = PNG | {"clientId": "mine"}
    upload = (await ask(acme.viewer, CREATE, input=given))["data"]["createUpload"]["upload"]
    again = (await ask(acme.viewer, CREATE, input=given))["data"]["createUpload"]["upload"]

    assert (upload["state"], upload["url"], upload["checksum"]) == ("PENDING", None, None)
    assert "/files/" in upload["uploadUrl"]
    assert again == upload
    assert (await ask(acme.viewer, MINE, id=upload["id"]))["data"]["node"]["fileName"] == "a.png"
    colleague = await hire(acme, Role.ADMIN)
    for other in (rival.viewer, colleague):
        assert codes(await ask(other, MINE, id=upload["id"])) == ["NOT_FOUND"]


async def test_a_small_file_comes_with_the_mutation(ask: Ask, acme: Cast) -> None:
    upload = (await ask(acme.viewer, UPLOAD, input=text()))["data"]["uploadFile"]["upload"]
    liar = await ask(acme.viewer, UPLOAD, input=text(contentType="image/png"))

    assert (upload["state"], upload["uploadUrl"]) == ("STORED", None)
    assert "/files/" in upload["url"]
    assert codes(liar) == ["FILE_TYPE_MISMATCH"]
    assert codes(await ask(acme.viewer, UPLOAD, input=text() | {"content": "?"})) == ["INVALID"]
    with acting_for(acme.id):
        names = [event.name for event in await Event.filter(subject_type="Upload").order_by("seq")]
    assert names == [
        *("upload.created", "upload.stored"),
        *("upload.created", "upload.rejected"),
    ]


async def test_a_message_has_its_files_and_says_nothing_else(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    message = await sent(ask, acme, acme.viewer)
    [file] = message["attachments"]

    assert message["body"] is None
    assert (file["type"], file["fileName"], file["size"]) == ("DOCUMENT", "a.txt", 5)
    reader = await hire(acme, Role.READ_ONLY)
    seen = (await ask(reader, READ, id=message["id"]))["data"]["node"]["attachments"]
    assert seen == [
        {
            "id": file["id"],
            "type": "DOCUMENT",
            "state": "STORED",
            "fileName": "a.txt",
            "url": file["url"],
            "errorCode": None,
            "preview": None,
        }
    ]
    assert codes(await ask(rival.viewer, READ, id=message["id"])) == ["NOT_FOUND"]


async def test_a_rivals_file_and_a_colleagues_cannot_be_attached(
    ask: Ask, acme: Cast, rival: Cast
) -> None:
    colleague = await hire(acme, Role.MEMBER)
    here = await thread(acme)
    for theirs in (await uploaded(rival.viewer), await uploaded(colleague)):
        given = {"conversationId": here, "attachmentIds": [global_id("Upload", theirs.id)]}
        assert codes(await ask(acme.viewer, SEND, input=given)) == ["NOT_FOUND"]
    with acting_for(acme.id):
        assert await Attachment.all().count() == 0


async def test_a_preview_is_shown_as_soon_as_there_is_one(ask: Ask, acme: Cast) -> None:
    message = await sent(ask, acme, acme.viewer)
    with acting_for(acme.id):
        await (await Attachment.get()).show(width=4, height=3)

    [file] = (await ask(acme.viewer, READ, id=message["id"]))["data"]["node"]["attachments"]
    assert (file["preview"]["width"], file["preview"]["height"]) == (4, 3)
    assert file["preview"]["url"] != file["url"]


async def test_room_is_counted_company_by_company(ask: Ask, acme: Cast, rival: Cast) -> None:
    await sent(ask, acme, acme.viewer)
    await ask(acme.viewer, CREATE, input=PNG)

    ours = (await ask(acme.viewer, USAGE))["data"]["fileUsage"]
    theirs = (await ask(rival.viewer, USAGE))["data"]["fileUsage"]

    assert (ours["files"], ours["bytes"]) == (2, 14)
    assert (theirs["files"], theirs["bytes"]) == (0, 0)
    assert "image/png" in ours["contentTypes"]


async def test_who_only_reads_sends_nothing(ask: Ask, acme: Cast) -> None:
    reader = await hire(acme, Role.READ_ONLY)

    assert codes(await ask(reader, CREATE, input=PNG)) == ["FORBIDDEN"]
    assert codes(await ask(reader, UPLOAD, input=text())) == ["FORBIDDEN"]
