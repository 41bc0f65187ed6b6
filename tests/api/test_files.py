"""Files over real sockets: sent to an address, read from another, and by nobody without one."""

from hashlib import sha256
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from models.files import Attachment, Upload
from models.files.link import Link, reading
from models.identifiers import global_id
from models.identity import Company
from models.identity.company import CompanyStatus, set_status
from models.tenancy import acting_for
from tests.clients import sign_in
from tests.customer import environment
from tests.files import announced, code_of, on_disk, path_of, picture, uploaded
from tests.people import Cast
from tests.threads import open_conversation

CREATE = """mutation ($input: CreateUploadInput!) {
  createUpload(input: $input) { upload { id state uploadUrl url } } }"""
SEND = """mutation ($input: SendMessageInput!) { sendMessage(input: $input) { message { body
  attachments { type state fileName contentType size checksum url preview { url } } } } }"""


async def run(http: httpx.AsyncClient, company: Cast, query: str, **input: Any) -> Any:
    headers = (await sign_in(company.owner)).headers
    body = {"query": query, "variables": {"input": input}}
    answer = (await http.post("/graphql", json=body, headers=headers)).json()
    assert "errors" not in answer, answer
    [payload] = answer["data"].values()
    return payload


async def test_a_file_is_announced_sent_attached_and_read(
    acme: Cast, rival: Cast, http: httpx.AsyncClient
) -> None:
    content = picture(300, 200)
    said = {"fileName": "Größe 1.png", "contentType": "image/png", "size": len(content)}
    upload = (await run(http, acme, CREATE, **said))["upload"]
    assert (upload["state"], upload["url"]) == ("PENDING", None)

    sent = await http.put(path_of(upload["uploadUrl"]), content=content)
    told = {"state": "STORED", "checksum": sha256(content).hexdigest(), "duplicate": False}
    assert (sent.status_code, sent.json()) == (200, told)
    again = await http.put(path_of(upload["uploadUrl"]), content=content)
    assert again.json() == told | {"duplicate": True}

    ours = await open_conversation(acme)
    here = {"conversationId": global_id("Conversation", ours.id), "attachmentIds": [upload["id"]]}
    [file] = (await run(http, acme, SEND, **here))["message"]["attachments"]
    url = file.pop("url")
    assert file == {
        "type": "IMAGE",
        "state": "STORED",
        "fileName": "Größe 1.png",
        "contentType": "image/png",
        "size": len(content),
        "checksum": sha256(content).hexdigest(),
        "preview": None,
    }
    read = await http.get(path_of(url))
    assert (read.status_code, read.content) == (200, content)
    shown = {name: read.headers[name] for name in SAFE}
    assert shown == SAFE
    assert read.headers["content-disposition"] == (
        "inline; filename*=UTF-8''Gr%C3%B6%C3%9Fe%201.png"
    )
    assert read.headers["cache-control"].startswith("private, max-age=")
    head = await http.head(path_of(url))
    assert (head.content, head.headers["content-length"]) == (b"", str(len(content)))


SAFE = {
    "content-type": "image/png",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "accept-ranges": "bytes",
}


@pytest.mark.parametrize(
    ("asked", "status", "content", "said"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/20"),
        ("bytes=15-", 206, b"56789", "bytes 15-19/20"),
        ("bytes=-4", 206, b"6789", "bytes 16-19/20"),
        ("bytes=10-1000", 206, b"0123456789", "bytes 10-19/20"),
        ("bytes=20-", 416, None, "bytes */20"),
        ("bytes=-0", 416, None, "bytes */20"),
        ("bytes=0-1,4-5", 200, b"0123456789" * 2, None),
        ("bytes=5-2", 200, b"0123456789" * 2, None),
        ("lines=1-2", 200, b"0123456789" * 2, None),
        ("bytes=²-3", 200, b"0123456789" * 2, None),
    ],
)
async def test_parts_are_read_by_their_range(
    acme: Cast,
    http: httpx.AsyncClient,
    asked: str,
    status: int,
    content: bytes | None,
    said: str | None,
) -> None:
    upload = await uploaded(acme.viewer, b"0123456789" * 2)

    answer = await http.get(
        path_of(reading(acme.id, upload.id)), headers={b"range": asked.encode("latin-1")}
    )

    assert (answer.status_code, answer.headers.get("content-range")) == (status, said)
    assert content is None or answer.content == content


