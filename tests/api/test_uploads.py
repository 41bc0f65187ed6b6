"""Files that are sent to an address: whole and as announced, or nothing of them is kept."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import httpx
import pytest

import api.files
from models.files import Upload, UploadState
from models.files.link import reading, writing
from models.tenancy import acting_for
from tests.clients import Door
from tests.files import announced, code_of, on_disk, path_of
from tests.people import Cast


@pytest.mark.parametrize(
    ("content", "status", "said"),
    [
        (b"1234", 400, "FILE_SIZE_MISMATCH"),
        (b"123456", 413, "FILE_SIZE_MISMATCH"),
        (b"\0\1\2\3\4", 422, "FILE_TYPE_MISMATCH"),
    ],
)
async def test_what_is_not_what_was_announced_is_refused(
    acme: Cast, http: httpx.AsyncClient, content: bytes, status: int, said: str
) -> None:
    upload, to = await announced(acme, b"12345")

    answer = await http.put(to, content=content)

    assert (answer.status_code, code_of(answer)) == (status, said)
    assert on_disk(acme.id, upload.id) == []


async def test_more_than_was_announced_is_not_kept_though_its_length_was_not_declared(
    acme: Cast, http: httpx.AsyncClient
) -> None:
    upload, to = await announced(acme, b"x" * 95_000)

    async def more() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"x" * 95_000

    answer = await http.put(to, content=more())

    assert (answer.status_code, code_of(answer)) == (422, "FILE_SIZE_MISMATCH")
    assert on_disk(acme.id, upload.id) == []


async def test_an_upload_that_is_cut_off_leaves_nothing_and_can_be_sent_again(
    acme: Cast, door: Door, http: httpx.AsyncClient
) -> None:
    content = b"x" * 20_000_000
    upload, to = await announced(acme, content)
    host, port = door.address.split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = f"PUT {to} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(content)}\r\n\r\n"
    writer.write(head.encode() + content[:12_000_000])
    await writer.drain()

    writer.transport.abort()

    again = await http.put(to, content=content)
    assert again.json()["state"] == "STORED"
    with acting_for(acme.id):
        upload = await Upload.get(id=upload.id)
    assert [each.name for each in on_disk(acme.id, upload.id)] == [upload.object_name]


async def test_of_two_that_send_at_once_the_first_is_kept(
    acme: Cast, http: httpx.AsyncClient
) -> None:
    upload, to = await announced(acme, b"12345")

    answers = await asyncio.gather(*(http.put(to, content=b"%d2345" % n) for n in range(1, 5)))

    assert {each.status_code for each in answers} <= {200, 422}
    kept = await http.get(path_of(reading(acme.id, upload.id)))
    assert sha256(kept.content).hexdigest() in {each.json().get("checksum") for each in answers}


async def test_a_body_that_does_not_come_is_given_up(
    acme: Cast, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.files, "IDLE", 0.1)
    upload, to = await announced(acme, b"12345")
    host, port = door.address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"PUT {to} HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12".encode())

    line = await reader.readline()

    writer.close()
    assert b" 408 " in line
    with acting_for(acme.id):
        assert (await Upload.get(id=upload.id)).state is UploadState.PENDING


async def test_an_announcement_ends(acme: Cast, http: httpx.AsyncClient) -> None:
    upload, _ = await announced(acme, b"12345")
    with acting_for(acme.id):
        past = datetime.now(UTC) - timedelta(minutes=1)
        await Upload.filter(id=upload.id).update(expires_at=past)
    to = path_of(writing(acme.id, upload.id, until=datetime.now(UTC) + timedelta(minutes=1)))

    answer = await http.put(to, content=b"12345")

    assert (answer.status_code, code_of(answer)) == (422, "UPLOAD_NOT_PENDING")
