"""A file is announced, comes, and is what it was said to be; or nothing of it is kept."""

from collections.abc import AsyncIterator
from hashlib import sha256

import pytest

from models.errors import DomainError, Invalid, NotFound
from models.files import FileUsage, Upload, UploadState
from models.files.store import store
from models.files.upload import MAX_INLINE
from models.idempotency import ClientIdReused
from models.identity import Company
from models.tenancy import acting_for, find
from tests.customer import environment
from tests.files import content_of, on_disk, pieces
from tests.people import Cast

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


async def announced(cast: Cast, **given: object) -> Upload:
    said = {"file_name": "a.png", "content_type": "image/png", "size": len(PNG)} | given
    return await Upload.announce(by=cast.viewer, **said)  # type: ignore[arg-type]


async def test_a_file_is_kept_with_its_checksum_and_read_whole_or_in_part(
    acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        content = PNG + bytes(20_000)
        upload = await announced(acme, size=len(content))
        await upload.fill(pieces(content), by=acme.viewer)

        assert upload.state is UploadState.STORED
        assert upload.checksum == sha256(content).hexdigest()
        assert await content_of(upload) == content
        assert await content_of(upload, start=5, end=40) == content[5:40]
        assert await content_of(upload, start=20_000) == content[20_000:]
    with acting_for(rival.id), pytest.raises(NotFound):
        await find(rival.viewer.uploads, upload.id)


async def test_a_rival_with_our_names_of_things_reaches_a_folder_of_its_own(
    acme: Cast, rival: Cast
) -> None:
    with acting_for(acme.id):
        upload = await (await announced(acme)).fill(pieces(PNG))
        name = upload.object_name or ""
    with acting_for(rival.id), pytest.raises(NotFound):
        await store().get(upload.id, name)


@pytest.mark.parametrize(
    ("content", "said", "code"),
    [
        (PNG[:-1], {}, "FILE_SIZE_MISMATCH"),
        (PNG + b"x", {}, "FILE_SIZE_MISMATCH"),
        (b"x" * len(PNG), {}, "FILE_TYPE_MISMATCH"),
        (PNG, {"content_type": "application/pdf"}, "FILE_TYPE_MISMATCH"),
        (PNG, {"content_type": "text/plain"}, "FILE_TYPE_MISMATCH"),
        (b"<html>" + b"x" * (len(PNG) - 6), {"content_type": "text/plain"}, "FILE_TYPE_MISMATCH"),
    ],
)
async def test_what_is_not_what_was_said_is_rejected_and_leaves_nothing(
    acme: Cast, content: bytes, said: dict[str, object], code: str
) -> None:
    with acting_for(acme.id):
        upload = await announced(acme, **said)

        with pytest.raises(DomainError) as refused:
            await upload.fill(pieces(content))

        assert (refused.value.code, upload.state, upload.rejection) == (code, "REJECTED", code)
        assert on_disk(acme.id, upload.id) == []
        with pytest.raises(DomainError, match="already"):
            await upload.fill(pieces(PNG))


async def test_a_sender_that_dies_leaves_nothing_and_may_send_it_again(acme: Cast) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield PNG
        for _ in range(12):  # beyond what is sent in one piece
            yield bytes(1_000_000)
        raise ConnectionAbortedError

    with acting_for(acme.id):
        upload = await announced(acme, size=20_000_000)

        with pytest.raises(DomainError):
            await upload.fill(broken())

        assert (upload.state, on_disk(acme.id, upload.id)) == (UploadState.PENDING, [])


async def test_all_that_is_wrong_is_said_at_once(acme: Cast) -> None:
    with acting_for(acme.id), pytest.raises(Invalid) as refused:
        await announced(acme, file_name=" / ", content_type="png", size=10**12)

    assert [(each.path, each.code) for each in refused.value.fields] == [
        ("fileName", "BLANK"),
        ("contentType", "NOT_A_TYPE"),
        ("size", "TOO_LARGE"),
    ]


async def test_names_lose_their_folders_and_what_is_unseen(acme: Cast) -> None:
    with acting_for(acme.id):
        upload = await announced(acme, file_name="../../etc/\u202egnp.exe\x07.png ")

    assert upload.file_name == "gnp.exe.png"


async def test_a_company_takes_other_types_if_it_says_so(acme: Cast, rival: Cast) -> None:
    with acting_for(acme.id):
        with pytest.raises(Invalid, match="not taken"):
            await announced(acme, content_type="image/svg+xml")
        company = await Company.current()
        await company.update(by=acme.viewer, settings={"allowedFileTypes": ["image/*"]})

        await announced(acme, content_type="image/svg+xml")
        with pytest.raises(Invalid, match="not taken"):
            await announced(acme, content_type="application/pdf")
    with acting_for(rival.id):
        await announced(rival, content_type="application/pdf")


async def test_the_same_client_id_is_the_same_upload_and_takes_room_once(acme: Cast) -> None:
    with acting_for(acme.id):
        first = await announced(acme, client_id="one")
        again = await announced(acme, client_id="one")
        usage = await FileUsage.get()

        assert (again.id, usage.files, usage.bytes) == (first.id, 1, len(PNG))
        with pytest.raises(ClientIdReused):
            await announced(acme, client_id="one", size=5)


async def test_room_is_kept_from_when_a_file_is_announced(acme: Cast, rival: Cast) -> None:
    with environment(FILE_BYTES_PER_COMPANY="100"), acting_for(acme.id):
        await announced(acme, size=60)
        with pytest.raises(DomainError) as refused:
            await announced(acme, size=60)

        assert refused.value.code == "FILES_FULL"
        assert await Upload.all().count() == 1
    with environment(FILE_BYTES_PER_COMPANY="100"), acting_for(rival.id):
        await announced(rival, size=60)


async def test_a_small_file_comes_at_once(acme: Cast) -> None:
    with acting_for(acme.id):
        said = {"by": acme.viewer, "file_name": "a.txt", "content_type": "text/plain"}
        upload = await Upload.bring("olá".encode(), **said)  # type: ignore[arg-type]

        assert await content_of(upload) == "olá".encode()
        with pytest.raises(Invalid, match="announce"):
            await Upload.bring(bytes(MAX_INLINE + 1), **said)  # type: ignore[arg-type]