async def test_what_a_client_has_it_is_not_sent_again(acme: Cast, http: httpx.AsyncClient) -> None:
    upload = await uploaded(acme.viewer, b"0123456789")
    url = path_of(reading(acme.id, upload.id))
    tag = (await http.get(url)).headers["etag"]

    assert (await http.get(url, headers={"if-none-match": tag})).status_code == 304
    part = {"range": "bytes=0-1", "if-range": '"another"'}
    assert (await http.get(url, headers=part)).status_code == 200


async def test_only_what_can_do_no_harm_is_shown_where_it_is(
    acme: Cast, http: httpx.AsyncClient
) -> None:
    with acting_for(acme.id):
        await (await Company.current()).update(
            by=acme.viewer, settings={"allowedFileTypes": ["*/*"]}
        )
    how = {}
    for kind, content in {
        "image/svg+xml": b"<svg onload='alert(1)'/>",
        "text/html": b"<html><script>alert(1)</script>",
        "application/pdf": b"%PDF-1.4",
        "text/plain": b"Hi",
        "image/png": picture(),
    }.items():
        upload = await uploaded(acme.viewer, content, content_type=kind)
        answer = await http.get(path_of(reading(acme.id, upload.id)))
        how[kind] = answer.headers["content-disposition"].partition(";")[0]

    assert how.pop("image/png") == "inline"
    assert set(how.values()) == {"attachment"}


async def test_expired_forged_foreign_and_gone_are_alike(
    acme: Cast, rival: Cast, http: httpx.AsyncClient
) -> None:
    upload, other = await uploaded(acme.viewer), await uploaded(acme.viewer)
    removed = await uploaded(acme.viewer)
    with acting_for(acme.id):
        await removed.withdraw(days=1)
        pending = await Upload.announce(
            by=acme.viewer, file_name="a", content_type="text/plain", size=1
        )
    good = path_of(reading(acme.id, upload.id))
    later = int(time()) + 1000
    signature = parse_qs(urlsplit(good).query)["signature"][0]
    bad = {
        "expired": path_of(Link("get", acme.id, upload.id, int(time()) - 1).url),
        "stretched": good.replace("expires=1", "expires=2"),
        "forged": good.replace(signature, signature[::-1]),
        "unsigned": good.partition("&signature")[0],
        "another file": good.replace(upload.id.hex, other.id.hex),
        "another company": good.replace(acme.id.hex, rival.id.hex),
        "rival's of our file": path_of(reading(rival.id, upload.id)),
        "to write": path_of(Link("put", acme.id, upload.id, later).url),
        "its preview": path_of(Link("preview", acme.id, upload.id, later).url),
        "removed": path_of(reading(acme.id, removed.id)),
        "not here yet": path_of(reading(acme.id, pending.id)),
        "nonsense": "/files/nonsense?company=x",
    }
    assert (await http.get(good)).status_code == 200

    answers = {name: await http.get(url) for name, url in bad.items()}

    assert {name: each.status_code for name, each in answers.items()} == dict.fromkeys(bad, 404)
    assert {code_of(each) for each in answers.values()} == {"NOT_FOUND"}
    with environment(SECRET_KEYS="another secret, and as long as they have to be"):
        assert (await http.get(good)).status_code == 404


async def test_an_address_to_read_is_none_to_write(acme: Cast, http: httpx.AsyncClient) -> None:
    upload, _ = await announced(acme, b"12345")

    answer = await http.put(path_of(reading(acme.id, upload.id)), content=b"12345")

    assert answer.status_code == 404
    assert on_disk(acme.id, upload.id) == []


async def test_of_a_suspended_company_nothing_comes_and_goes(
    acme: Cast, http: httpx.AsyncClient
) -> None:
    upload = await uploaded(acme.viewer)
    _, to = await announced(acme, b"12345")
    await set_status(acme.id, CompanyStatus.SUSPENDED)

    assert (await http.get(path_of(reading(acme.id, upload.id)))).status_code == 404
    assert (await http.put(to, content=b"12345")).status_code == 404


async def test_a_deleted_messages_file_is_gone_at_once(acme: Cast, http: httpx.AsyncClient) -> None:
    upload = await uploaded(acme.viewer)
    conversation = await open_conversation(acme)
    with acting_for(acme.id):
        message = await conversation.post("", author=acme.viewer, attachments=[upload.id])
        attachment = await Attachment.get(message_id=message.id)
        await message.erase(by=acme.viewer)

    assert (await http.get(path_of(reading(acme.id, attachment.upload_id)))).status_code == 404
